import { Cidr } from "./cidr";

/** Ranges that never reach Scaleway from outside (RFC 1918, RFC 6598). */
const PRIVATE_RANGES = ["10.0.0.0/8", "100.64.0.0/10", "172.16.0.0/12", "192.168.0.0/16"].map(Cidr.parse);

/** Shortest prefix, in bits, of a range in which administrators sit: 16 addresses. */
const WIDEST_PREFIX = 28;

/** Reasons to refuse ranges of administrators: they are named, public and narrow (HDH-NET-003). */
export function unlessAdminRanges(property: string, ranges: readonly Cidr[]): string[] {
  if (ranges.length === 0) return [`${property}: at least one public range of administrators, such as 192.0.2.16/28`];
  return ranges.flatMap((range) => {
    if (range.prefix < WIDEST_PREFIX)
      return [`${property}: ranges of at most 16 addresses, /${WIDEST_PREFIX} to /32; got ${range}`];
    const inside = PRIVATE_RANGES.find((whole) => whole.contains(range));
    return inside ? [`${property}: public ranges, as Scaleway sees them; ${range} is private`] : [];
  });
}
