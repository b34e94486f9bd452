import type { Defaults, Json } from "@hdh/policy-engine";

/**
 * What provider 2.81.0 does where an argument is absent, for the arguments that rules judge. Sources: the pages of
 * docs/resources of the provider for the type; `origin` and `unprotected` of keymanager/key_resource.go; `privacy` of
 * container/container.go; the addresses of a load balancer of scaleway-sdk-go, api/lb/v1, since the provider sends
 * nothing; `ssl_compatibility_level` of lb/lb.go; those of a public gateway of vpcgw/public_gateway.go; what
 * a database keeps of backups and logs of recordings of the provider's own tests, rdb/testdata, since the API decides. An empty list stands
 * for blocks that are optional and computed (object/bucket.go, object/bucket_acl.go, rdb/instance.go): where nobody gives
 * them the provider fills them in, and every plan calls them unknown.
 */
const STATED: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  scaleway_autoscaling_instance_template: { public_ips_v4_count: 0, public_ips_v6_count: 0 },
  scaleway_container: { privacy: "public", https_connections_only: false },
  scaleway_function: { http_option: "enabled" },
  scaleway_instance_security_group: {
    enable_default_security: true,
    inbound_default_policy: "accept",
    outbound_default_policy: "accept",
    stateful: true,
  },
  scaleway_domain_registration: { dnssec: false },
  scaleway_instance_server: {
    enable_dynamic_ip: false,
    protected: false,
    "root_volume.delete_on_termination": true,
  },
  scaleway_inference_deployment: { "private_endpoint.disable_auth": false, "public_endpoint.is_enabled": false },
  scaleway_k8s_pool: { public_ip_disabled: false, autohealing: false, autoscaling: false },
  scaleway_key_manager_key: { origin: "scaleway_kms", unprotected: false },
  scaleway_lb: {
    assign_flexible_ip: true,
    assign_flexible_ipv6: false,
    ssl_compatibility_level: "ssl_compatibility_level_intermediate",
  },
  scaleway_lb_acl: { "match.invert": false },
  scaleway_lb_backend: { ignore_ssl_server_verify: false, ssl_bridging: false },
  scaleway_lb_frontend: { "acl.match.invert": false, external_acls: false, enable_access_logs: false },
  scaleway_object: { visibility: "private" },
  scaleway_object_bucket: { acl: "private", cors_rule: [], force_destroy: false, object_lock_enabled: false },
  scaleway_object_bucket_acl: { access_control_policy: [] },
  scaleway_redis_cluster: { tls_enabled: false, cluster_size: 1 },
  scaleway_registry_namespace: { is_public: false },
  scaleway_rdb_instance: {
    backup_same_region: false,
    disable_backup: false,
    encryption_at_rest: false,
    backup_schedule_frequency: 24,
    backup_schedule_retention: 7,
    is_ha_cluster: false,
    logs_policy: [],
    "logs_policy.max_age_retention": 30,
  },
  scaleway_secret: { protected: false },
  scaleway_vpc_acl: { default_policy: "accept", is_ipv6: false },
  scaleway_vpc_gateway_network: { enable_masquerade: true },
  scaleway_vpc_public_gateway: { bastion_enabled: false, enable_smtp: false },
  scaleway_cockpit_token: {
    "scopes.query_logs": false,
    "scopes.query_metrics": false,
    "scopes.query_traces": false,
    "scopes.setup_alerts": false,
    "scopes.setup_logs_rules": false,
    "scopes.setup_metrics_rules": false,
    "scopes.write_logs": true,
    "scopes.write_metrics": true,
    "scopes.write_traces": false,
  },
  scaleway_instance_placement_group: { policy_mode: "optional", policy_type: "max_availability" },
  scaleway_rdb_read_replica: { same_zone: true },
  scaleway_rdb_user: { is_admin: false },
};

export const defaults: Defaults = new Map(
  Object.entries(STATED).map(([type, values]) => [type, new Map(Object.entries(values))]),
);
