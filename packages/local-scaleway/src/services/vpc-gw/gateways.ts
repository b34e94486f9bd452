import { randomUUID } from "node:crypto";
import { type Call, ok, operation, type Platform, type Service } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import {
  cidr,
  flag,
  flagParameter,
  integer,
  list,
  listParameter,
  oneOf,
  ref,
  tags,
  text,
  uuid,
} from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import type { GatewayNetwork } from "./gateway-networks";
import { gatewayIps, gatewayOf, newIp } from "./ips";
import type { PatRule } from "./pat-rules";

/** Megabits per second, by type, of those that were seen in traffic. */
const BANDWIDTHS = { "VPC-GW-S": 100, "VPC-GW-M": 1000 };
type GatewayType = keyof typeof BANDWIDTHS;
const type = oneOf("VPC-GW-S", "VPC-GW-M");

/** scaleway-sdk-go, api/vpcgw/v2, GatewayStatus. */
const STATUSES = [
  "stopped",
  "allocating",
  "configuring",
  "running",
  "stopping",
  "failed",
  "deleting",
  "locked",
] as const;

const VERSION = "0.8.5";
const DEFAULT_BASTION_PORT = 61000;

export interface Gateway {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly type: GatewayType;
  readonly ip_id: string;
  readonly bastion_enabled: boolean;
  readonly bastion_port: number;
  /** Who may reach the bastion: IP ranges. */
  readonly bastion_allowed_ips: readonly string[];
  readonly smtp_enabled: boolean;
  readonly is_legacy: false;
  readonly status: (typeof STATUSES)[number];
  readonly version?: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Ports of a bastion: 61000, or any between 1024 and 59999 (provider, internal/services/vpcgw/public_gateway.go). */
const bastionPort = integer({ min: 1024, max: 61000 }).map((value, { argument }) => {
  if (value <= 59999 || value === DEFAULT_BASTION_PORT) return value;
  throw invalidArgument(argument, "constraint", "must be between 1024 and 59999, or 61000");
});

/** Public Gateways API v2, gateways. Deleting one leaves its address, unless it is told otherwise. */
export const gateways = resource<Gateway>({
  path: "/vpc-gw/v2/zones/{zone}/gateways",
  kind: "gateway",
  terraformType: "scaleway_vpc_public_gateway",
  create: creation(
    {
      project_id: projectRef(),
      name: text({ min: 1 }),
      tags: tags(),
      type,
      ip_id: ref(gatewayIps).optional(),
      enable_smtp: flag().default(false),
      enable_bastion: flag().default(false),
      bastion_port: bastionPort.default(DEFAULT_BASTION_PORT),
    },
    ({ enable_smtp, enable_bastion, ip_id, ...given }, { id, now, zone, call }) => {
      return {
        id,
        ...given,
        ip_id: ip_id === undefined ? ipFor(id, given.project_id, zone, call) : free(ip_id, given.project_id, call),
        organization_id: ORGANIZATION_ID,
        smtp_enabled: enable_smtp,
        bastion_enabled: enable_bastion,
        bastion_allowed_ips: ["0.0.0.0/0"],
        is_legacy: false,
        status: "allocating",
        zone,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update(
    { name: text({ min: 1 }), tags: tags(), enable_bastion: flag(), bastion_port: bastionPort, enable_smtp: flag() },
    (gateway, { enable_bastion, enable_smtp, ...given }) => ({
      ...gateway,
      ...given,
      bastion_enabled: enable_bastion ?? gateway.bastion_enabled,
      smtp_enabled: enable_smtp ?? gateway.smtp_enabled,
    }),
  ),
  settled: (gateway) => {
    if (gateway.status === "deleting") return undefined;
    return gateway.status === "running" ? gateway : { ...gateway, status: "running", version: VERSION };
  },
  shown,
  list: {
    key: "gateways",
    orderBy: { created_at: "created_at", name: "name", type: "type", status: "status" },
    filters: {
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      name: contains("name"),
      tags: tagged,
      types: listParameter(text())
        .map((wanted) => (gateway: Gateway) => wanted.includes(gateway.type))
        .optional(),
      status: listParameter(oneOf(...STATUSES))
        .map((wanted) => (gateway: Gateway) => wanted.includes(gateway.status))
        .optional(),
      private_network_ids: listParameter(uuid())
        .map((wanted, { call }) => (gateway: Gateway) => {
          return networksOf(gateway, call.platform).some(({ private_network_id }) =>
            wanted.includes(private_network_id),
          );
        })
        .optional(),
      // None is legacy.
      include_legacy: flagParameter()
        .map(() => () => true)
        .optional(),
    },
  },
  actions: {
    upgrade: taking({ type: type.optional() }, (gateway, given) => ({ ...gateway, type: given.type ?? gateway.type })),
    "refresh-ssh-keys": (gateway) => gateway,
  },
  holds: { ip_id: gatewayIps },
  deletion: {
    query: { delete_ip: flagParameter().default(false) },
    takesAlong: ({ id, ip_id }, { platform }, { delete_ip }) => {
      const patRules = platform.world.collection<PatRule>("vpc-gw/pat-rules");
      for (const rule of [...patRules.values()]) if (rule.gateway_id === id) patRules.delete(rule.id);
      const ips = gatewayIps.documents(platform);
      const ip = ips.get(ip_id);
      if (delete_ip) ips.delete(ip_id);
      else if (ip) ips.put(ip_id, { ...ip, madeFor: undefined });
    },
    leaves: (gateway) => ({ ...gateway, status: "deleting" }),
    answersWhatStays: true,
  },
});

/** Public Gateways API v2, who may reach a gateway's bastion. */
export const bastionAllowedIps: Service = {
  operations: [
    operation({
      method: "PUT",
      path: "/vpc-gw/v2/zones/{zone}/gateways/{gateway}/bastion-allowed-ips",
      body: { ip_ranges: list(cidr()) },
      answer: (call, { body: { ip_ranges } }) => {
        const gateway = gateways.find(call, call.param("gateway"));
        gateways.replace(call, gateway, { ...gateway, bastion_allowed_ips: ip_ranges });
        return ok({ ip_ranges });
      },
    }),
  ],
};

function ipFor(gateway: string, project_id: string, zone: string, { platform, now }: Call): string {
  const ip = newIp(platform, {
    id: randomUUID(),
    project_id,
    tags: [],
    zone,
    created_at: now,
    updated_at: now,
    madeFor: gateway,
  });
  gatewayIps.put(platform, ip);
  return ip.id;
}

/** @throws InvalidArguments when the address belongs to another project or gateway */
function free(id: string, project: string, call: Call): string {
  const ip = gatewayIps.find(call, id);
  const other = gatewayOf(ip, call.platform);
  if (other) throw invalidArgument("ip_id", "constraint", `the IP is attached to the gateway ${other.id}`);
  if (ip.project_id !== project) throw invalidArgument("ip_id", "constraint", "must be of the gateway's project");
  return id;
}

function shown({ ip_id, ...gateway }: Gateway, platform: Platform): object {
  const { madeFor: _, ...ip } = gatewayIps.documents(platform).get(ip_id) ?? {};
  return {
    ...gateway,
    bandwidth: BANDWIDTHS[gateway.type],
    ipv4: "id" in ip ? { ...ip, gateway_id: gateway.id } : null,
    gateway_networks: networksOf(gateway, platform),
  };
}

const networksOf = ({ id }: Pick<Gateway, "id">, { world }: Platform) =>
  [...world.collection<GatewayNetwork>("vpc-gw/gateway-networks").values()].filter(
    ({ gateway_id }) => gateway_id === id,
  );
