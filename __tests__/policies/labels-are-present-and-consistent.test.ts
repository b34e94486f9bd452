import { labelsArePresentAndConsistent as rule } from "../../policies/rules/labels-are-present-and-consistent";
import { findingsOf, foreign, labels, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const vpc = (list: unknown) => says(rule, { scaleway_vpc: { x: { tags: list as string[] } } });

describe("HDH-PRJ-006", () => {
  it("every label, each valid", () => {
    expect(says(rule, { scaleway_object_bucket: { x: { tags: labels() } } })).toEqual([]);
    expect(vpc(tags())).toEqual([]);
    expect(says(rule, { scaleway_k8s_pool: { x: { tags: tags({}, ":") } } })).toEqual([]);
  });

  it("a label missing", () => {
    const findings = findingsOf(
      rule,
      stackOf({ scaleway_object_bucket: { x: { tags: labels({ "hdh-owner": null, "hdh-zone": null }) } } }),
    );
    expect(findings.map(({ message }) => message)).toEqual(["tags lack hdh-owner, hdh-zone"]);
    expect(says(rule, { scaleway_object_bucket: { x: { tags: {} } }, scaleway_vpc: { y: {} } })).toEqual([
      "fail scaleway_object_bucket.x tags",
      "fail scaleway_vpc.y tags",
    ]);
  });

  it("a label given twice", () => {
    expect(vpc([...tags(), "hdh-class=C3"])).toEqual(["fail scaleway_vpc.x tags.hdh-class"]);
  });

  it.each([
    ["hdh-class", "C9"],
    ["hdh-class", "c3"],
    ["hdh-env", "production"],
    ["hdh-expiry", "never"],
    ["hdh-expiry", "2027-02-30"],
    ["hdh-owner", ""],
    ["hdh-phase", "P5"],
    ["hdh-project", "Big Project"],
    ["hdh-zone", "-"],
  ])("a label that is not valid, such as the class C9 or another environment: %s = %p", (key, value) => {
    expect(vpc(tags({ [key]: value }))).toEqual([`fail scaleway_vpc.x tags.${key}`]);
  });

  it("labels that only the engine knows", () => {
    expect(vpc("${var.tags}")).toEqual(["unknown scaleway_vpc.x tags"]);
    expect(vpc([...tags().slice(1), "${var.class}"])).toEqual(["unknown scaleway_vpc.x tags"]);
    expect(vpc([...tags(), "${var.more}"])).toEqual([]);
    expect(says(rule, { scaleway_object_bucket: { x: { tags: labels({ "hdh-env": "${var.env}" }) } } })).toEqual([
      "unknown scaleway_object_bucket.x tags",
    ]);
  });

  it("a lower class than what it is a part of", () => {
    const network = (dataClass: string) =>
      says(rule, {
        scaleway_vpc: { v: { tags: tags({ "hdh-class": "C2" }) } },
        scaleway_vpc_private_network: { n: { vpc_id: "${scaleway_vpc.v.id}", tags: tags({ "hdh-class": dataClass }) } },
      });
    expect(network("C1")).toEqual(["fail scaleway_vpc_private_network.n tags.hdh-class"]);
    expect(network("C2")).toEqual([]);
    expect(network("C3")).toEqual([]);
  });

  it("has nothing to say of a type without labels, nor of another provider's resource", () => {
    expect(says(rule, { scaleway_account_project: { x: {} }, scaleway_vpc_acl: { y: {} } })).toEqual([]);
    expect(saysOf(rule, foreign("vpc", {}))).toEqual([]);
  });
});
