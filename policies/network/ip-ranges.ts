import type { Json } from "@hdh/policy-engine";
import { IPv4, IPv6 } from "ipaddr.js";
import type { DeclaredRanges, PolicyInputs } from "../inputs";

/** Widest ranges that may be let in, as prefix lengths in bits. */
interface Bounds {
  readonly ipv4: number;
  readonly ipv6: number;
}

/** Inside a platform: 65,536 addresses, and one site (RFC 4193, section 3.1). */
const PRIVATE: Bounds = { ipv4: 16, ipv6: 48 };

/** On the internet: 16 addresses, and one network (RFC 4291, section 2.5.4). */
const PUBLIC: Bounds = { ipv4: 28, ipv6: 64 };

/** Of those who come to the portal: 65,536 addresses, as large networks of hospitals have, and one site. */
const VISITORS: Bounds = { ipv4: 16, ipv6: 48 };

/** Blocks that the internet carries to nobody, by their names in ipaddr.js. */
const UNREACHABLE = ["carrierGradeNat", "linkLocal", "loopback", "private", "uniqueLocal"];

/** Whom a list lets in. */
export type Callers = "administrators" | "programs" | "visitors";

/** Which of an environment's ranges each may come from. */
const MAY_COME_FROM: Readonly<Record<Callers, readonly (keyof DeclaredRanges)[]>> = {
  administrators: ["administrators"],
  programs: ["networks", "administrators"],
  visitors: ["networks", "administrators", "visitors"],
};

/**
 * What a range that is let in has to be instead; nothing where it is narrow, and declared as far as the environment
 * declares ranges. A single address is a range of one. An absent or empty one leaves out nobody.
 */
export function tooOpen(range: Json | undefined, callers: Callers, inputs: PolicyInputs): string | undefined {
  return tooWide(range, callers === "visitors" ? VISITORS : PUBLIC) ?? undeclared(range, callers, inputs);
}

/** The same of a range that may be reached, which nobody declares: whether it is narrow is all that can be asked. */
export function tooWide(range: Json | undefined, onTheInternet = PUBLIC): string | undefined {
  if (range === undefined || range === "") return "it leaves out nobody; name the range";
  const wanted = read(range);
  if (!wanted) return "must be a range in CIDR notation, such as 10.64.0.0/22";
  if (wanted.prefix === 0) return "it is everybody; name the range";
  const isPrivate = UNREACHABLE.includes(wanted.address.range());
  const bound = (isPrivate ? PRIVATE : onTheInternet)[wanted.address.kind()];
  return wanted.prefix < bound ? `${isPrivate ? "private" : "public"} ranges are at most a /${bound}` : undefined;
}

/**
 * Prefix lengths, in bits, of what IANA gives to a whole registry (IANA, IPv4 Address Space Registry and IPv6 Global
 * Unicast Address Assignments): no network is as wide, and two halves of the internet are all of it.
 */
const REGISTRY: Bounds = { ipv4: 8, ipv6: 12 };

/**
 * Whether a source or a destination is the internet or a good part of it, rather than some network. An absent one is, and
 * so is one that cannot be read and may be.
 */
export function isAnywhere(range: Json | undefined): boolean {
  if (typeof range !== "string" || range === "") return true;
  let is = ANYWHERE.get(range);
  if (is === undefined) {
    is = isWide(range);
    ANYWHERE.set(range, is);
  }
  return is;
}

/** The same few ranges stand in every network, and reading one takes long. */
const ANYWHERE = new Map<string, boolean>();

function isWide(range: string): boolean {
  const length = /\/(\d+)$/.exec(range)?.[1];
  if (length === undefined || Number(length) > REGISTRY.ipv6) return false;
  const wanted = read(range);
  if (!wanted) return true;
  return wanted.prefix <= REGISTRY[wanted.address.kind()] && !isUnreachable(range);
}

/** Whether a range is everybody of one version of IP, and nothing less. */
export function isEverybody(range: Json | undefined, version: "ipv4" | "ipv6"): boolean {
  const wanted = read(range);
  return wanted?.prefix === 0 && wanted.address.kind() === version;
}

/** Whether the internet carries a range to nobody, from its first address to its last. */
function isUnreachable(range: string): boolean {
  const version = range.includes(":") ? IPv6 : IPv4;
  const block = version.networkAddressFromCIDR(range).range();
  return UNREACHABLE.includes(block) && block === version.broadcastAddressFromCIDR(range).range();
}

function undeclared(range: Json | undefined, callers: Callers, { declaredRanges }: PolicyInputs): string | undefined {
  const wanted = read(range);
  if (!declaredRanges || !wanted) return undefined;
  const declared = MAY_COME_FROM[callers].flatMap((name) => declaredRanges[name]);
  const isDeclared = declared.map(read).some((whole) => whole && contains(whole, wanted));
  return isDeclared ? undefined : `must be within a declared range: ${declared.join(", ") || "none is"}`;
}

interface Range {
  readonly address: IPv4 | IPv6;
  /** Prefix length in bits. */
  readonly prefix: number;
}

function read(text: Json | undefined): Range | undefined {
  if (typeof text !== "string") return undefined;
  const isIpv6 = text.includes(":");
  const range = text.includes("/") ? text : `${text}/${isIpv6 ? 128 : 32}`;
  const isRange = isIpv6 ? IPv6.isValidCIDR(range) : IPv4.isValidCIDRFourPartDecimal(range);
  if (!isRange) return undefined;
  const [address, prefix] = isIpv6 ? IPv6.parseCIDR(range) : IPv4.parseCIDR(range);
  return { address, prefix };
}

function contains(whole: Range, part: Range): boolean {
  return (
    whole.address.kind() === part.address.kind() &&
    whole.prefix <= part.prefix &&
    part.address.match(whole.address, whole.prefix)
  );
}
