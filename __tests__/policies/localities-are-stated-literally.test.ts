import { localitiesAreStatedLiterally as rule } from "../../policies/rules/localities-are-stated-literally";
import { configured, planOf } from "../helpers/plan-json";
import { findingsOf, foreign, says, saysOf, stackOf } from "../helpers/terraform-json";

describe("HDH-LOC-002", () => {
  it("stated literally", () => {
    expect(says(rule, { scaleway_vpc: { x: { region: "nl-ams" } } })).toEqual([]);
    expect(saysOf(rule, stackOf({}, { provider: { scaleway: { region: "fr-par", zone: "fr-par-1" } } }))).toEqual([]);
  });

  it("taken from a local or another resource that states it", () => {
    const vpcs = { scaleway_vpc: { x: { region: "${local.place}" }, y: { region: "${scaleway_vpc.x.region}" } } };
    expect(saysOf(rule, stackOf(vpcs, { locals: { place: "fr-par" } }))).toEqual([]);
  });

  it("absent: SCW_DEFAULT_REGION or a profile file decides", () => {
    const [finding] = findingsOf(rule, stackOf({ scaleway_object_bucket: { b: { name: "x" } } }));
    expect(finding).toMatchObject({ outcome: "fail", message: "region is not set; the caller's environment decides" });
    expect(says(rule, { scaleway_k8s_pool: { x: { region: "fr-par", zone: null } } })).toEqual([
      "fail scaleway_k8s_pool.x zone",
    ]);
    const rest = { provider: { scaleway: [{ region: "fr-par" }] }, data: { scaleway_vpc: { y: {} } } };
    expect(saysOf(rule, stackOf({}, rest))).toEqual(["fail data.scaleway_vpc.y region", "fail provider.scaleway zone"]);
  });

  it.each(["${var.region}", "${each.key}", "${scaleway_vpc.none.region}"])(
    "taken from a variable or from what only the engine knows: %p",
    (region) => {
      const variable = { variable: { region: { default: "fr-par" } } };
      expect(findingsOf(rule, stackOf({ scaleway_vpc: { x: { region } } }, variable))).toMatchObject([
        { outcome: "fail", attribute: "region", message: expect.stringContaining("region is not literal: ") },
      ]);
    },
  );

  it("fails for a plan whose region the caller's environment decided", () => {
    const json = planOf([{ address: "scaleway_vpc.x", after: { region: "fr-par" } }], {
      resources: [configured("scaleway_vpc.x", {})],
    });
    expect(saysOf(rule, { name: "plan", json })).toEqual(["fail scaleway_vpc.x region"]);
  });

  it("has nothing to say of another provider's resource", () => {
    expect(saysOf(rule, foreign("vpc", {}))).toEqual([]);
  });
});
