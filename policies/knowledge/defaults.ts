import type { Defaults, Json } from "@hdh/policy-engine";

/**
 * What provider 2.81.0 does where an argument is absent, for the arguments that rules judge. Sources: the pages of
 * docs/resources of the provider for the type; `unprotected` of keymanager/key_resource.go.
 */
const STATED: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  scaleway_instance_server: { protected: false, "root_volume.delete_on_termination": true },
  scaleway_key_manager_key: { unprotected: false },
  scaleway_object: { visibility: "private" },
  scaleway_object_bucket: { acl: "private", force_destroy: false, object_lock_enabled: false },
  scaleway_secret: { protected: false },
  scaleway_vpc_acl: { default_policy: "accept", is_ipv6: false },
};

export const defaults: Defaults = new Map(
  Object.entries(STATED).map(([type, values]) => [type, new Map(Object.entries(values))]),
);
