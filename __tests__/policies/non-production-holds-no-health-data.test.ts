import type { Json, JsonObject } from "@hdh/policy-engine";
import { nonProductionHoldsNoHealthData as rule } from "../../policies/rules/non-production-holds-no-health-data";
import { configured, planOf, referring } from "../helpers/plan-json";
import { foreign, INPUTS, type Resources, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const PRODUCTION = { ...INPUTS, environment: "production" };
const vpc = (list: Json, inputs = INPUTS) => says(rule, { scaleway_vpc: { v: { tags: list } } }, inputs);
const classed = (dataClass: string | null) =>
  (dataClass === null ? [] : tags({ "hdh-class": dataClass })) as unknown as Json;

describe("HDH-PRJ-008", () => {
  it.each(["C0", "C1"])("something of class C0 or C1: %s", (dataClass) => {
    expect(vpc(classed(dataClass))).toEqual([]);
  });

  it.each(["C2", "C3", "C4", null])("something of class C2 or above, or of no stated class: %s", (dataClass) => {
    expect(vpc(classed(dataClass))).toEqual(["fail scaleway_vpc.v tags.hdh-class"]);
    expect(vpc(classed(dataClass), { ...INPUTS, environment: "staging" })).toHaveLength(1);
  });

  it("a class that only the engine knows", () => {
    expect(vpc("${var.tags}")).toEqual(["unknown scaleway_vpc.v tags.hdh-class"]);
    expect(vpc(["hdh-class=C1", "${var.tag}"])).toEqual([]);
  });

  it("something restored from a snapshot of production, or linked to it", () => {
    const here = { tags: tags() as Json };
    const there = { tags: tags({ "hdh-env": "production" }) as Json };
    const linked: Resources = {
      scaleway_block_snapshot: { s: there },
      scaleway_block_volume: { v: { ...here, snapshot_id: "${scaleway_block_snapshot.s.id}" } },
      scaleway_vpc: { a: here, b: there },
      scaleway_vpc_connector: {
        c: { ...here, vpc_id: "${scaleway_vpc.a.id}", target_vpc_id: "${scaleway_vpc.b.id}" },
      },
    };
    expect(says(rule, linked)).toEqual([
      "fail scaleway_block_volume.v snapshot_id",
      "fail scaleway_vpc_connector.c target_vpc_id",
    ]);
  });

  it.each(["fr-par/11111111-1111-1111-1111-111111111111", "${var.snapshot}"])(
    "something restored from a snapshot that no stack makes: %s",
    (snapshot_id) => {
      expect(says(rule, { scaleway_rdb_instance: { d: { tags: tags(), snapshot_id } } })).toEqual([
        "unknown scaleway_rdb_instance.d snapshot_id",
      ]);
    },
  );

  it("something restored from no snapshot after all, as only a plan can show", () => {
    const restored = (snapshot_id: Json) => {
      const after = { tags: tags() as Json, snapshot_id };
      const resources = [configured("scaleway_rdb_instance.d", { snapshot_id: referring("var.snapshot") })];
      return saysOf(rule, {
        name: "plan",
        json: planOf([{ address: "scaleway_rdb_instance.d", after }], { resources }),
      });
    };
    expect(restored(null)).toEqual([]);
    expect(restored("fr-par/1")).toEqual(["unknown scaleway_rdb_instance.d snapshot_id"]);
  });

  it("a data source or a remote state of production", () => {
    const data = (type: string, block: JsonObject) => saysOf(rule, stackOf({}, { data: { [type]: { d: block } } }));
    expect(data("scaleway_object_bucket", { name: "hdh-sandbox-lake" })).toEqual([]);
    expect(data("scaleway_object_bucket", { name: "product-catalogue" })).toEqual([]);
    for (const name of ["hdh-production-lake", "prod-lake", "lake_PRD", "production"]) {
      expect(data("scaleway_object_bucket", { name })).toEqual(["fail data.scaleway_object_bucket.d name"]);
    }
    expect(data("elsewhere_object_bucket", { name: "hdh-production-lake" })).toEqual([]);
    expect(data("terraform_remote_state", { backend: "s3", config: { bucket: "hdh-prod-tfstate" } })).toEqual([
      "fail data.terraform_remote_state.d config.bucket",
    ]);
    expect(data("terraform_remote_state", { backend: "s3", config: { bucket: "hdh-sandbox-tfstate" } })).toEqual([]);
  });

  it("a part without labels of something of class C1", () => {
    const parts: Resources = {
      scaleway_rdb_instance: { d: { tags: tags() } },
      scaleway_rdb_database: { b: { instance_id: "${scaleway_rdb_instance.d.id}" } },
    };
    expect(says(rule, parts)).toEqual([]);
  });

  it("production itself", () => {
    expect(vpc(classed("C4"), PRODUCTION)).toEqual([]);
  });

  it("has nothing to say of another provider's network", () => {
    expect(saysOf(rule, foreign("vpc", { tags: ["hdh-class=C4"] }))).toEqual([]);
  });
});
