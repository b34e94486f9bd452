import { randomUUID } from "node:crypto";
import type { Platform } from "../../core/api";
import { creation, replacement, taking } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, flagParameter, list, oneOf, ref, tags, text } from "../../core/fields";
import { amongIds, contains, equalId, tagged } from "../../core/listing";
import { regionOf } from "../../core/localities";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { withdraw } from "../ipam/ips";
import { attached, ipsOf, type LoadBalancerIp, loadBalancerIps, newIp, refuseZoneWithout } from "./ips";
import type { Attachment } from "./private-networks";

/** Those that were seen in traffic. Given in any case, answered in lower case. */
const TYPES = ["lb-s", "lb-gp-m"] as const;

export interface LoadBalancer {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: "to_create" | "ready" | "migrating" | "to_delete";
  /** The machine that does the work. */
  readonly instance_id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly tags: readonly string[];
  readonly type: (typeof TYPES)[number];
  /** Oldest TLS version that clients may speak. */
  readonly ssl_compatibility_level: string;
  readonly region: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const type = text().map((value, { argument }) => {
  const found = TYPES.find((one) => one === value.toLowerCase());
  if (found) return found;
  throw invalidArgument(argument, "constraint", `must be one of ${TYPES.join(", ")}; got ${value}`);
});

/** What a PUT replaces. */
const settings = {
  name: text({ min: 1 }),
  description: text().default(""),
  tags: tags(),
  ssl_compatibility_level: oneOf(
    "ssl_compatibility_level_intermediate",
    "ssl_compatibility_level_modern",
    "ssl_compatibility_level_old",
  ).default("ssl_compatibility_level_intermediate"),
};

/** Load Balancer API v1, load balancers. Deleting one leaves its addresses, unless it is told otherwise. */
export const loadBalancers = resource<LoadBalancer>({
  path: "/lb/v1/zones/{zone}/lbs",
  kind: "lb",
  notFoundInWords: "lbs not Found",
  terraformType: "scaleway_lb",
  create: creation(
    {
      ...settings,
      project_id: projectRef(),
      type,
      ip_id: ref(loadBalancerIps).optional(),
      ip_ids: list(ref(loadBalancerIps), { max: 2 }).default([]),
      assign_flexible_ip: flag().optional(),
      assign_flexible_ipv6: flag().default(false),
    },
    ({ ip_id, ip_ids, assign_flexible_ip, assign_flexible_ipv6, ...given }, { id, now, zone, call }) => {
      refuseZoneWithout(zone);
      const { project_id } = given;
      const chosen = [...new Set([...(ip_id === undefined ? [] : [ip_id]), ...ip_ids])];
      const attach = (ip: LoadBalancerIp) => loadBalancerIps.put(call.platform, attached(ip, { id, project_id }, call));
      for (const one of chosen) attach(loadBalancerIps.find(call, one));
      const makeIp = (is_ipv6: boolean) => {
        const born = { id: randomUUID(), zone, created_at: now, tags: [], project_id };
        attach(newIp(call.platform, { ...born, is_ipv6, lb_id: null, madeFor: id }));
      };
      if (assign_flexible_ip ?? chosen.length === 0) makeIp(false);
      if (assign_flexible_ipv6) makeIp(true);
      return {
        id,
        ...given,
        status: "to_create",
        instance_id: randomUUID(),
        organization_id: ORGANIZATION_ID,
        region: regionOf(zone),
        zone,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  replacement: replacement(settings),
  settled: (lb) => {
    if (lb.status === "to_delete") return undefined;
    return lb.status === "ready" ? lb : { ...lb, status: "ready" };
  },
  shown: shownLoadBalancer,
  list: {
    key: "lbs",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      name: contains("name"),
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      tags: tagged,
      lb_ids: amongIds("id"),
    },
  },
  actions: {
    migrate: taking({ type }, (lb, given) => ({ ...lb, ...given, status: "migrating" })),
  },
  deletion: {
    query: { release_ip: flagParameter().default(false) },
    takesAlong: ({ id }, call, { release_ip }) => {
      for (const { ipam_ids } of belongings<Attachment>("lb/private-networks", id, call.platform)) {
        for (const ipam_id of ipam_ids) withdraw(call, ipam_id);
      }
      for (const name of BELONGINGS) {
        const collection = call.platform.world.collection<Belonging>(name);
        for (const [key, { lb_id }] of [...collection.entries()]) if (lb_id === id) collection.delete(key);
      }
      for (const ip of ipsOf(id, call.platform)) {
        if (release_ip) loadBalancerIps.documents(call.platform).delete(ip.id);
        else loadBalancerIps.put(call.platform, { ...ip, lb_id: null, madeFor: undefined });
      }
    },
    leaves: (lb) => ({ ...lb, status: "to_delete" }),
  },
});

/** A part of a load balancer. */
interface Belonging {
  readonly lb_id: string;
}

/** What is gone with its load balancer. */
const BELONGINGS = [
  "lb/acls",
  "lb/routes",
  "lb/frontends",
  "lb/backends",
  "lb/certificates",
  "lb/private-networks",
] as const;

function belongings<T extends Belonging>(
  collection: (typeof BELONGINGS)[number],
  id: string,
  { world }: Platform,
): T[] {
  return [...world.collection<T>(collection).values()].filter(({ lb_id }) => lb_id === id);
}

/** A load balancer as every one of its parts shows it. */
export function shownLoadBalancer({ instance_id, ...lb }: LoadBalancer, platform: Platform): object {
  const { id, status, region, zone, created_at, updated_at } = lb;
  const count = (collection: (typeof BELONGINGS)[number]) => belongings(collection, id, platform).length;
  const instance = { id: instance_id, status: "ready", ip_address: "", created_at, updated_at, region, zone };
  return {
    ...lb,
    instances: status === "to_create" ? [] : [instance],
    ip: ipsOf(id, platform).map(({ created_at: _, madeFor: __, ...ip }) => ip),
    backend_count: count("lb/backends"),
    frontend_count: count("lb/frontends"),
    private_network_count: count("lb/private-networks"),
    route_count: count("lb/routes"),
    subscriber: null,
  };
}

/** The load balancer of one of its parts, as the part shows it. */
export const shownOwner = ({ lb_id }: Belonging, platform: Platform) =>
  shownLoadBalancer(ownerOf(lb_id, platform), platform);

/** What the inventory says of a part: its project is the load balancer's. */
export const inventoryOfPart = ({ name, lb_id }: Belonging & { readonly name?: string }, platform: Platform) => ({
  name,
  projectId: ownerOf(lb_id, platform).project_id,
});

/** A load balancer takes its parts along when it goes: they always have one. */
const ownerOf = (id: string, platform: Platform): LoadBalancer => loadBalancers.documents(platform).get(id)!;
