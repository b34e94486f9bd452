import type { Call } from "../../core/api";
import { preconditionFailed } from "../../core/errors";
import { regionOf } from "../../core/localities";
import type { AttachedResource } from "./attached-resource";
import { type IpamIp, ipamIps } from "./ips";

/** What a public address is reserved for. */
export interface PublicReservation {
  readonly id: string;
  readonly project_id: string;
  readonly zone: string;
  readonly is_ipv6: boolean;
  /** A /64 of IPv6 instead of one address. @default false */
  readonly isPrefix?: boolean;
  readonly resource: AttachedResource;
  readonly madeFor: string;
}

/** Reserves a public address for another service, which gives it back with `withdraw`. */
export function reservePublic(call: Call, { isPrefix = false, ...wanted }: PublicReservation): IpamIp {
  const ip: IpamIp = {
    ...wanted,
    address: freeAddress(isPrefix ? publicPrefix : wanted.is_ipv6 ? publicIpv6 : publicIpv4, call),
    created_at: call.now,
    updated_at: call.now,
    tags: [],
    reverses: [],
    region: regionOf(wanted.zone),
  };
  ipamIps.put(call.platform, ip);
  return ip;
}

/* Of ranges that look public and are routed nowhere: the second half of RFC 2544's, and RFC 3849's. */
const publicIpv4 = (number: number) => `198.19.${number >> 8}.${number & 0xff}/32`;
const publicIpv6 = (number: number) => `2001:db8::${number.toString(16)}/128`;
const publicPrefix = (number: number) => `2001:db8:0:${number.toString(16)}::/64`;

function freeAddress(addressOf: (number: number) => string, { platform }: Call): string {
  const taken = new Set(ipamIps.existing(platform).map(({ address }) => address));
  for (let number = 1; number < 2 ** 16; number++) {
    const address = addressOf(number);
    if (!taken.has(address)) return address;
  }
  throw preconditionFailed("resource_not_usable", "no public address is left");
}
