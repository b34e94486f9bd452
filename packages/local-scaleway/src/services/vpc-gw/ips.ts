import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { flagParameter, tags, text } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import type { Gateway } from "./gateways";

export interface GatewayIp {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly tags: readonly string[];
  readonly address: string;
  /** Its name in the DNS. */
  readonly reverse: string;
  readonly zone: string;
  /** The gateway that came without an address of its own. */
  readonly madeFor?: string;
}

/** RFC 2544's range for benchmarks: looks public, and is routed nowhere. */
const FIRST_ADDRESS = 0xc6120000;
const LAST_ADDRESS = 0xc613ffff;

/** Scaleway documentation, account, reference content, products availability. */
const ZONES_WITHOUT_GATEWAYS = ["fr-par-3"];

const HOSTNAME = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}\.?$/i;

/** Public Gateways API v2, IPs. Names are taken as they are: there is no DNS here in which they would have to resolve. */
export const gatewayIps = resource<GatewayIp>({
  path: "/vpc-gw/v2/zones/{zone}/ips",
  kind: "ip",
  terraformType: "scaleway_vpc_public_gateway_ip",
  create: creation({ project_id: projectRef(), tags: tags() }, (given, { id, now, zone, call }) =>
    newIp(call.platform, { id, ...given, zone, created_at: now, updated_at: now }),
  ),
  update: update(
    {
      tags: tags(),
      reverse: text().map((value, { argument }) => {
        if (value === "" || HOSTNAME.test(value)) return value;
        throw invalidArgument(argument, "format", "must be a host name such as egress.example.org, or empty");
      }),
    },
    (ip, given) => ({
      ...ip,
      ...given,
      reverse: given.reverse === "" ? defaultReverse(ip.address) : (given.reverse ?? ip.reverse),
    }),
  ),
  shown: (ip, platform) => ({ ...ip, gateway_id: gatewayOf(ip, platform)?.id }),
  list: {
    key: "ips",
    orderBy: { created_at: "created_at" },
    filters: {
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      tags: tagged,
      reverse: contains("reverse"),
      is_free: flagParameter()
        .map(
          (wanted, { call }) =>
            (ip: GatewayIp) =>
              (gatewayOf(ip, call.platform) === undefined) === wanted,
        )
        .optional(),
    },
  },
  deletion: {},
});

/**
 * An address of its own for something new.
 * @throws InvalidArguments in a zone without Public Gateways
 */
export function newIp(
  platform: Platform,
  given: Omit<GatewayIp, "organization_id" | "address" | "reverse">,
): GatewayIp {
  if (ZONES_WITHOUT_GATEWAYS.includes(given.zone)) {
    throw invalidArgument("zone", "constraint", `there are no Public Gateways in ${given.zone}`);
  }
  const address = freeAddress(platform);
  return { ...given, organization_id: ORGANIZATION_ID, address, reverse: defaultReverse(address) };
}

/** The gateway that has the address. */
export const gatewayOf = ({ id }: GatewayIp, { world }: Platform): Gateway | undefined =>
  [...world.collection<Gateway>("vpc-gw/gateways").values()].find(
    ({ ip_id, status }) => ip_id === id && status !== "deleting",
  );

function freeAddress(platform: Platform): string {
  const taken = new Set(gatewayIps.existing(platform).map(({ address }) => address));
  for (let number = FIRST_ADDRESS + 1; number < LAST_ADDRESS; number++) {
    const address = [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff).join(".");
    if (!taken.has(address)) return address;
  }
  throw preconditionFailed("resource_not_usable", "no public address is left");
}

const defaultReverse = (address: string) => `${address.split(".").reverse().join("-")}.instances.scw.cloud`;
