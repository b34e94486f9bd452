import { randomBytes } from "node:crypto";
import { IPv4, IPv6, parseCIDR } from "ipaddr.js";
import { preconditionFailed } from "../../core/errors";

/** What a private network may be made of (RFC 1918, RFC 4193). */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"];

/** Where subnets come from that no one asked for: /22 of 172.16.0.0/12, and /64 of one /48 per organisation. */
const FIRST_IPV4 = 0xac100000;
const LAST_IPV4 = 0xac1fffff;
const IPV4_STEP = 2 ** (32 - 22);
const IPV6_PREFIX = "fd46:78ab:30b8";

export const isIpv6 = (range: string) => range.includes(":");

export const isPrivate = (range: string) => PRIVATE_RANGES.some((block) => contains(block, range));

export const overlap = (one: string, other: string) => contains(one, other) || contains(other, one);

/** Whether all of `inner` lies in `outer`; a single address counts as the range of itself. */
export function contains(outer: string, inner: string): boolean {
  const [network, length] = parseCIDR(outer);
  const [address, innerLength] = parseCIDR(inner.includes("/") ? inner : `${inner}/${isIpv6(inner) ? 128 : 32}`);
  if (innerLength < length) return false;
  if (network instanceof IPv4 && address instanceof IPv4) return address.match(network, length);
  return network instanceof IPv6 && address instanceof IPv6 && address.match(network, length);
}

/** The first /22 that overlaps none of the taken ranges. */
export function freeIpv4Subnet(taken: readonly string[]): string {
  const ranges = taken.filter((range) => !isIpv6(range));
  for (let start = FIRST_IPV4 + IPV4_STEP; start <= LAST_IPV4; start += IPV4_STEP) {
    const range = `${[24, 16, 8, 0].map((shift) => (start >>> shift) & 0xff).join(".")}/22`;
    if (!ranges.some((one) => overlap(one, range))) return range;
  }
  throw preconditionFailed("resource_not_usable", "no IPv4 range is left for a private network");
}

/** A random /64 of the organisation that overlaps none of the taken ranges. */
export function freeIpv6Subnet(taken: readonly string[]): string {
  const ranges = taken.filter(isIpv6);
  for (;;) {
    const subnet = Number.parseInt(randomBytes(2).toString("hex"), 16).toString(16);
    const range = `${IPV6_PREFIX}:${subnet}::/64`;
    if (!ranges.some((one) => overlap(one, range))) return range;
  }
}
