import { randomBytes, randomUUID } from "node:crypto";
import { invalidArgument } from "../../core/errors";
import { object, text } from "../../core/fields";

/** scaleway-sdk-go, api/ipam/v1, ResourceType. */
export const RESOURCE_TYPES = [
  "custom",
  "instance_server",
  "instance_ip",
  "instance_private_nic",
  "lb_server",
  "fip_ip",
  "vpc_gateway",
  "vpc_gateway_network",
  "rdb_instance",
  "redis_cluster",
  "baremetal_server",
  "baremetal_private_nic",
  "llm_deployment",
  "mgdb_instance",
  "apple_silicon_server",
  "apple_silicon_private_nic",
  "serverless_container",
  "serverless_function",
  "vpn_gateway",
  "ddl_datalab",
  "kafka_cluster",
  "bgp_endpoint",
  "scbl_sedb_cluster",
  "dtwh_deployment",
  "sedb_cluster",
  "msgq_cluster",
  "edge_vpc_endpoint",
  "dviz_cluster",
  "nats_cluster",
] as const;

/** What has an address. */
export interface AttachedResource {
  readonly type: (typeof RESOURCE_TYPES)[number];
  readonly id: string;
  readonly mac_address: string | null;
  readonly name: string | null;
}

type CustomResource = Pick<AttachedResource, "mac_address" | "name">;

/** Something that the API knows nothing of but its MAC address, such as a virtual machine on an Elastic Metal server. */
export const customResource = object({
  mac_address: text().map((value, { argument }) => {
    if (/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(value)) return value;
    throw invalidArgument(argument, "format", "must be a MAC address such as 02:00:00:12:34:56");
  }),
  name: text().nullable(),
});

export const custom = (given: CustomResource): AttachedResource => ({ type: "custom", id: randomUUID(), ...given });

export const isAttachedTo = (attached: AttachedResource | null, { mac_address }: CustomResource) =>
  attached?.type === "custom" && attached.mac_address?.toLowerCase() === mac_address?.toLowerCase();

/** A MAC address as those of interfaces in private networks that the API makes itself. */
export function newMacAddress(): string {
  return `02:00:00:${randomBytes(3).toString("hex").toUpperCase().replace(/..\B/g, "$&:")}`;
}
