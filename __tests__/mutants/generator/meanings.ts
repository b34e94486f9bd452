import { mustBeLocked } from "./health";
import type { JsonObject } from "./json";
import { ABSENT, type Family, type NewValue, UNKNOWN } from "./mutant";

/** What an argument means for sovereignty: which of its values weaken it, and why. */
export interface Meaning {
  readonly family: Family;
  /** Type without `scaleway_`, and the argument in the provider's schema. */
  readonly argument: string;
  readonly weak: readonly NewValue[];
  /** The fact behind it, with its source: a page of the provider's documentation (2.81.0) or of Scaleway's. */
  readonly because: string;
  /**
   * Of which resources it is true: of those that hold health data, or of an environment that does.
   * @default - of all
   */
  readonly holds?: "health" | "health environment" | ((body: JsonObject, around: JsonObject) => boolean);
}

const WORLD = ["0.0.0.0/0", "::/0", "0.0.0.0/1", UNKNOWN];
const isAccept = (_: JsonObject, rule: JsonObject) => rule.action === "accept";
const isDrop = (_: JsonObject, rule: JsonObject) => rule.action === "drop";
const isLocked = ({ tags }: JsonObject) => mustBeLocked(tags);
const isSealed = ({ tags }: JsonObject) => JSON.stringify(tags ?? []).includes("hdh-zone=workspace");
const isLogs = ({ type }: JsonObject) => type === "logs";

/** `around` of a meaning is the nested block that holds the argument. */
export const meanings: readonly Meaning[] = [
  // Exposure: who can reach it.
  {
    family: "exposure",
    argument: "k8s_pool.public_ip_disabled",
    weak: [false, ABSENT, UNKNOWN],
    because: "k8s_pool: nodes have public addresses by default",
  },
  {
    family: "exposure",
    argument: "k8s_acl.acl_rules.ip",
    weak: WORLD,
    because: "k8s_acl: addresses that may call the Kubernetes API",
  },
  {
    family: "exposure",
    argument: "k8s_acl.acl_rules.scaleway_ranges",
    weak: [true],
    because: "k8s_acl: lets in every address of Scaleway, so every customer of it",
  },
  {
    family: "exposure",
    argument: "rdb_acl.acl_rules.ip",
    weak: WORLD,
    because: "rdb_acl: addresses that may call the database",
  },
  {
    family: "exposure",
    argument: "lb_frontend.acl.match.ip_subnet",
    weak: [["0.0.0.0/0"], ["::/0"], ["0.0.0.0/1", "128.0.0.0/1"], [UNKNOWN]],
    holds: (body, around) =>
      (body.acl as JsonObject[]).some(
        ({ match, action }) => match === around && (action as JsonObject).type === "allow",
      ),
    because: "lb_frontend: addresses that an allowing rule lets in",
  },
  {
    family: "exposure",
    argument: "lb_frontend.acl.match.invert",
    weak: [true],
    because: "lb_frontend: the rule holds for all but those it names",
  },
  {
    family: "exposure",
    argument: "lb_frontend.external_acls",
    weak: [true],
    because: "lb_frontend: rules of this resource are no longer applied",
  },
  {
    family: "exposure",
    argument: "instance_security_group.inbound_default_policy",
    weak: ["accept", ABSENT, UNKNOWN],
    because: "instance_security_group: accept by default",
  },
  {
    family: "exposure",
    argument: "instance_security_group.outbound_default_policy",
    weak: ["accept", ABSENT, UNKNOWN],
    because: "instance_security_group: accept by default",
  },
  {
    family: "exposure",
    argument: "instance_security_group.stateful",
    weak: [false],
    because: "instance_security_group: without memory, answers need rules of their own that let in",
  },
  {
    family: "exposure",
    argument: "instance_security_group.enable_default_security",
    weak: [false],
    because: "instance_security_group: lifts the block on sending mail",
  },
  {
    family: "exposure",
    argument: "vpc_acl.default_policy",
    weak: ["accept", ABSENT, UNKNOWN],
    because: "vpc_acl: accept by default",
  },
  {
    family: "exposure",
    argument: "vpc_acl.rules.source",
    weak: ["0.0.0.0/0", UNKNOWN],
    holds: isAccept,
    because: "vpc_acl: whom an accepting rule lets through",
  },
  {
    family: "exposure",
    argument: "vpc_acl.rules.destination",
    weak: ["0.0.0.0/0", UNKNOWN],
    holds: isAccept,
    because: "vpc_acl: where an accepting rule lets through",
  },
  {
    family: "exposure",
    argument: "vpc_acl.rules.action",
    weak: ["accept", UNKNOWN],
    holds: isDrop,
    because: "vpc_acl: what was dropped is let through",
  },
  {
    family: "exposure",
    argument: "registry_namespace.is_public",
    weak: [true, UNKNOWN],
    because: "registry_namespace: anybody pulls the images",
  },
  {
    family: "exposure",
    argument: "object_bucket.acl",
    weak: ["public-read", "public-read-write", "authenticated-read", UNKNOWN],
    because: "object_bucket: canned lists that let strangers in",
  },
  {
    family: "exposure",
    argument: "vpc_public_gateway.bastion_enabled",
    weak: [true],
    because: "vpc_public_gateway: an SSH entrance on a public address",
  },
  {
    family: "exposure",
    argument: "vpc_public_gateway.enable_smtp",
    weak: [true],
    because: "vpc_public_gateway: a way out for mail",
  },

  // Encryption.
  {
    family: "encryption",
    argument:
      "object_bucket_server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.sse_algorithm",
    weak: ["AES256", "none", UNKNOWN],
    holds: "health",
    because: "Object Storage, SSE-ONE: with AES256 the key is Scaleway's",
  },
  {
    family: "encryption",
    argument:
      "object_bucket_server_side_encryption_configuration.rule.apply_server_side_encryption_by_default.kms_master_key_id",
    weak: [ABSENT, UNKNOWN, "11111111-2222-3333-4444-555555555555"],
    holds: "health",
    because: "Object Storage, SSE-KMS: the customer's key, which nobody else may choose",
  },
  {
    family: "encryption",
    argument: "key_manager_key.algorithm",
    weak: ["rsa_oaep_2048_sha256", ABSENT, UNKNOWN],
    because: "Key Manager: Object Storage encrypts with symmetric keys; ANSSI recommends RSA of 3072 bits and more",
  },
  {
    family: "encryption",
    argument: "key_manager_key.usage",
    weak: ["asymmetric_encryption", "asymmetric_signing"],
    because: "Key Manager: no such key encrypts a bucket",
  },
  {
    family: "encryption",
    argument: "key_manager_key.rotation_policy.rotation_period",
    weak: ["87600h", UNKNOWN],
    because: "Key Manager: a key that stays the same for ten years",
  },
  {
    family: "encryption",
    argument: "rdb_instance.encryption_at_rest",
    weak: [false, ABSENT, UNKNOWN],
    because: "rdb_instance: not encrypted by default",
  },
  {
    family: "encryption",
    argument: "lb.ssl_compatibility_level",
    weak: ["ssl_compatibility_level_old", "ssl_compatibility_level_intermediate", ABSENT],
    because: "lb: intermediate by default; old speaks TLS 1.0",
  },
  {
    family: "encryption",
    argument: "lb_backend.forward_protocol",
    weak: ["http"],
    because: "lb_backend: the balancer reads what it forwards, and forwards it in the clear",
  },
  {
    family: "encryption",
    argument: "lb_frontend.inbound_port",
    weak: [80],
    because: "lb_frontend: the port of HTTP in the clear",
  },
  {
    family: "encryption",
    argument: "rdb_instance.password",
    weak: ["correct-horse-1A!"],
    because: "rdb_instance: a secret in the code, and in the state in the clear",
  },
  {
    family: "encryption",
    argument: "rdb_user.password",
    weak: ["correct-horse-1A!"],
    because: "rdb_user: a secret in the code, and in the state in the clear",
  },
  {
    family: "encryption",
    argument: "rdb_user.password_wo",
    weak: ["correct-horse-1A!"],
    because: "rdb_user: a secret in the code",
  },
  {
    family: "encryption",
    argument: "secret_version.data",
    weak: ["correct-horse-1A!"],
    because: "secret_version: a secret in the code, and in the state in the clear",
  },
  {
    family: "encryption",
    argument: "secret_version.data_wo",
    weak: ["correct-horse-1A!"],
    because: "secret_version: a secret in the code",
  },

  // Retention: too short, too long, or undone.
  {
    family: "retention",
    argument: "cockpit_source.retention_days",
    weak: [1, 30, 180, 364],
    holds: isLogs,
    because: "EHDS art. 73(1)(e): logs of access are kept a year at least; Cockpit takes 365 days at most",
  },
  {
    family: "retention",
    argument: "object_bucket_lock_configuration.rule.default_retention.days",
    weak: [1, 30, 364, 1096, 3650, ABSENT],
    holds: (_, { mode }) => mode === "COMPLIANCE",
    because: "EHDS art. 73(1)(e) and MR-007 SEC-JOU-3: logs are kept one to three years",
  },
  {
    family: "retention",
    argument: "object_bucket_lock_configuration.rule.default_retention.mode",
    weak: ["GOVERNANCE"],
    holds: (_, { mode }) => mode === "COMPLIANCE",
    because: "Object Storage, object lock: who may bypass governance deletes logs before their time",
  },
  {
    family: "retention",
    argument: "object_bucket_lock_configuration.rule.default_retention.mode",
    weak: ["COMPLIANCE"],
    holds: (_, { mode }) => mode === "GOVERNANCE",
    because: "GDPR art. 17: health data under compliance cannot be erased lawfully",
  },
  {
    family: "retention",
    argument: "object_bucket.versioning.enabled",
    weak: [false, ABSENT, UNKNOWN],
    because: "Object Storage: without versions, a write destroys what was there",
  },
  {
    family: "retention",
    argument: "rdb_instance.backup_schedule_retention",
    weak: [1, 7],
    holds: "health environment",
    because: "rdb_instance: days for which backups are kept; thirty are required",
  },
  {
    family: "retention",
    argument: "rdb_instance.backup_schedule_frequency",
    weak: [48, 168],
    holds: "health environment",
    because: "rdb_instance: hours between backups; a day is the most",
  },
  {
    family: "retention",
    argument: "rdb_instance.disable_backup",
    weak: [true, UNKNOWN],
    holds: "health environment",
    because: "rdb_instance: no backup at all",
  },
  {
    family: "retention",
    argument: "lb_frontend.enable_access_logs",
    weak: [false, ABSENT],
    because: "lb_frontend: nobody's visits are logged by default",
  },
  {
    family: "retention",
    argument: "rdb_instance.logs_policy.max_age_retention",
    weak: [1],
    because: "rdb_instance: days for which the database keeps its logs",
  },

  // Protection: what stands between a mistake and the data.
  {
    family: "protection",
    argument: "object_bucket.force_destroy",
    weak: [true, UNKNOWN],
    because: "object_bucket: deletes all versions, legal holds and locked objects with the bucket",
  },
  {
    family: "protection",
    argument: "object_bucket.object_lock_enabled",
    weak: [false, ABSENT],
    holds: isLocked,
    because: "object_bucket: without it, there can be no lock where what is written must stay",
  },
  {
    family: "protection",
    argument: "secret.protected",
    weak: [false, ABSENT, UNKNOWN],
    holds: "health",
    because: "secret: a protected secret cannot be deleted; false by default",
  },
  {
    family: "protection",
    argument: "key_manager_key.unprotected",
    weak: [true, UNKNOWN],
    holds: "health",
    because: "key_manager_key: a key that may be deleted takes all it encrypted with it",
  },
  {
    family: "protection",
    argument: "k8s_cluster.delete_additional_resources",
    weak: [true, UNKNOWN],
    because: "k8s_cluster: deletes volumes, balancers and an empty network with the cluster",
  },
  {
    family: "protection",
    argument: "secret.ephemeral_policy",
    weak: [{ ttl: "24h", action: "delete" }],
    holds: "health",
    because: "secret: it deletes itself",
  },

  // Grants.
  {
    family: "grants",
    argument: "iam_policy.rule.condition",
    weak: [ABSENT],
    because: "iam_policy: what held within the condition only now holds everywhere",
  },
  {
    family: "grants",
    argument: "iam_policy.rule.permission_set_names",
    weak: [["AllProductsFullAccess"], ["IAMManager"], ["OrganizationManager"], [UNKNOWN], UNKNOWN],
    because: "IAM, permission sets: all products, or whoever may grant himself everything",
  },
  {
    family: "grants",
    argument: "rdb_user.is_admin",
    weak: [true],
    because: "rdb_user: may do anything in every database",
  },
  {
    family: "grants",
    argument: "rdb_privilege.permission",
    weak: ["all"],
    because: "rdb_privilege: may hand on what he may do",
  },

  // Isolation.
  {
    family: "isolation",
    argument: "vpc.enable_transitivity",
    weak: [true, UNKNOWN],
    because: "vpc: traffic goes on through it to third networks, for ever",
  },
  {
    family: "isolation",
    argument: "vpc_private_network.enable_default_route_propagation",
    weak: [true],
    holds: isSealed,
    because: "vpc_private_network: takes the way out of any gateway of the VPC",
  },
  {
    family: "isolation",
    argument: "vpc_route.destination",
    weak: ["0.0.0.0/0", UNKNOWN],
    holds: "health",
    because: "vpc_route: everything leaves by it",
  },
  {
    family: "isolation",
    argument: "rdb_instance.backup_same_region",
    weak: [false, ABSENT, UNKNOWN],
    because: "rdb_instance: where it is left out the provider sends false, and backups leave the region",
  },
  {
    family: "isolation",
    argument: "k8s_cluster.type",
    weak: ["kapsule", "multicloud"],
    holds: "health",
    because: "Kapsule: a control plane shared with other customers, or nodes outside Scaleway",
  },
];

/** Booleans that mean nothing for sovereignty, or weaken nothing that is not weak already. */
export const neutralBooleans: readonly string[] = [
  "billing_budget.enabled", // spending
  "cockpit_alert_manager.enable_managed_alerts", // deprecated for preconfigured_alert_ids
  "iam_policy.no_principal", // grants nobody anything
  "iam_group.external_membership", // members come from the identity provider
  "instance_security_group.external_rules", // the group still drops; rules elsewhere are judged there
  "k8s_acl.no_ip_allowed", // nobody comes in
  "k8s_cluster.upgrade_pools",
  "k8s_cluster.auto_upgrade.enable", // refused by the API unless the version changes with it
  "k8s_cluster.autoscaler_config.balance_similar_node_groups",
  "k8s_cluster.autoscaler_config.disable_scale_down",
  "k8s_cluster.autoscaler_config.ignore_daemonsets_utilization",
  "k8s_cluster.autoscaler_config.skip_nodes_with_local_storage",
  "k8s_pool.autohealing",
  "k8s_pool.autoscaling",
  "k8s_pool.wait_for_pool_ready",
  "lb.assign_flexible_ip", // the portal is public already
  "lb.assign_flexible_ipv6",
  "lb.external_private_networks",
  "lb.release_ip",
  "lb_backend.health_check_send_proxy",
  "lb_backend.ignore_ssl_server_verify", // of no effect without ssl_bridging
  "lb_backend.send_proxy_v2",
  "lb_backend.ssl_bridging", // TLS passes through to the cluster
  "lb_frontend.enable_http3", // still TLS
  "lb_frontend.acl.match.ips_edge_services",
  "lb_ip.is_ipv6",
  "vpc_acl.is_ipv6", // the API refuses the ranges of the other version
  "object_bucket.lifecycle_rule.enabled", // there are no such rules to switch on
  "object_bucket.lifecycle_rule.expiration.expired_object_delete_marker",
  "object_bucket_server_side_encryption_configuration.rule.bucket_key_enabled", // cost
  "rdb_instance.is_ha_cluster", // availability
  "rdb_instance.private_network.enable_ipam", // how it gets a private address
  "secret.ephemeral_policy.expires_once_accessed", // comes with the whole block
  "vpc.enable_custom_routes_propagation", // routes are declared and judged themselves
  "vpc.enable_routing", // on for every VPC
  "vpc_gateway_network.cleanup_dhcp",
  "vpc_gateway_network.enable_dhcp",
  "vpc_gateway_network.enable_masquerade", // the one way out of the platform's nodes
  "vpc_gateway_network.ipam_config.push_default_route",
  "vpc_private_network.is_regional",
  "vpc_public_gateway.move_to_ipam",
];
