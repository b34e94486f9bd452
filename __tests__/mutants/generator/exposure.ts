import type { JsonObject } from "./json";
import { ABSENT, adding, appending, setting, type Weakening } from "./mutant";
import { type Block, blocksOf, type Tree } from "./tree";

/** Lets strangers in: a rule more, a rule less, a public door, or a product that cannot be private. */
export function opened(tree: Tree): Weakening[] {
  const mutations = tree.stacks.flatMap((stack) => [
    ...blocksOf(stack).flatMap(openedBlock),
    ...Object.entries(PUBLIC).map(([type, body]) => adding(stack, `scaleway_${type}`, body)),
  ]);
  return mutations.map((mutation) => ({ family: "exposure", ...mutation }));
}

const ANYBODY = ["0.0.0.0/0", "::/0"];

function openedBlock(block: Block) {
  const { type, body } = block;
  switch (type) {
    case "scaleway_k8s_acl":
    case "scaleway_rdb_acl":
      return ANYBODY.map((ip) => appending(block, ["acl_rules"], { ip, description: "Anybody" }));
    case "scaleway_vpc_acl":
      return (["accept"] as const).map((action) => {
        const range = body.is_ipv6 ? "::/0" : "0.0.0.0/0";
        const ports = { src_port_low: 0, src_port_high: 0, dst_port_low: 0, dst_port_high: 0 };
        return appending(block, ["rules"], { action, protocol: "ANY", source: range, destination: range, ...ports });
      });
    case "scaleway_instance_security_group":
      return ["inbound_rule", "outbound_rule"].flatMap((rule) => [
        ...ANYBODY.map((ip_range) => appending(block, [rule], { action: "accept", ip_range, protocol: "ANY" })),
        appending(block, [rule], { action: "accept", ip_range: "0.0.0.0/0", port: 22, protocol: "TCP" }),
      ]);
    case "scaleway_lb_frontend":
      return [
        setting(block, ["acl"], ABSENT),
        setting(block, ["acl"], (body.acl as JsonObject[]).slice(0, -1)),
        setting(block, ["acl", (body.acl as JsonObject[]).length - 1, "action", "type"], "allow"),
      ];
    case "scaleway_rdb_instance":
      return [
        setting(block, ["private_network"], ABSENT),
        setting(block, ["load_balancer"], {}),
        setting(block, ["load_balancer"], [{}]),
      ];
    case "scaleway_vpc_public_gateway":
      return [setting(block, ["allowed_ip_ranges"], ANYBODY.slice(0, 1))].map((mutation) => ({
        ...mutation,
        change: `bastion_enabled = true, ${mutation.change}`,
        edit: (json: JsonObject) => {
          setting(block, ["bastion_enabled"], true).edit(json);
          mutation.edit(json);
        },
      }));
    default:
      return [];
  }
}

const INSTANCE = { image: "ubuntu_noble", type: "POP2-2C-8G", zone: "fr-par-1" };
const DATABASE = { name: "db", region: "fr-par" };
const CONTAINER = { name: "c", namespace_id: "fr-par/11111111-2222-3333-4444-555555555555", region: "fr-par" };

/**
 * A resource of each kind that gives or is a public entrance: with a public address, on a public endpoint because no
 * private network is given, or of a product that offers none (provider documentation, 2.81.0, page of each type).
 */
const PUBLIC: Readonly<Record<string, JsonObject>> = {
  instance_ip: { zone: "fr-par-1" },
  flexible_ip: { zone: "fr-par-1" },
  instance_server: { ...INSTANCE, enable_dynamic_ip: true },
  lb: { type: "LB-S", assign_flexible_ip: true, zone: "fr-par-1" },
  vpc_public_gateway_pat_rule: {
    gateway_id: "fr-par-1/11111111-2222-3333-4444-555555555555",
    private_ip: "10.96.0.2",
    private_port: 22,
    public_port: 2222,
    zone: "fr-par-1",
  },
  object_bucket_acl: { bucket: "hdh-mutant", acl: "public-read", region: "fr-par" },
  object_bucket_website_configuration: { bucket: "hdh-mutant", index_document: { suffix: "i" }, region: "fr-par" },
  rdb_instance: { ...DATABASE, engine: "PostgreSQL-17", node_type: "DB-POP2-2C-8G", backup_same_region: true },
  redis_cluster: { name: "r", node_type: "RED1-MICRO", version: "7.2", user_name: "u", zone: "fr-par-1" },
  mongodb_instance: { ...DATABASE, version: "7.0", node_type: "MGDB-PLAY2-NANO", node_number: 1 },
  datawarehouse_deployment: { ...DATABASE, version: "v25", replica_count: 1, cpu_min: 2, cpu_max: 4, ram_per_cpu: 4 },
  sdb_sql_database: DATABASE,
  container: { ...CONTAINER, privacy: "public" },
  function: { ...CONTAINER, handler: "h", runtime: "node22", privacy: "public" },
  k8s_cluster: { name: "k", version: "1.35", cni: "cilium", delete_additional_resources: false, region: "fr-par" },
};
