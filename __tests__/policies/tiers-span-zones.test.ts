import type { Json, JsonObject, StackDocument } from "@hdh/policy-engine";
import { tiersSpanZones as rule } from "../../policies/rules/tiers-span-zones";
import { foreign, INPUTS, type Resources, says, saysOf, stackOf } from "../helpers/terraform-json";

const production = { ...INPUTS, environment: "production" };
const judged = (resource: Resources) => says(rule, resource, production);
const pool = (zone: Json, changes: JsonObject = {}): JsonObject => ({
  cluster_id: "${scaleway_k8s_cluster.c.id}",
  zone,
  size: 1,
  autohealing: true,
  ...changes,
});
const pools = (...all: JsonObject[]): Resources => ({
  scaleway_k8s_cluster: { c: {} },
  scaleway_k8s_pool: Object.fromEntries(all.map((one, index) => [`p${index}`, one])),
});
const zonal = (type: string, ...zones: string[]): Resources => ({
  scaleway_account_project: { p: {} },
  [type]: Object.fromEntries(
    zones.map((zone, index) => [`x${index}`, { zone, project_id: "${scaleway_account_project.p.id}" }]),
  ),
});
const POOL = "fail scaleway_k8s_pool.p0 zone";

describe("HDH-RES-001", () => {
  it("pools of a cluster in every zone, which heal themselves", () => {
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-2"), pool("fr-par-3")))).toEqual([]);
    const twoZones = { ...production, allowedZones: ["fr-par-1", "fr-par-2"] };
    expect(says(rule, pools(pool("fr-par-1"), pool("fr-par-2")), twoZones)).toEqual([]);
  });

  it("the only pool of a cluster", () => {
    expect(judged(pools(pool("fr-par-1")))).toEqual([POOL]);
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-1"), pool("fr-par-2")))).toEqual([POOL]);
    const gpu = pool("fr-par-1", { tags: ["hdh-role:gpu"] });
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-2"), pool("fr-par-3"), gpu))).toEqual([
      "fail scaleway_k8s_pool.p3 zone",
    ]);
    const perhaps = pool("fr-par-1", { count: "${var.n}" });
    expect(judged(pools(perhaps, pool("fr-par-1"), pool("fr-par-1")))).toEqual([POOL]);
  });

  it("pools of a cluster that have no node in all zones but one", () => {
    const empty = { size: 0 };
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-2", empty), pool("fr-par-3", empty)))).toEqual([POOL]);
    const scaled = { autoscaling: true, min_size: 0, size: 1 };
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-2", scaled), pool("fr-par-3")))).toEqual([POOL]);
    expect(judged(pools(pool("fr-par-1"), pool("fr-par-2", { ...scaled, min_size: 1 }), pool("fr-par-3")))).toEqual([]);
  });

  it.each<JsonObject>([
    { size: "${var.n}" },
    { autoscaling: true, min_size: "${var.n}" },
    { count: "${var.n}" },
    { for_each: "${var.x}" },
  ])("pools of which only the engine knows whether they exist, or have a node: %j", (changes) => {
    const others = [pool("fr-par-2"), pool("fr-par-3")];
    expect(judged(pools(pool("fr-par-1", changes), ...others))).toEqual(["unknown scaleway_k8s_pool.p0 zone"]);
    expect(judged(pools(...others, pool("fr-par-1"), pool("fr-par-1", changes)))).toEqual([]);
  });

  it("pools whose number is written down, or whose number of nodes the provider sets", () => {
    const others = [pool("fr-par-2"), pool("fr-par-3")];
    expect(judged(pools(pool("fr-par-1", { count: 2 }), ...others))).toEqual([]);
    expect(judged(pools(pool("fr-par-1", { autoscaling: true, size: 0 }), ...others))).toEqual([]);
    expect(judged(pools(pool("fr-par-2"), pool("fr-par-3"), pool("fr-par-1", { size: null })))).toEqual([POOL]);
  });

  it("a pool that does not heal itself", () => {
    const ill = pools(pool("fr-par-1", { autohealing: null }), pool("fr-par-2"), pool("fr-par-3"));
    expect(judged(ill)).toEqual(["fail scaleway_k8s_pool.p0 autohealing"]);
  });

  it("pools whose zone only the engine knows", () => {
    expect(judged(pools(pool("fr-par-1"), pool("${var.zone}"), pool("fr-par-3")))).toEqual([
      "unknown scaleway_k8s_pool.p0 zone",
    ]);
    expect(judged(pools(pool(null)))).toEqual(["unknown scaleway_k8s_pool.p0 zone"]);
    expect(judged(pools(pool("fr-par-1", { for_each: "${var.zones}" })))).toEqual([
      "unknown scaleway_k8s_pool.p0 zone",
    ]);
  });

  it("load balancers in the two zones that offer them", () => {
    expect(judged(zonal("scaleway_lb", "fr-par-1", "fr-par-2"))).toEqual([]);
  });

  it("the only load balancer of a project", () => {
    expect(judged(zonal("scaleway_lb", "fr-par-1"))).toEqual(["fail scaleway_lb.x0 zone"]);
    expect(judged({ scaleway_lb: { x: { zone: "fr-par-1" } } })).toEqual(["fail scaleway_lb.x zone"]);
    expect(judged({ scaleway_lb: { x: { zone: "fr-par-1" }, y: { zone: "fr-par-2" } } })).toEqual([]);
    expect(judged({ scaleway_lb: { x: { zone: "fr-par-1" }, y: { zone: "fr-par-2", project_id: "p" } } })).toHaveLength(
      2,
    );
    const apart = { x: { zone: "fr-par-1", project_id: "p" }, y: { zone: "fr-par-2", project_id: "q" } };
    expect(judged({ scaleway_lb: apart })).toHaveLength(2);
    expect(judged({ scaleway_lb: { ...apart, y: { ...apart.y, project_id: "p" } } })).toEqual([]);
    const stacks = ["fr-par-1", "fr-par-2"].map((zone) => stackOf({ scaleway_lb: { x: { zone } } }, {}, zone));
    expect(saysOf(rule, stacks, production)).toHaveLength(2);
    expect(judged(zonal("scaleway_lb", "fr-par-1", "nl-ams-1"))).toEqual(["fail scaleway_lb.x0 zone"]);
    expect(judged(zonal("scaleway_instance_server", "fr-par-1", "fr-par-2"))).toEqual([
      "fail scaleway_instance_server.x0 zone",
    ]);
  });

  it("a cluster of three nodes", () => {
    expect(judged({ scaleway_redis_cluster: { r: { cluster_size: 3 } } })).toEqual([]);
    expect(judged({ scaleway_opensearch_deployment: { o: { node_amount: 3 } } })).toEqual([]);
  });

  it("a cluster of fewer nodes, such as one Redis by default", () => {
    expect(judged({ scaleway_redis_cluster: { r: {} } })).toEqual(["fail scaleway_redis_cluster.r cluster_size"]);
    expect(judged({ scaleway_kafka_cluster: { k: { node_amount: 1 } } })).toEqual([
      "fail scaleway_kafka_cluster.k node_amount",
    ]);
    expect(judged({ scaleway_opensearch_deployment: { o: {} } })).toEqual([
      "fail scaleway_opensearch_deployment.o node_count",
    ]);
  });

  const replica = (changes: JsonObject) => judged({ scaleway_rdb_read_replica: { r: changes } });

  it("a read replica in another zone", () => {
    expect(replica({ same_zone: false })).toEqual([]);
  });

  it("a read replica in the same zone, which is the default", () => {
    expect(replica({})).toEqual(["fail scaleway_rdb_read_replica.r same_zone"]);
    const labelled = {
      scaleway_rdb_instance: { db: { tags: ["hdh-env=production"] } },
      scaleway_rdb_read_replica: { r: { instance_id: "${scaleway_rdb_instance.db.id}" } },
    };
    expect(says(rule, labelled)).toEqual(["fail scaleway_rdb_read_replica.r same_zone"]);
  });

  const group = (changes: JsonObject) => judged({ scaleway_instance_placement_group: { g: changes } });

  it("a placement group that spreads its servers, or starts none", () => {
    expect(group({ policy_mode: "enforced" })).toEqual([]);
  });

  it("a placement group that only tries", () => {
    expect(group({})).toEqual(["fail scaleway_instance_placement_group.g policy_mode"]);
    expect(group({ policy_mode: "enforced", policy_type: "low_latency" })).toEqual([
      "fail scaleway_instance_placement_group.g policy_type",
    ]);
  });

  it("the only pool of a cluster, outside production", () => {
    expect(says(rule, pools(pool("fr-par-1")))).toEqual([]);
    expect(says(rule, pools(pool("fr-par-1", { tags: ["hdh-env:production"] })))).toEqual([POOL]);
  });

  it("reads the zone where a plan of the provider hides it: in the configuration", () => {
    const planned = (...zones: string[]): StackDocument => {
      const blocks = zones.map((zone, index) => ({ address: `scaleway_lb.x${index}`, name: `x${index}`, zone }));
      const head = { mode: "managed", type: "scaleway_lb", provider_name: "registry.terraform.io/scaleway/scaleway" };
      const after = { name: "portal", project_id: "11111111-1111-1111-1111-111111111111" };
      const expressions = (zone: string) => ({
        zone: { constant_value: zone },
        project_id: { references: ["scaleway_account_project.p.id", "scaleway_account_project.p"] },
      });
      return {
        name: "plan",
        json: {
          format_version: "1.2",
          terraform_version: "1.11.4",
          planned_values: {
            root_module: {
              resources: [
                {
                  ...head,
                  address: "scaleway_account_project.p",
                  type: "scaleway_account_project",
                  name: "p",
                  values: {},
                },
                ...blocks.map(({ address, name }) => ({ ...head, address, name, values: after })),
              ],
            },
          },
          resource_changes: blocks.map(({ address, name }) => ({
            ...head,
            address,
            name,
            change: { actions: ["create"], before: null, after, after_unknown: { zone: true }, after_sensitive: {} },
          })),
          configuration: {
            root_module: {
              resources: [
                {
                  ...head,
                  address: "scaleway_account_project.p",
                  type: "scaleway_account_project",
                  name: "p",
                  expressions: {},
                },
                ...blocks.map(({ address, name, zone }) => ({
                  ...head,
                  address,
                  name,
                  expressions: expressions(zone),
                })),
              ],
            },
          },
        },
      };
    };
    expect(saysOf(rule, planned("fr-par-1", "fr-par-2"), production)).toEqual([]);
    expect(saysOf(rule, planned("fr-par-1", "fr-par-1"), production)).toEqual(["fail scaleway_lb.x0 zone"]);
  });

  it("has nothing to say of another provider's pool", () => {
    expect(saysOf(rule, foreign("k8s_pool", { zone: "a" }), production)).toEqual([]);
  });
});
