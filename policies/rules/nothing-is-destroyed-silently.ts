import { type Body, fail, judge, type Resource, resources, rule, type Verdict } from "@hdh/policy-engine";
import { dataClassOf, holdsHealthData, isAtLeast } from "../data-class";
import type { PolicyInputs } from "../inputs";

/** Types whose destruction loses data, or the keys without which data is lost. */
const STATEFUL: readonly string[] = [
  "scaleway_block_volume",
  "scaleway_datawarehouse_database",
  "scaleway_datawarehouse_deployment",
  "scaleway_file_filesystem",
  "scaleway_instance_volume",
  "scaleway_kafka_cluster",
  "scaleway_key_manager_key",
  "scaleway_mongodb_instance",
  "scaleway_object_bucket",
  "scaleway_object_bucket_lock_configuration",
  "scaleway_object_bucket_server_side_encryption_configuration",
  "scaleway_opensearch_deployment",
  "scaleway_rdb_database",
  "scaleway_rdb_instance",
  "scaleway_redis_cluster",
  "scaleway_sdb_sql_database",
  "scaleway_secret",
];

/**
 * Given a bucket
 *   1. that is not emptied when it is destroyed                                      → pass
 *   2. with force_destroy, which deletes even locked objects                         → fail
 * Given a secret or a key of class C2 or above, or of no stated class
 *   3. that the platform refuses to delete                                           → pass
 *   4. that the platform lets go: secret.protected not true, key.unprotected true    → fail
 * Given a server for health data
 *   5. protected, its root volume kept                                               → pass
 *   6. unprotected, or with a root volume that goes with it, which is the default    → fail
 * Given a cluster
 *   7. that takes its volumes and addresses along when it is deleted                 → fail
 * Given anything that holds health data or its keys, or is of no stated class
 *   8. that Terraform refuses to destroy                                             → pass
 *   9. that Terraform may destroy                                                    → fail
 *  10. of class C0 to C2, that Terraform may destroy                                 → pass
 */
export const nothingIsDestroyedSilently = rule<PolicyInputs>({
  id: "HDH-DAT-002",
  severity: "critical",
  title: "No forced or silent destruction",
  remedy: "Leave protection on and force_destroy off, as the constructs do; decommissioning has a record of its own.",
  reportsOn: resources("scaleway_instance_server", "scaleway_k8s_cluster", ...STATEFUL),
  check: (resource) => [
    ...(ARGUMENTS[resource.type]?.(resource) ?? []),
    ...(STATEFUL.includes(resource.type) && holdsHealthData(resource) ? [isKept(resource)] : []),
  ],
});

const ARGUMENTS: Readonly<Record<string, (resource: Resource) => Verdict[]>> = {
  scaleway_object_bucket: (bucket) => [mustNotBe(bucket, "force_destroy", true)],
  scaleway_k8s_cluster: (cluster) => [mustBe(cluster, "delete_additional_resources", false)],
  scaleway_secret: (secret) => (isAtLeast(dataClassOf(secret), "C2") ? [mustBe(secret, "protected", true)] : []),
  scaleway_key_manager_key: (key) => (isAtLeast(dataClassOf(key), "C2") ? [mustNotBe(key, "unprotected", true)] : []),
  scaleway_instance_server: (server) =>
    holdsHealthData(server) ? [mustBe(server, "protected", true), keepsItsRootVolume(server)] : [],
};

function mustBe(body: Body, argument: string, wanted: boolean): Verdict {
  return judge(body, argument, (value) => (value === wanted ? undefined : `must be ${wanted}`));
}

/** For arguments whose default is safe. A text "true" is refused too: the engine turns it into the boolean. */
function mustNotBe(body: Body, argument: string, refused: boolean): Verdict {
  return judge(body, argument, (value) =>
    value === undefined || value === !refused ? undefined : `must not be ${refused}`,
  );
}

function keepsItsRootVolume(server: Resource): Verdict {
  const [volume] = server.blocks("root_volume");
  const path = "root_volume.delete_on_termination";
  return volume
    ? mustBe(volume, "delete_on_termination", false)
    : fail(`${path} is not set, which means true; must be false`, path);
}

function isKept(resource: Resource): Verdict {
  const [lifecycle] = resource.blocks("lifecycle");
  const path = "lifecycle.prevent_destroy";
  const demand = `must be true: class ${dataClassOf(resource)}`;
  return lifecycle
    ? judge(lifecycle, "prevent_destroy", (value) => (value === true ? undefined : demand))
    : fail(`${path} is not set; ${demand}`, path);
}
