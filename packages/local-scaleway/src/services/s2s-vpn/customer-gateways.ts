import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { cidr, integer, tags, text } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { isIpv6 } from "../vpc/subnets";
import { generatedName } from "../vpc/vpcs";
import type { Connection } from "./connections";

/** Scaleway's autonomous system (Scaleway documentation, Site-to-Site VPN, understanding Site-to-Site VPN). */
export const SCALEWAY_ASN = 12876;

export interface CustomerGateway {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly public_ipv4?: string;
  readonly public_ipv6?: string;
  /** Number of the customer's autonomous system. */
  readonly asn: number;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const name = text({ min: 1 });
const asn = integer({ min: 1, max: 2 ** 32 - 1 }).map((value, { argument }) => {
  if (value !== SCALEWAY_ASN) return value;
  throw invalidArgument(argument, "constraint", `must not be ${SCALEWAY_ASN}, which is Scaleway's own`);
});

/** One address, given as a range of one and shown without its prefix length. */
const publicAddress = (suffix: "/32" | "/128") =>
  cidr().map((value, { argument }) => {
    if (value.endsWith(suffix) && isIpv6(value) === (suffix === "/128")) return value.slice(0, -suffix.length);
    const help = `must be one IPv${suffix === "/128" ? 6 : 4} address with the prefix length ${suffix}`;
    throw invalidArgument(argument, "constraint", help);
  });
const ipv4 = publicAddress("/32");
const ipv6 = publicAddress("/128");

/** Site-to-Site VPN API v1alpha1, customer gateways: what the API knows of the device at the other end. */
export const customerGateways = resource<CustomerGateway>({
  path: "/s2s-vpn/v1alpha1/regions/{region}/customer-gateways",
  kind: "customer_gateway",
  terraformType: "scaleway_s2s_vpn_customer_gateway",
  create: creation(
    {
      project_id: projectRef(),
      name: name.default(() => generatedName("customer")),
      tags: tags(),
      ipv4_public: ipv4.optional(),
      ipv6_public: ipv6.optional(),
      asn,
    },
    ({ ipv4_public, ipv6_public, ...given }, { id, now, region }) => ({
      id,
      ...given,
      public_ipv4: ipv4_public,
      public_ipv6: ipv6_public,
      organization_id: ORGANIZATION_ID,
      region,
      created_at: now,
      updated_at: now,
    }),
  ),
  update: update(
    { name, tags: tags(), ipv4_public: ipv4, ipv6_public: ipv6, asn },
    (gateway, { ipv4_public, ipv6_public, ...given }) => ({
      ...gateway,
      ...given,
      public_ipv4: ipv4_public ?? gateway.public_ipv4,
      public_ipv6: ipv6_public ?? gateway.public_ipv6,
    }),
  ),
  shown: (gateway, platform) => ({ ...gateway, connection_ids: connectionsOf(gateway, platform) }),
  list: {
    key: "gateways",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      project_id: equalId("project_id"),
      organization_id: equalId("organization_id"),
      name: contains("name"),
      tags: tagged,
    },
  },
  deletion: {},
});

const connectionsOf = ({ id }: CustomerGateway, { world }: Platform): string[] =>
  [...world.collection<Connection>("s2s-vpn/connections").values()]
    .filter(({ customer_gateway_id }) => customer_gateway_id === id)
    .map((connection) => connection.id);
