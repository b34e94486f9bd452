import { S2SVpnConnection } from "@cdktf/provider-scaleway/lib/s2s-vpn-connection";
import { S2SVpnCustomerGateway } from "@cdktf/provider-scaleway/lib/s2s-vpn-customer-gateway";
import { S2SVpnGateway } from "@cdktf/provider-scaleway/lib/s2s-vpn-gateway";
import { S2SVpnRoutingPolicy } from "@cdktf/provider-scaleway/lib/s2s-vpn-routing-policy";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, labelList } from "../core/custody";
import type { Country } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { IsolatedVpc } from "./isolated-vpc";

/** A site that is not Scaleway's: a room of one's own, or another provider. */
export interface ExternalSite {
  readonly country: Country;
  /** Public IPv4 address of its VPN gateway. */
  readonly gatewayAddress: string;
  /** Number of its autonomous system, by which the gateways exchange routes: private, 64512–65534 or 4200000000–4294967294 (RFC 6996). */
  readonly asn: number;
  /** What is reached there. */
  readonly range: Cidr;
}

export interface SiteLinkProps {
  /** What the link is for; becomes part of its names. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly vpc: IsolatedVpc;
  /** Purpose of the one network that the site reaches. */
  readonly network: string;
  readonly site: ExternalSite;
}

/**
 * The encrypted link to a site in France outside Scaleway (IPsec, IKEv2). Routes for the site's one range come in, those
 * of the one network go out, and no others. The key that both sides share is made by Scaleway and kept in Secret Manager.
 */
export class SiteLink extends Construct {
  constructor(scope: Construct, id: string, { purpose, vpc, network, site }: SiteLinkProps) {
    super(scope, id);
    refuse(
      this,
      unlessPurpose(purpose),
      site.country === "FR" ? undefined : `site.country: FR; got ${site.country}. Only a French site is a second site`,
      isPrivateAsn(site.asn)
        ? undefined
        : `site.asn: a private number, 64512–65534 or 4200000000–4294967294 (RFC 6996); got ${site.asn}`,
      ...vpc.networks
        .filter(({ range }) => range.overlaps(site.range))
        .map((own) => `site.range: ${site.range} overlaps the network ${own.purpose} ${own.range}; renumber the site`),
    );

    const name = `${custodyOf(this).prefix}-${purpose}`;
    const { projectId, purpose: project, zone } = vpc.project;
    const place = { projectId, region: vpc.locality.code };
    const tags = labelList(this, { dataClass: vpc.dataClass, project, zone });

    const gateway = new S2SVpnGateway(this, "gateway", {
      ...place,
      name: `${name}-here`,
      gatewayType: "VGW-S",
      zone: vpc.locality.zones[0]?.code,
      privateNetworkId: vpc.network(network),
      tags,
    });
    const there = new S2SVpnCustomerGateway(this, "site", {
      ...place,
      name: `${name}-there`,
      asn: site.asn,
      ipv4Public: site.gatewayAddress,
      tags,
    });
    const routes = new S2SVpnRoutingPolicy(this, "routes", {
      ...place,
      name,
      isIpv6: false,
      prefixFilterIn: [site.range.toString()],
      prefixFilterOut: [vpc.range(network).toString()],
      tags,
    });
    const cipher = [{ encryption: "aes256gcm", integrity: "sha384", dhGroup: "ecp384" }];
    new S2SVpnConnection(this, "connection", {
      ...place,
      name,
      vpnGatewayId: gateway.id,
      customerGatewayId: there.id,
      initiationPolicy: "customer_gateway",
      isIpv6: false,
      enableRoutePropagation: true,
      ikev2Ciphers: cipher,
      espCiphers: cipher,
      bgpConfigIpv4: [{ routingPolicyId: routes.id }],
      tags,
    });
  }
}

function isPrivateAsn(asn: number): boolean {
  return Number.isInteger(asn) && ((asn >= 64_512 && asn <= 65_534) || (asn >= 4_200_000_000 && asn <= 4_294_967_294));
}
