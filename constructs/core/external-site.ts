import { IPv4 } from "ipaddr.js";
import { Cidr } from "./cidr";

/** A site that is not Scaleway's: a room of one's own, or another provider. */
export interface ExternalSite {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Public IPv4 address of its VPN gateway. */
  readonly gatewayAddress: string;
  /** Number of its autonomous system, by which the gateways exchange routes: private, 64512–65534 or 4200000000–4294967294 (RFC 6996). */
  readonly asn: number;
  /** What is reached there: private addresses, which no network on this side has. */
  readonly range: Cidr;
}

/** Address blocks that the internet does not carry to anybody, by their names in ipaddr.js. */
const UNREACHABLE = ["broadcast", "carrierGradeNat", "linkLocal", "loopback", "multicast", "private", "unspecified"];

/** Address blocks for use inside a site (RFC 1918). */
const PRIVATE_BLOCKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].map(Cidr.parse);

/** Reasons to refuse a site as the second one: it is French, can be called, and has a number of its own. */
export function unlessFrenchSite(
  property: string,
  { country, gatewayAddress, asn }: Omit<ExternalSite, "range">,
): string[] {
  const reasons = [
    country === "FR"
      ? undefined
      : `country: FR; got ${country}. Only a French site is a second site; the profile eu-dr keeps ciphertext abroad`,
    isPublic(gatewayAddress)
      ? undefined
      : `gatewayAddress: a public IPv4 address, as Scaleway sees it; got "${gatewayAddress}"`,
    isPrivateAsn(asn)
      ? undefined
      : `asn: a private number, 64512–65534 or 4200000000–4294967294 (RFC 6996); got ${asn}`,
  ];
  return reasons.filter((reason) => reason !== undefined).map((reason) => `${property}.${reason}`);
}

/** The reason to refuse a range that is reached inside a site: whoever routes a public one away cuts off what has it. */
export function unlessPrivateRange(property: string, range: Cidr): string | undefined {
  return PRIVATE_BLOCKS.some((block) => block.contains(range))
    ? undefined
    : `${property}: inside ${PRIVATE_BLOCKS.join(", ")} (RFC 1918); got ${range}`;
}

function isPublic(address: string): boolean {
  return IPv4.isValidFourPartDecimal(address) && !UNREACHABLE.includes(IPv4.parse(address).range());
}

function isPrivateAsn(asn: number): boolean {
  return Number.isInteger(asn) && ((asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294));
}
