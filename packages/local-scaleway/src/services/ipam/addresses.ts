import { fromByteArray, type IPv4, type IPv6, parse, parseCIDR } from "ipaddr.js";
import { preconditionFailed } from "../../core/errors";

/**
 * Whether a subnet keeps the address for itself: its first two, and the last one of IPv4. The first address that
 * anybody was seen to get ends in .2.
 */
export function isReserved(subnet: string, address: string): boolean {
  const { first, last } = bounds(subnet);
  const number = numberOf(parse(address));
  return number < first || number > last;
}

/** The first address of the subnet that nobody has. */
export function freeAddress(subnet: string, taken: ReadonlySet<string>): string {
  const { bytes, first, last } = bounds(subnet);
  for (let number = first; number <= last; number++) {
    const address = addressOf(number, bytes);
    if (!taken.has(address)) return address;
  }
  throw preconditionFailed("resource_not_usable", `no address is left in ${subnet}`);
}

function bounds(subnet: string) {
  const [network, length] = parseCIDR(subnet);
  const bytes = network.toByteArray().length;
  const size = 1n << BigInt(8 * bytes - length);
  const start = numberOf(network);
  return { bytes, first: start + 2n, last: start + size - (bytes === 4 ? 2n : 1n) };
}

const numberOf = (address: IPv4 | IPv6) => address.toByteArray().reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);

function addressOf(number: bigint, bytes: number): string {
  const octets = Array.from({ length: bytes }, (_, index) =>
    Number((number >> BigInt(8 * (bytes - 1 - index))) & 0xffn),
  );
  return fromByteArray(octets).toString();
}
