import { fromByteArray, IPv4, parse } from "ipaddr.js";
import { preconditionFailed } from "../../core/errors";

/** RFC 2544's range for benchmarks, from its end: Public Gateways take theirs from its beginning. */
const LAST_IPV4 = 0xc613fffe;
const FIRST_IPV4 = 0xc6120001;

/** RFC 3849's prefix for documentation; each address is the first one of a /64. */
const IPV6_PREFIX = [0x20, 0x01, 0x0d, 0xb8];
const IPV6_NETWORKS = 2 ** 32;

/** An address that looks public, is routed nowhere, and that nobody has. */
export function freePublicAddress(is_ipv6: boolean, taken: ReadonlySet<string>): string {
  for (const address of is_ipv6 ? ipv6Addresses() : ipv4Addresses()) if (!taken.has(address)) return address;
  throw preconditionFailed("resource_not_usable", "no public address is left");
}

/** Its name in the DNS as long as nobody gave it another one. */
export function defaultReverse(address: string, region: string): string {
  const bytes = parse(address).toByteArray();
  const labels = isIpv6(address) ? Buffer.from(bytes).toString("hex").split("").reverse().join(".") : bytes.join("-");
  return `${labels}.lb.${region}.scw.cloud`;
}

export const isIpv6 = (address: string) => parse(address).kind() === "ipv6";

function* ipv4Addresses(): Generator<string> {
  for (let number = LAST_IPV4; number >= FIRST_IPV4; number--) yield new IPv4(bytesOf(number)).toString();
}

function* ipv6Addresses(): Generator<string> {
  for (let network = 1; network < IPV6_NETWORKS; network++) {
    yield fromByteArray([...IPV6_PREFIX, ...bytesOf(network), ...Array<number>(8).fill(0)]).toString();
  }
}

const bytesOf = (number: number) => [24, 16, 8, 0].map((shift) => (number >>> shift) & 0xff);
