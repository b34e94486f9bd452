import {
  fail,
  type Json,
  judge,
  type Resource,
  resources,
  type Stack,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { labelsOf } from "../labels/labels";
import { isInProduction } from "../labels/production";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText, isTrue, numberOf } from "../values/scalars";

/**
 * What stands in one zone each, with the argument that says which tier it is of, and the most zones of France that its
 * product is offered in (scaleway-sdk-go, Zones() of api/k8s/v1, instance/v1, autoscaling/v1alpha1 and lb/v1).
 */
const ZONAL: Readonly<Record<string, { readonly tier: string; readonly zones: number }>> = {
  scaleway_autoscaling_instance_group: { tier: "project_id", zones: 3 },
  scaleway_instance_server: { tier: "project_id", zones: 3 },
  scaleway_k8s_pool: { tier: "cluster_id", zones: 3 },
  scaleway_lb: { tier: "project_id", zones: 2 },
};

/** Clusters whose own nodes are spread, and the argument that counts them. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  scaleway_kafka_cluster: ["node_amount"],
  scaleway_opensearch_deployment: ["node_count", "node_amount"],
  scaleway_redis_cluster: ["cluster_size"],
};

const LEAST_NODES = 3;

export const tiersSpanZones = sovereigntyRule({
  id: "HDH-RES-001",
  severity: "high",
  title: "Each production tier spans at least two French zones",
  remedy: "Put a part of the tier into each zone that offers it, as ZonalPools does, and give clusters three nodes.",
  waivers: "allowed",
  given: "Given something of production",
  scenarios: {
    "pools of a cluster in every zone, which heal themselves": "pass",
    "the only pool of a cluster": "fail",
    "pools of a cluster that have no node in all zones but one": "fail",
    "a pool that does not heal itself": "fail",
    "pools whose zone only the engine knows": "unknown",
    "pools of which only the engine knows whether they exist, or have a node": "unknown",
    "load balancers in the two zones that offer them": "pass",
    "the only load balancer of a project": "fail",
    "a cluster of three nodes": "pass",
    "a cluster of fewer nodes, such as one Redis by default": "fail",
    "a read replica in another zone": "pass",
    "a read replica in the same zone, which is the default": "fail",
    "a placement group that spreads its servers, or starts none": "pass",
    "a placement group that only tries": "fail",
    "the only pool of a cluster, outside production": "not-applicable",
  },
  why: "A zone is a building that can burn or lose its power. A tier in one zone takes the platform down with it; zones of one region are no second region, though, and HDH-RES-003 says so.",
  controls: ["SNC:17.2.a", "SNC:17.4.a", "HDS:EXI-05.G", "CaC:R5", "GDPR:32(1)(b)", "NIS2:21(2)(c)", "SATRE:2.6.02"],
  bad: {
    resource: {
      scaleway_k8s_cluster: { platform: { type: "kapsule-dedicated-4" } },
      scaleway_k8s_pool: {
        only: {
          cluster_id: "${scaleway_k8s_cluster.platform.id}",
          zone: "fr-par-1",
          size: 3,
          autohealing: true,
          tags: ["hdh-env:production"],
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_k8s_cluster: { platform: { type: "kapsule-dedicated-4" } },
      scaleway_k8s_pool: Object.fromEntries(
        ["fr-par-1", "fr-par-2", "fr-par-3"].map((zone) => [
          zone,
          {
            cluster_id: "${scaleway_k8s_cluster.platform.id}",
            zone,
            size: 1,
            autohealing: true,
            tags: ["hdh-env:production"],
          },
        ]),
      ),
    },
  },
  reportsOn: resources(
    ...Object.keys(ZONAL),
    ...Object.keys(COUNTED),
    "scaleway_instance_placement_group",
    "scaleway_rdb_read_replica",
  ),
  applies: (resource, inputs) => isInProduction(resource, inputs) || isPartOfProduction(resource, inputs),
  check: (resource, inputs) => {
    if (ZONAL[resource.type]) return [...spread(resource, inputs), ...healing(resource)];
    if (COUNTED[resource.type]) return nodesOf(resource);
    if (resource.type === "scaleway_rdb_read_replica") return mustBe(resource, "same_zone", false);
    return [mustBe(resource, "policy_type", "max_availability"), mustBe(resource, "policy_mode", "enforced")];
  },
});

/** A replica takes no labels: it is in production with its instance. */
function isPartOfProduction(resource: Resource, inputs: PolicyInputs): boolean {
  const whole = resource.target("instance_id");
  return whole !== undefined && isInProduction(whole, inputs);
}

/** Said once for the tier, of its first part. */
function spread(part: Resource, inputs: PolicyInputs): Verdict[] {
  const { tier, zones } = ZONAL[part.type]!;
  const parts = partsOfTier(part, tier);
  if (parts[0] !== part) return [];
  const manned = parts.filter(mayHaveNodes);
  const known = zonesOf(manned, inputs);
  const least = Math.min(zones, inputs.allowedZones.length);
  if (known.size >= least) {
    const sure = manned.filter((one) => doubtOf(one) === undefined);
    const why = manned.map(doubtOf).find((doubt) => doubt !== undefined);
    return why === undefined || zonesOf(sure, inputs).size >= least ? [] : [unknown("zone", why)];
  }
  const open = manned.map((one) => one.value("zone")).find((place) => place.is !== "known");
  if (open) return [unknown("zone", open.is === "unknown" ? open.why : "the caller's environment decides")];
  const repeated = manned.find(({ repeatedBy }) => repeatedBy !== undefined);
  if (repeated?.repeatedBy && manned.length < least) return [unknown("zone", repeated.repeatedBy)];
  return [
    fail(`zone: its tier has nodes in ${[...known].join(", ") || "no zone"} only; it must span ${least} zones`, "zone"),
  ];
}

/** The allowed zones that some parts are known to stand in. */
function zonesOf(parts: readonly Resource[], { allowedZones }: PolicyInputs): ReadonlySet<string> {
  return new Set(parts.map((part) => asText(part.known("zone")) ?? "").filter((zone) => allowedZones.includes(zone)));
}

/** Parts of one tier are of one project or cluster, and of one role; where none is stated, of the provider's in their stack. */
function partsOfTier(part: Resource, argument: string): readonly Resource[] {
  const role = roleOf(part);
  return candidates(part, argument).filter((candidate) => roleOf(candidate) === role);
}

function candidates(part: Resource, argument: string): readonly Resource[] {
  const whole = part.target(argument);
  if (whole) return whole.referrers(part.type, argument);
  const id = part.value(argument);
  if (id.is === "known") return part.graph.having(part.type, argument, asText(id.value) ?? "");
  return withoutWhole(part, argument).filter((other) => other.value(argument).is === id.is);
}

const WITHOUT = new WeakMap<Stack, Map<string, readonly Resource[]>>();

/** Kept, so that a thousand servers are not compared with a thousand servers. */
function withoutWhole({ stack, type, graph }: Resource, argument: string): readonly Resource[] {
  const byType = WITHOUT.get(stack) ?? new Map<string, readonly Resource[]>();
  WITHOUT.set(stack, byType);
  const parts =
    byType.get(type) ?? graph.managed(type).filter((part) => part.stack === stack && !part.target(argument));
  byType.set(type, parts);
  return parts;
}

function roleOf(part: Resource): string {
  return (labelsOf(part).values.get("hdh-role") ?? []).join();
}

/** A pool that is allowed to be empty keeps nothing up. */
function mayHaveNodes(part: Resource): boolean {
  if (part.type !== "scaleway_k8s_pool") return true;
  const argument = sizing(part);
  const size = part.value(argument);
  return size.is === "unknown" || (size.is === "absent" ? argument === "min_size" : numberOf(size.value) > 0);
}

/** Why a part that may have nodes may have none; `undefined` where it has. */
function doubtOf(part: Resource): string | undefined {
  const times = part.given("count") ?? part.given("for_each");
  if (times !== undefined && !(numberOf(times) > 0) && part.repeatedBy) return part.repeatedBy;
  const size = part.type === "scaleway_k8s_pool" ? part.value(sizing(part)) : undefined;
  return size?.is === "unknown" ? size.why : undefined;
}

/** The argument that says how few nodes a pool may have. */
function sizing(pool: Resource): "min_size" | "size" {
  return isTrue(pool.known("autoscaling")) ? "min_size" : "size";
}

function healing(part: Resource): Verdict[] {
  return part.type === "scaleway_k8s_pool" ? [mustBe(part, "autohealing", true)] : [];
}

function nodesOf(cluster: Resource): Verdict {
  const names = COUNTED[cluster.type]!;
  const name = names.find((one) => cluster.has(one)) ?? names[0]!;
  return judge(cluster, name, (nodes) => (isEnough(nodes) ? undefined : `must be at least ${LEAST_NODES}`));
}

function isEnough(nodes: Json | undefined): boolean {
  return numberOf(nodes) >= LEAST_NODES;
}
