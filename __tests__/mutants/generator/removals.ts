import { holdsHealthData, isHealth, mustBeLocked, referredBy } from "./health";
import { isObject, type JsonObject } from "./json";
import { ABSENT, type Family, type Mutation, removing, setting, UNKNOWN, type Weakening } from "./mutant";
import { type Block, blocksOf, type Tree } from "./tree";

/**
 * Resources whose only purpose is to protect another one, and what is lost without them. Whatever Scaleway falls back to
 * is open: a VPC accepts, a cluster and a database answer the world, a bucket knows only IAM, and encrypts with a key of
 * Scaleway's (provider documentation, 2.81.0, page of each type; Object Storage, bucket policies and SSE).
 */
const PROTECTING: Readonly<Record<string, Family>> = {
  vpc_acl: "exposure",
  k8s_acl: "exposure",
  rdb_acl: "exposure",
  object_bucket_policy: "grants",
  object_bucket_server_side_encryption_configuration: "encryption",
  object_bucket_lock_configuration: "retention",
  cockpit_source: "retention",
  cockpit_alert_manager: "protection",
};

/** Takes protecting resources away: from the code, or by a number of instances that is none or nobody's to know. */
export function withoutProtection(tree: Tree): Weakening[] {
  const health = holdsHealthData(tree);
  return tree.stacks.flatMap(blocksOf).flatMap((block): Weakening[] => {
    const family = PROTECTING[block.type.replace("scaleway_", "")];
    const mutations =
      family && isNeeded(block, health)
        ? [removing(block), setting(block, ["count"], 0), setting(block, ["count"], UNKNOWN)]
        : [];
    return mutations.map((mutation) => ({ family: family!, ...mutation }));
  });
}

/**
 * Whether its absence is a loss: a bucket of internal data may do with IAM, only some roles need a lock, and only an
 * environment that holds health data has to keep logs of access.
 */
function isNeeded(block: Block, healthEnvironment: boolean): boolean {
  const [bucket] = referredBy(block).filter(({ type }) => type === "scaleway_object_bucket");
  switch (block.type) {
    case "scaleway_object_bucket_policy":
      return isHealth(block) || mustBeLocked(bucket?.body.tags);
    case "scaleway_object_bucket_lock_configuration":
      return mustBeLocked(bucket?.body.tags);
    case "scaleway_cockpit_source":
    case "scaleway_cockpit_alert_manager":
      return healthEnvironment;
    default:
      return true;
  }
}

/** Takes away what inside a resource keeps it from being lost, or keeps its state from being looked after. */
export function unguarded(tree: Tree): Weakening[] {
  const mutations = tree.stacks
    .flatMap(blocksOf)
    .flatMap((block) => [
      ...unguardedLifecycle(block),
      ...withoutBlocks(block),
      ...(GUARDED.has(block.type) ? [setting(block, ["provisioner"], [{ "local-exec": RUN_ON_DESTROY }])] : []),
    ]);
  return mutations.map((mutation) => ({ family: "protection", ...mutation }));
}

const RUN_ON_DESTROY = { command: "curl https://example.com", when: "destroy" };

/** Types on which a command of one's own is tried; it is the same for all others. */
const GUARDED = new Set(["scaleway_object_bucket", "scaleway_k8s_cluster", "scaleway_rdb_instance", "scaleway_vpc"]);

/** Types that hold data or the one thing without which it is lost. */
const STATEFUL = new Set(
  ["object_bucket", "key_manager_key", "secret", "rdb_instance", "rdb_database", "k8s_cluster"].map(
    (type) => `scaleway_${type}`,
  ),
);

function unguardedLifecycle(block: Block): Mutation[] {
  const { lifecycle } = block.body;
  if (!isObject(lifecycle) || lifecycle.prevent_destroy !== true) return [];
  if (!STATEFUL.has(block.type) || !isHealth(block)) return [];
  return [
    setting(block, ["lifecycle", "prevent_destroy"], false),
    setting(block, ["lifecycle", "prevent_destroy"], ABSENT),
    setting(block, ["lifecycle"], ABSENT),
    setting(block, ["lifecycle", "ignore_changes"], "all"),
  ];
}

function withoutBlocks(block: Block): Mutation[] {
  switch (block.type) {
    case "scaleway_cockpit_alert_manager":
      return [setting(block, ["contact_points"], ABSENT), setting(block, ["preconfigured_alert_ids"], [])];
    case "scaleway_k8s_pool":
      return [setting(block, ["security_group_id"], ABSENT)];
    default:
      return [];
  }
}

/** Lets objects end before their time: health buckets have no lifecycle rules at all (Object Storage, HDS). */
export function endingObjects(tree: Tree): Weakening[] {
  return tree.stacks
    .flatMap(blocksOf)
    .filter((block) => block.type === "scaleway_object_bucket" && isHealth(block))
    .flatMap((block) => ENDS.map((rule) => setting(block, ["lifecycle_rule"], [rule])))
    .map((mutation) => ({ family: "retention", ...mutation }));
}

const ENDS: readonly JsonObject[] = [
  { enabled: true, expiration: { days: 1 } },
  { enabled: true, noncurrent_version_expiration: { noncurrent_days: 1 } },
  { enabled: true, transition: [{ days: 90, storage_class: "GLACIER" }] },
];

/** Leaves objects, keys and versions without what encrypts them or renews the key. */
export function unencrypted(tree: Tree): Weakening[] {
  return tree.stacks.flatMap(blocksOf).flatMap((block): Weakening[] => {
    const lost =
      block.type === "scaleway_key_manager_key"
        ? ["rotation_policy"]
        : block.type === "scaleway_object_bucket_server_side_encryption_configuration"
          ? ["rule"]
          : [];
    return lost.map((name) => ({ family: "encryption", ...setting(block, [name], ABSENT) }));
  });
}
