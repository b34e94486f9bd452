import { isIP } from "node:net";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { object, ref, text } from "../../core/fields";
import { contains, isIpv6, overlap } from "../vpc/subnets";
import { routingPolicies } from "./routing-policies";

/** How routes of one IP version are exchanged inside a tunnel. */
export interface BgpSession {
  readonly routing_policy_id: string;
  /** Address of Scaleway's end, with the prefix length of the subnet that both ends share. */
  readonly private_ip: string;
  /** Address of the customer's end. */
  readonly peer_private_ip: string;
}

/** A session as a client asks for it: the addresses are chosen when they are not given. */
export type BgpConfig = Pick<BgpSession, "routing_policy_id"> & Partial<BgpSession>;

/** An address of one IP version with the prefix length of its subnet. */
const interfaceAddress = (ipv6: boolean) =>
  text().map((value, { argument }) => {
    const [address = "", length = ""] = value.split("/");
    const rightVersion = isIP(address) === (ipv6 ? 6 : 4) && !address.includes("%");
    if (rightVersion && /^\d{1,3}$/.test(length) && Number(length) <= (ipv6 ? 128 : 32)) return value;
    const example = ipv6 ? "fd00::1/127" : "169.254.0.1/30";
    throw invalidArgument(argument, "format", `must be an address with a prefix length, such as ${example}`);
  });

/** The id of a routing policy for this IP version. */
export const policyRef = (ipv6: boolean) =>
  ref(routingPolicies).map((id, { argument, call }) => {
    if (routingPolicies.find(call, id).is_ipv6 === ipv6) return id;
    throw invalidArgument(argument, "constraint", `must be a routing policy for IPv${ipv6 ? 6 : 4}`);
  });

export const bgpConfig = (ipv6: boolean) =>
  object({
    routing_policy_id: policyRef(ipv6),
    private_ip: interfaceAddress(ipv6).optional(),
    peer_private_ip: interfaceAddress(ipv6).optional(),
  }).map((config: BgpConfig, { argument }) => {
    const { private_ip: own, peer_private_ip: peer } = config;
    if (own === undefined && peer === undefined) return config;
    const refuse = (help: string) => invalidArgument(`${argument}.peer_private_ip`, "constraint", help);
    if (own === undefined || peer === undefined) throw refuse("is given together with private_ip, or not at all");
    const [ownAddress = ""] = own.split("/");
    const [peerAddress = "", length] = peer.split("/");
    if (ownAddress === peerAddress || !own.endsWith(`/${length}`) || !contains(own, peerAddress)) {
      throw refuse(`must be another address of the subnet of ${own}`);
    }
    return config;
  });

/**
 * The session that a request asks for.
 * @param taken addresses inside the other tunnels of the VPN gateway
 */
export function bgpSession({ routing_policy_id, ...given }: BgpConfig, ipv6: boolean, taken: readonly string[]) {
  const { private_ip, peer_private_ip } = given;
  const addresses =
    private_ip !== undefined && peer_private_ip !== undefined
      ? { private_ip, peer_private_ip }
      : freeAddresses(ipv6, taken);
  return { routing_policy_id, ...addresses };
}

/** Two addresses of a subnet for two, the first one for Scaleway's end (scaleway-sdk-go, CreateConnectionRequest). */
function freeAddresses(ipv6: boolean, taken: readonly string[]): Pick<BgpSession, "private_ip" | "peer_private_ip"> {
  const others = taken.filter((address) => isIpv6(address) === ipv6);
  for (let number = 1; number < 255; number++) {
    const [private_ip, peer_private_ip] = ipv6
      ? ([`fd00:${number.toString(16)}::/127`, `fd00:${number.toString(16)}::1/127`] as const)
      : ([`169.254.${number}.0/31`, `169.254.${number}.1/31`] as const);
    if (!others.some((other) => overlap(other, private_ip))) return { private_ip, peer_private_ip };
  }
  throw preconditionFailed("resource_not_usable", "no subnet is left for another BGP session of the VPN gateway");
}
