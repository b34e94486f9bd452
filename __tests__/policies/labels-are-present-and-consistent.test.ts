import { labelsArePresentAndConsistent as rule } from "../../policies/rules/labels-are-present-and-consistent";
import { findingsOf, foreign, labels, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const vpc = (list: unknown) => says(rule, { scaleway_vpc: { x: { tags: list as string[] } } });

describe("HDH-PRJ-006", () => {
  it("every label, each valid", () => {
    expect(says(rule, { scaleway_object_bucket: { x: { tags: labels() } } })).toEqual([]);
    expect(vpc(tags())).toEqual([]);
    expect(says(rule, { scaleway_k8s_pool: { x: { tags: tags({}, ":") } } })).toEqual([]);
  });

  it("every label, through a local: as a map, and as a list", () => {
    const bucket = { scaleway_object_bucket: { x: { tags: "${local.labels}" } } };
    const vpc = { scaleway_vpc: { x: { tags: "${local.labels}" } } };

    expect(saysOf(rule, stackOf(bucket, { locals: { labels: labels() } }))).toEqual([]);
    expect(saysOf(rule, stackOf(bucket, { locals: { labels: labels({ "hdh-class": "C9" }) } }))).toEqual([
      "fail scaleway_object_bucket.x tags.hdh-class",
    ]);
    expect(saysOf(rule, stackOf(vpc, { locals: { labels: tags() } }))).toEqual([]);
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
    ["hdh-expiry", "2027-13-01"],
    ["hdh-expiry", "2027-12-31T00:00:00Z"],
    ["hdh-expiry", "+02027-12-31"],
    ["hdh-owner", ""],
    ["hdh-owner", "data_team"],
    ["hdh-phase", "P5"],
    ["hdh-phase", "P0b"],
    ["hdh-phase", "MVP0"],
    ["hdh-project", "Big Project"],
    ["hdh-zone", "-"],
    ["hdh-zone", "anywhere"],
  ])(
    "a label that is not valid, such as the class C9, another environment or a zone that nobody knows: %s = %p",
    (key, value) => {
      expect(vpc(tags({ [key]: value }))).toEqual([`fail scaleway_vpc.x tags.${key}`]);
    },
  );

  it("labels that only the engine knows", () => {
    expect(vpc("${var.tags}")).toEqual(["unknown scaleway_vpc.x tags"]);
    expect(vpc([...tags().slice(1), "${var.class}"])).toEqual(["unknown scaleway_vpc.x tags"]);
    expect(vpc([...tags(), "${var.more}"])).toEqual([]);
    expect(says(rule, { scaleway_object_bucket: { x: { tags: labels({ "hdh-env": "${var.env}" }) } } })).toEqual([
      "unknown scaleway_object_bucket.x tags",
    ]);
  });

  const of = (dataClass: string) => tags({ "hdh-class": dataClass });
  const network = (dataClass: string) => ({
    scaleway_vpc: { v: { tags: of("C2") } },
    scaleway_vpc_private_network: { n: { vpc_id: "${scaleway_vpc.v.id}", tags: of(dataClass) } },
  });

  it("a lower class than what it is a part of, or than a network that it stands in", () => {
    expect(says(rule, network("C1"))).toEqual(["fail scaleway_vpc_private_network.n tags.hdh-class"]);
    expect(says(rule, network("C2"))).toEqual([]);
    const unlabelled = { n: { vpc_id: "${scaleway_vpc.v.id}", tags: tags().filter((tag) => !tag.includes("class")) } };
    expect(says(rule, { ...network("C2"), scaleway_vpc_private_network: unlabelled })).toEqual([
      "fail scaleway_vpc_private_network.n tags",
    ]);
    const within = "${scaleway_vpc_private_network.n.id}";
    const database = (dataClass: string) => ({
      ...network("C2"),
      scaleway_rdb_instance: { d: { private_network: [{ pn_id: within }], tags: of(dataClass) } },
    });
    expect(says(rule, database("C1"))).toEqual(["fail scaleway_rdb_instance.d tags.hdh-class"]);
    expect(says(rule, database("C3"))).toEqual([]);
    const attached = (dataClass: string) => ({
      ...network("C2"),
      scaleway_vpc_public_gateway: { g: { tags: of(dataClass) } },
      scaleway_vpc_gateway_network: {
        a: { gateway_id: "${scaleway_vpc_public_gateway.g.id}", private_network_id: within },
      },
    });
    expect(says(rule, attached("C1"))).toEqual(["fail scaleway_vpc_public_gateway.g tags.hdh-class"]);
    expect(says(rule, attached("C2"))).toEqual([]);
    const cluster = { ...network("C2"), scaleway_k8s_cluster: { k: { private_network_id: within, tags: of("C0") } } };
    expect(says(rule, cluster)).toEqual(["fail scaleway_k8s_cluster.k tags.hdh-class"]);
  });

  it("a VPC of a lower class than one of its networks", () => {
    expect(says(rule, network("C3"))).toEqual(["fail scaleway_vpc.v tags.hdh-class"]);
  });

  it("a bucket and its key of two classes", () => {
    const encrypted = (bucket: string, key: string) =>
      says(rule, {
        scaleway_key_manager_key: { k: { tags: of(key) } },
        scaleway_object_bucket: { b: { name: "b", tags: labels({ "hdh-class": bucket }) } },
        scaleway_object_bucket_server_side_encryption_configuration: {
          e: {
            bucket: "${scaleway_object_bucket.b.name}",
            rule: [
              {
                apply_server_side_encryption_by_default: {
                  kms_master_key_id: '${element(split("/", scaleway_key_manager_key.k.id), 1)}',
                },
              },
            ],
          },
        },
      });
    expect(encrypted("C3", "C3")).toEqual([]);
    expect(encrypted("C0", "C3")).toEqual(["fail scaleway_object_bucket.b tags.hdh-class"]);
    expect(encrypted("C3", "C0")).toEqual(["fail scaleway_key_manager_key.k tags.hdh-class"]);
  });

  it("a secret of a lower class than what stands in its project", () => {
    const project_id = "${scaleway_account_project.p.id}";
    const beside = (dataClass: string) =>
      says(rule, {
        scaleway_account_project: { p: {} },
        scaleway_secret: { s: { project_id, tags: of(dataClass) } },
        scaleway_rdb_instance: { c: { project_id, tags: of("C1") }, d: { project_id, tags: of("C3") } },
      });
    expect(beside("C0")).toEqual(["fail scaleway_secret.s tags.hdh-class"]);
    expect(beside("C1")).toEqual(["fail scaleway_secret.s tags.hdh-class"]);
    expect(beside("C3")).toEqual([]);
    expect(beside("C4")).toEqual([]);
  });

  it("has nothing to say of a type without labels, nor of another provider's resource", () => {
    expect(says(rule, { scaleway_account_project: { x: {} }, scaleway_vpc_acl: { y: {} } })).toEqual([]);
    expect(saysOf(rule, foreign("vpc", {}))).toEqual([]);
  });
});
