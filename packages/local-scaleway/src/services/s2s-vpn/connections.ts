import { type Call, ok, operation, type Service } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, listParameter, oneOf, ref, tags, text, uuid } from "../../core/fields";
import { amongIds, contains, equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { generatedName } from "../vpc/vpcs";
import { type BgpConfig, type BgpSession, bgpConfig, bgpSession, policyRef } from "./bgp-sessions";
import { type Cipher, espCiphers, ikev2Ciphers } from "./ciphers";
import { customerGateways } from "./customer-gateways";
import { forgetKey, generateKey, keptKey, latestKey, renewKey } from "./pre-shared-keys";
import { routingPolicies } from "./routing-policies";
import { vpnGateways } from "./vpn-gateways";

/** scaleway-sdk-go, api/s2s_vpn/v1alpha1, ConnectionStatus. */
const STATUSES = ["active", "limited_connectivity", "down", "locked"] as const;

export interface Connection {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: (typeof STATUSES)[number];
  readonly is_ipv6: boolean;
  readonly initiation_policy: "vpn_gateway" | "customer_gateway";
  /** The secret with the pre-shared key. */
  readonly secret_id: string;
  readonly secret_revision: number;
  readonly ikev2_ciphers: readonly Cipher[];
  readonly esp_ciphers: readonly Cipher[];
  readonly route_propagation_enabled: boolean;
  readonly vpn_gateway_id: string;
  readonly customer_gateway_id: string;
  readonly bgp_session_ipv4?: BgpSession;
  readonly bgp_session_ipv6?: BgpSession;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const PATH = "/s2s-vpn/v1alpha1/regions/{region}/connections";
const name = text({ min: 1 });
const initiationPolicy = oneOf("vpn_gateway", "customer_gateway");

/**
 * Site-to-Site VPN API v1alpha1, connections: one tunnel between a VPN gateway and a customer's. Nothing answers at the
 * other end here, so that each one is down for good.
 */
export const connections = resource<Connection>({
  path: PATH,
  kind: "connection",
  terraformType: "scaleway_s2s_vpn_connection",
  create: creation(
    {
      project_id: projectRef(),
      name: name.default(() => generatedName("connection")),
      tags: tags(),
      is_ipv6: flag().default(false),
      initiation_policy: initiationPolicy.default("vpn_gateway"),
      ikev2_ciphers: ikev2Ciphers,
      esp_ciphers: espCiphers,
      enable_route_propagation: flag().default(false),
      secret: keptKey.optional(),
      vpn_gateway_id: ref(vpnGateways),
      customer_gateway_id: ref(customerGateways),
      bgp_config_ipv4: bgpConfig(false).optional(),
      bgp_config_ipv6: bgpConfig(true).optional(),
    },
    ({ enable_route_propagation, secret, bgp_config_ipv4, bgp_config_ipv6, ...given }, { id, now, region, call }) => {
      refuseUnreachable(given, call);
      updateGateway(given.vpn_gateway_id, call);
      const taken = addressesInTunnels(given.vpn_gateway_id, call);
      const session = (config: BgpConfig | undefined, ipv6: boolean) => config && bgpSession(config, ipv6, taken);
      return {
        id,
        ...given,
        ...(secret ?? generateKey({ id, project_id: given.project_id, region }, call)),
        organization_id: ORGANIZATION_ID,
        status: "down",
        route_propagation_enabled: enable_route_propagation,
        bgp_session_ipv4: session(bgp_config_ipv4, false),
        bgp_session_ipv6: session(bgp_config_ipv6, true),
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  shownAtCreation: withoutKey,
  update: update({
    name,
    tags: tags(),
    initiation_policy: initiationPolicy,
    ikev2_ciphers: ikev2Ciphers,
    esp_ciphers: espCiphers,
  }),
  shown,
  list: {
    key: "connections",
    orderBy: { created_at: "created_at", name: "name", status: "status" },
    filters: {
      project_id: equalId("project_id"),
      organization_id: equalId("organization_id"),
      name: contains("name"),
      tags: tagged,
      statuses: listParameter(oneOf(...STATUSES))
        .map((wanted) => (connection: Connection) => wanted.includes(connection.status))
        .optional(),
      is_ipv6: isSet("is_ipv6"),
      routing_policy_ids: listParameter(uuid())
        .map((wanted) => (connection: Connection) => wanted.some((id) => isFilteredBy(connection, id)))
        .optional(),
      route_propagation_enabled: isSet("route_propagation_enabled"),
      vpn_gateway_ids: amongIds("vpn_gateway_id"),
      customer_gateway_ids: amongIds("customer_gateway_id"),
    },
  },
  actions: {
    "enable-route-propagation": (connection) =>
      connection.route_propagation_enabled ? connection : { ...connection, route_propagation_enabled: true },
    "disable-route-propagation": (connection) =>
      connection.route_propagation_enabled ? { ...connection, route_propagation_enabled: false } : connection,
    "set-routing-policy": taking(
      { routing_policy_v4: policyRef(false).optional(), routing_policy_v6: policyRef(true).optional() },
      (connection, { routing_policy_v4, routing_policy_v6 }, call) => {
        refuseAllButOne(routing_policy_v4, routing_policy_v6);
        const taken = addressesInTunnels(connection.vpn_gateway_id, call);
        const session = (policy: string | undefined, ipv6: boolean, present: BgpSession | undefined) =>
          policy === undefined ? present : bgpSession({ ...present, routing_policy_id: policy }, ipv6, taken);
        return {
          ...connection,
          bgp_session_ipv4: session(routing_policy_v4, false, connection.bgp_session_ipv4),
          bgp_session_ipv6: session(routing_policy_v6, true, connection.bgp_session_ipv6),
        };
      },
    ),
    "detach-routing-policy": taking(
      { routing_policy_v4: policyRef(false).optional(), routing_policy_v6: policyRef(true).optional() },
      (connection, { routing_policy_v4, routing_policy_v6 }) => {
        const [version, policy] = refuseAllButOne(routing_policy_v4, routing_policy_v6);
        const session = `bgp_session_ipv${version}` as const;
        if (connection[session]?.routing_policy_id !== policy) {
          throw invalidArgument(`routing_policy_v${version}`, "constraint", "the policy is not attached");
        }
        return { ...connection, [session]: undefined };
      },
    ),
  },
  // The console deletes the connections of a gateway along with it; that the API does is not known.
  holds: { vpn_gateway_id: vpnGateways, customer_gateway_id: customerGateways },
  deletion: {
    takesAlong: (connection, call) => {
      forgetKey(connection, call);
      updateGateway(connection.vpn_gateway_id, call);
    },
  },
});

routingPolicies.isHeldBy({
  kind: connections.kind,
  count: (platform, id) => connections.existing(platform).filter((one) => isFilteredBy(one, id)).length,
});

/** Site-to-Site VPN API v1alpha1, pre-shared keys of connections. */
export const preSharedKeys: Service = {
  operations: [
    operation({
      method: "POST",
      path: `${PATH}/{connection}/renew-psk`,
      body: { generate_revision: flag().default(true) },
      answer: (call, { body: { generate_revision } }) => {
        const connection = connections.addressed(call);
        const key = generate_revision ? renewKey(connection, call) : latestKey(connection, call);
        return ok(withoutKey(shown(connections.replace(call, connection, { ...connection, ...key }))));
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/{connection}/change-psk`,
      body: { secret: keptKey },
      answer: (call, { body: { secret } }) => {
        const connection = connections.addressed(call);
        forgetKey(connection, call);
        return ok({ connection: shown(connections.replace(call, connection, { ...connection, ...secret })) });
      },
    }),
  ],
};

/** The key itself is in Secret Manager only: the field that once showed it is left empty. */
function withoutKey(connection: object): object {
  return { connection, pre_shared_key: "" };
}

function shown(connection: Connection): object {
  const bgpStatus = (session: BgpSession | undefined) => (session ? "down" : "disabled");
  return {
    ...connection,
    tunnel_status: "down",
    tunnel_status_ipv4: "unknown_tunnel_status",
    tunnel_status_ipv6: "unknown_tunnel_status",
    bgp_status_ipv4: bgpStatus(connection.bgp_session_ipv4),
    bgp_status_ipv6: bgpStatus(connection.bgp_session_ipv6),
  };
}

/**
 * VPN gateways have a public address of either IP version; customers' may lack one.
 * @throws InvalidArguments when it lacks that of the tunnel
 */
function refuseUnreachable(
  { is_ipv6, customer_gateway_id }: Pick<Connection, "is_ipv6" | "customer_gateway_id">,
  call: Call,
): void {
  const customer = customerGateways.find(call, customer_gateway_id);
  if ((is_ipv6 ? customer.public_ipv6 : customer.public_ipv4) !== undefined) return;
  const help = `the gateway has no public ${is_ipv6 ? "IPv6" : "IPv4"} address for the tunnel`;
  throw invalidArgument("customer_gateway_id", "constraint", help);
}

/** A VPN gateway takes in each change of its connections, at once: it has been updated. */
function updateGateway(id: string, call: Call): void {
  const gateway = vpnGateways.find(call, id);
  vpnGateways.replace(call, gateway, { ...gateway });
}

function addressesInTunnels(gatewayId: string, { platform }: Call): string[] {
  return connections
    .existing(platform)
    .filter(({ vpn_gateway_id }) => vpn_gateway_id === gatewayId)
    .flatMap(({ bgp_session_ipv4, bgp_session_ipv6 }) => [bgp_session_ipv4, bgp_session_ipv6])
    .flatMap((session) => session?.private_ip ?? []);
}

const isFilteredBy = ({ bgp_session_ipv4, bgp_session_ipv6 }: Connection, policyId: string) =>
  bgp_session_ipv4?.routing_policy_id === policyId || bgp_session_ipv6?.routing_policy_id === policyId;

/** @throws InvalidArguments unless exactly one of the two is given */
function refuseAllButOne(v4: string | undefined, v6: string | undefined): readonly [4 | 6, string] {
  if (v4 !== undefined && v6 === undefined) return [4, v4];
  if (v6 !== undefined && v4 === undefined) return [6, v6];
  throw invalidArgument(
    "routing_policy_v4",
    "constraint",
    "exactly one of routing_policy_v4 and routing_policy_v6 is given",
  );
}
