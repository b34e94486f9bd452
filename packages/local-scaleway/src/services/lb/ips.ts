import type { Call, Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, notFoundInWords, preconditionFailed } from "../../core/errors";
import { flag, ipAddress, oneOf, ref, tags, text } from "../../core/fields";
import { equalId, tagged } from "../../core/listing";
import { regionOf } from "../../core/localities";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { gatewayIps } from "../vpc-gw/ips";
import type { LoadBalancer } from "./lbs";
import { defaultReverse, freePublicAddress, isIpv6 } from "./public-addresses";

export interface LoadBalancerIp {
  readonly id: string;
  readonly ip_address: string;
  readonly organization_id: string;
  readonly project_id: string;
  /** The load balancer that has it. */
  readonly lb_id: string | null;
  /** Its name in the DNS. */
  readonly reverse: string;
  readonly tags: readonly string[];
  readonly region: string;
  readonly zone: string;
  readonly created_at: string;
  /** The load balancer that came without an address of its own. */
  readonly madeFor?: string;
}

/** Zones with load balancers (scaleway-sdk-go, api/lb/v1, ZonedAPI.Zones). */
const ZONES: readonly string[] = [
  "fr-par-1",
  "fr-par-2",
  "nl-ams-1",
  "nl-ams-2",
  "nl-ams-3",
  "pl-waw-1",
  "pl-waw-2",
  "pl-waw-3",
];

const HOSTNAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/i;
const reverse = text().map((value, { argument }) => {
  if (value === "" || HOSTNAME.test(value)) return value;
  throw invalidArgument(argument, "format", "must be a host name such as www.example.org, or empty");
});

/** Load Balancer API v1, IPs. Names are taken as they are: there is no DNS here in which they would have to resolve. */
export const loadBalancerIps = resource<LoadBalancerIp>({
  path: "/lb/v1/zones/{zone}/ips",
  kind: "ip",
  notFoundInWords: "ips not Found",
  terraformType: "scaleway_lb_ip",
  create: creation(
    { project_id: projectRef(), reverse: reverse.optional(), is_ipv6: flag().default(false), tags: tags() },
    (given, { id, now, zone, call }) => newIp(call.platform, { id, zone, created_at: now, lb_id: null, ...given }),
  ),
  update: update(
    {
      reverse,
      lb_id: ref({ find: findLoadBalancer }),
      tags: tags(),
    },
    (ip, { lb_id, ...given }, call) => {
      const changed = {
        ...ip,
        ...given,
        reverse: given.reverse === "" ? defaultReverse(ip.ip_address, ip.region) : (given.reverse ?? ip.reverse),
      };
      return lb_id === undefined || lb_id === ip.lb_id
        ? changed
        : attached(changed, findLoadBalancer(call, lb_id), call);
    },
  ),
  shown: ({ created_at: _, ...ip }) => ip,
  inventory: ({ ip_address }) => ({ name: ip_address }),
  list: {
    key: "ips",
    filters: {
      ip_address: ipAddress()
        .map((wanted) => (ip: LoadBalancerIp) => ip.ip_address === wanted)
        .optional(),
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      ip_type: oneOf("all", "ipv4", "ipv6")
        .map((wanted) => (ip: LoadBalancerIp) => wanted === "all" || isIpv6(ip.ip_address) === (wanted === "ipv6"))
        .optional(),
      tags: tagged,
    },
  },
  deletion: {
    refusal: ({ lb_id }) =>
      lb_id === null ? undefined : preconditionFailed("resource_still_in_use", `the load balancer ${lb_id} has it`),
  },
});

/** @throws ApiError 404 */
function findLoadBalancer(call: Call, id: string): LoadBalancer {
  const found = call.platform.world.collection<LoadBalancer>("lb/lbs").get(id);
  if (!found || !call.reaches(found)) throw notFoundInWords("lbs not Found");
  return found;
}

/** What a new address is made of. */
type NewIp = Pick<LoadBalancerIp, "id" | "project_id" | "lb_id" | "tags" | "zone" | "created_at" | "madeFor"> & {
  readonly is_ipv6: boolean;
  readonly reverse?: string;
};

/**
 * An address that nobody has.
 * @throws InvalidArguments in a zone without load balancers
 */
export function newIp(platform: Platform, { is_ipv6, ...given }: NewIp): LoadBalancerIp {
  refuseZoneWithout(given.zone);
  const own = loadBalancerIps.existing(platform).map(({ ip_address }) => ip_address);
  const others = gatewayIps.existing(platform).map(({ address }) => address);
  const ip_address = freePublicAddress(is_ipv6, new Set([...own, ...others]));
  const region = regionOf(given.zone);
  return {
    ...given,
    ip_address,
    organization_id: ORGANIZATION_ID,
    reverse: given.reverse || defaultReverse(ip_address, region),
    region,
  };
}

/** @throws InvalidArguments in a zone without load balancers */
export function refuseZoneWithout(zone: string): void {
  if (!ZONES.includes(zone)) throw invalidArgument("zone", "constraint", `there are no load balancers in ${zone}`);
}

/** The addresses of a load balancer, the oldest first. */
export const ipsOf = (id: string, platform: Platform) =>
  loadBalancerIps.existing(platform).filter(({ lb_id }) => lb_id === id);

/**
 * The address as one of a load balancer, which has one of each IP version.
 * @throws InvalidArguments when another one has it, or when they do not fit
 */
export function attached(
  ip: LoadBalancerIp,
  { id, project_id }: Pick<LoadBalancer, "id" | "project_id">,
  { platform }: Call,
): LoadBalancerIp {
  const refuse = (help: string) => invalidArgument("ip_id", "constraint", help);
  if (ip.lb_id !== null) throw refuse(`the IP ${ip.id} is attached to the load balancer ${ip.lb_id}`);
  if (ip.project_id !== project_id) throw refuse("must be of the load balancer's project");
  const version = isIpv6(ip.ip_address);
  if (ipsOf(id, platform).some(({ ip_address }) => isIpv6(ip_address) === version)) {
    throw refuse(`the load balancer has an ${version ? "IPv6" : "IPv4"} address already`);
  }
  return { ...ip, lb_id: id };
}
