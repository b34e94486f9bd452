import { S2SVpnConnection } from "@cdktf/provider-scaleway/lib/s2s-vpn-connection";
import { S2SVpnCustomerGateway } from "@cdktf/provider-scaleway/lib/s2s-vpn-customer-gateway";
import { S2SVpnGateway } from "@cdktf/provider-scaleway/lib/s2s-vpn-gateway";
import { S2SVpnRoutingPolicy } from "@cdktf/provider-scaleway/lib/s2s-vpn-routing-policy";
import { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import { type ExternalSite, unlessFrenchSite, unlessPrivateRange } from "../core/external-site";
import { refuse, unlessPurpose } from "../core/refusal";
import type { IsolatedVpc } from "./isolated-vpc";

export interface SiteLinkProps {
  /** What the link is for; becomes part of its names. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly vpc: IsolatedVpc;
  /** Purpose of the one network that the site reaches. CAUTION: the gateway stays where it is: provider 2.81.0 plans such a change and sends only names and tags (s2svpn/vpn_gateway.go, Update). Take the link down first. */
  readonly network: string;
  readonly site: ExternalSite;
}

/**
 * What protects both the negotiation and the traffic. The encryption authenticates by itself, so an integrity algorithm is
 * not set; the group gives each session keys of its own (scaleway/docs-content,
 * site-to-site-vpn/reference-content/security-proposals; names as in scaleway-sdk-go, api/s2s_vpn/v1alpha1; HDH-ENC-005).
 */
const CIPHERS = [{ encryption: "aes256gcm", dhGroup: "ecp384" }];

/**
 * The encrypted link to a site in France outside Scaleway (IPsec, IKEv2), which the site opens. Routes for the site's one
 * range come in, those of the one network go out, and no others. Scaleway gives its gateway a public address, and keeps
 * the key that both sides share in Secret Manager (provider 2.81.0, docs/resources/s2s_vpn_connection.md).
 */
export class SiteLink extends Construct {
  constructor(scope: Construct, id: string, { purpose, vpc, network, site }: SiteLinkProps) {
    super(scope, id);
    refuse(
      this,
      unlessPurpose(purpose),
      ...unlessFrenchSite("site", site),
      unlessPrivateRange("site.range", site.range),
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
    new S2SVpnConnection(this, "connection", {
      ...place,
      name,
      vpnGatewayId: gateway.id,
      customerGatewayId: there.id,
      initiationPolicy: "customer_gateway",
      isIpv6: false,
      enableRoutePropagation: true,
      ikev2Ciphers: CIPHERS,
      espCiphers: CIPHERS,
      bgpConfigIpv4: [{ routingPolicyId: routes.id }],
      tags,
    });
  }
}
