import { VpcAcl, type VpcAclRules } from "@cdktf/provider-scaleway/lib/vpc-acl";
import type { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { guarded } from "../core/custody";
import type { Region } from "../core/locality";
import { refuse, unlessMatches } from "../core/refusal";

interface PortRange {
  readonly low: number;
  readonly high: number;
}

interface Ports extends PortRange {
  readonly protocol: "TCP" | "UDP" | "ICMP";
}

/** What may flow between networks, by the port on which the service listens (IANA service names). */
export const SERVICES = {
  https: tcp(443),
  "otlp-grpc": tcp(4317),
  ping: { protocol: "ICMP", low: 0, high: 0 },
  postgresql: tcp(5432),
  ssh: tcp(22),
  "syslog-tls": tcp(6514),
} as const satisfies Readonly<Record<string, Ports>>;

export type Service = keyof typeof SERVICES;

/** Ports from which clients call and to which answers return (scaleway/docs-content, vpc/reference-content/understanding-nacls). */
const EPHEMERAL = { low: 32_768, high: 65_535 };

/** Most rules of one list (same page). */
const MOST_RULES = 255;

/** Shortest prefix, in bits, of a range in a rule (HDH-NET-003). */
const WIDEST_PREFIX = 16;

/** Traffic that is let through: calls from one range to a service in another, and the answers. */
export interface AclFlow {
  /** A sentence that says who calls what; becomes the name of its rules. Letters, digits, spaces, commas, apostrophes, hyphens; 10–100 characters, starting with a capital. Unique in its list. */
  readonly name: string;
  /** Where calls come from. */
  readonly from: Cidr;
  /** Where the service is. */
  readonly to: Cidr;
  readonly service: Service;
}

export interface NetworkAclProps {
  /** Terraform id of the VPC. CAUTION: provider 2.81.0 would change the ACL of the former VPC (vpc/acl.go, Update); never change it. */
  readonly vpcId: string;
  readonly locality: Region;
  /** The list it is: each VPC has one for either version. CAUTION: never change it, as with `vpcId`. */
  readonly version: "ipv4" | "ipv6";
  /** What may pass, in IPv4. @default - no rules: the default policy drops everything */
  readonly flows?: readonly AclFlow[];
}

/**
 * One network ACL of a VPC: what passes between its private networks, apart from Scaleway's own DNS and DHCP. It keeps no
 * track of connections, so every flow has two rules, one for calls and one for answers. Rules stand in the order of
 * their names, followed by one that drops the rest.
 *
 * CAUTION: provider 2.81.0 opens a VPC when either of its ACLs is destroyed, the IPv6 one included (vpc/acl.go, Delete,
 * which resets IPv4 to accept). They are destroyed together with their VPC, or never.
 */
export class NetworkAcl extends VpcAcl {
  constructor(scope: Construct, id: string, { vpcId, locality, version, flows }: NetworkAclProps) {
    super(scope, id, {
      vpcId,
      region: locality.code,
      isIpv6: version === "ipv6",
      defaultPolicy: "drop",
      lifecycle: guarded(scope),
    });
    if (!flows) return;
    refuse(
      this,
      ...invalidFlows(flows),
      version === "ipv6" && flows.length > 0 ? "flows: IPv4 ranges only" : undefined,
    );
    const byName = [...flows].sort((one, other) => (one.name < other.name ? -1 : 1));
    this.putRules([...byName.flatMap(bothDirections), dropTheRest(version)]);
  }
}

/** Every field is stated: the provider reads back zeros for what is left out. */
function bothDirections({ name, from, to, service }: AclFlow): VpcAclRules[] {
  const { protocol, low, high } = SERVICES[service];
  const caller = protocol === "ICMP" ? { low: 0, high: 0 } : EPHEMERAL;
  const rule = (description: string, source: Cidr, src: PortRange, destination: Cidr, dst: PortRange): VpcAclRules => ({
    description,
    protocol,
    source: source.toString(),
    srcPortLow: src.low,
    srcPortHigh: src.high,
    destination: destination.toString(),
    dstPortLow: dst.low,
    dstPortHigh: dst.high,
    action: "accept",
  });
  return [rule(name, from, caller, to, { low, high }), rule(`Answers: ${name}`, to, { low, high }, from, caller)];
}

function dropTheRest(version: "ipv4" | "ipv6"): VpcAclRules {
  const anywhere = version === "ipv4" ? "0.0.0.0/0" : "::/0";
  return {
    description: "Everything else is dropped",
    protocol: "ANY",
    source: anywhere,
    srcPortLow: 0,
    srcPortHigh: 0,
    destination: anywhere,
    dstPortLow: 0,
    dstPortHigh: 0,
    action: "drop",
  };
}

function invalidFlows(flows: readonly AclFlow[]): (string | undefined)[] {
  const names = flows.map(({ name }) => name);
  const most = Math.floor((MOST_RULES - 1) / 2);
  return [
    ...flows.map(({ name }, index) =>
      unlessMatches(
        `flows[${index}].name`,
        name,
        // No brackets: provider 2.81.0 leaves out rules whose description starts with "(Rule scope: …)" (vpc/types.go).
        /^[A-Z][A-Za-z0-9 ,'-]{9,99}$/,
        "a sentence of letters, digits, spaces, commas, apostrophes and hyphens, 10–100 characters, starting with a capital",
      ),
    ),
    ...names.filter((name, index) => names.indexOf(name) < index).map((name) => `flows: "${name}" is named twice`),
    ...flows
      .filter(({ from, to }) => from.overlaps(to))
      .map(({ name, from, to }) => `flows: "${name}" stays within ${from} and ${to}, which no network ACL filters`),
    ...flows
      .flatMap(({ name, from, to }) => [from, to].map((range) => ({ name, range })))
      .filter(({ range }) => range.prefix < WIDEST_PREFIX)
      .map(({ name, range }) => `flows: "${name}" names ${range}; ranges are /${WIDEST_PREFIX} to /32`),
    flows.length > most ? `flows: at most ${most}, ${MOST_RULES} rules; got ${flows.length}` : undefined,
  ];
}

function tcp(port: number): Ports {
  return { protocol: "TCP", low: port, high: port };
}
