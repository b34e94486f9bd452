import { VpcGatewayNetwork } from "@cdktf/provider-scaleway/lib/vpc-gateway-network";
import { VpcPublicGateway } from "@cdktf/provider-scaleway/lib/vpc-public-gateway";
import { VpcPublicGatewayIp } from "@cdktf/provider-scaleway/lib/vpc-public-gateway-ip";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, guarded, labelList, type TrustZone } from "../core/custody";
import type { Zone } from "../core/locality";
import { unlessAdminRanges } from "../core/public-range";
import { refuse, unlessPurpose } from "../core/refusal";
import type { IsolatedVpc } from "./isolated-vpc";

/** A door for administrators: SSH through the gateways. */
export interface Bastion {
  /** Ranges that administrators come from, at least one: public, of at most 16 addresses each. */
  readonly allowedRanges: readonly Cidr[];
}

export interface EgressGatewaysProps {
  /** What leaves through them; becomes part of their names. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** VPC that they stand in; a gateway filters nothing, so none may hold data: not of a workspace, of ingest or of pseudonymisation. */
  readonly vpc: IsolatedVpc;
  /** Purpose of the one network that reaches the internet through them. */
  readonly network: string;
  /** CAUTION: provider 2.81.0 makes the gateway first and limits its bastion afterwards (vpcgw/public_gateway.go, Create), so for a moment anyone may knock. @default - no bastion */
  readonly bastion?: Bastion;
}

/** Trust zones whose projects have no way out (HDH-PRJ-003). */
const SEALED: readonly TrustZone[] = ["workspace", "ingest", "pseudonymisation"];

/**
 * The way out to the internet for one network: a public gateway in each zone that offers them, all announcing a default
 * route, so that one zone may fail (scaleway/docs-content, public-gateways/faq). They translate addresses and let
 * nothing in. Their addresses are reserved, since whoever is called knows the caller by them.
 */
export class EgressGateways extends Construct {
  /** Public IPv4 addresses that calls come from, in the order of zones: for the conditions of bucket policies and for allow-lists. */
  readonly addresses: readonly string[];
  /** What to wait for before anything in the network needs the internet: no reference says so (nodes without it never become ready). */
  readonly routes: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: EgressGatewaysProps) {
    super(scope, id);
    const { vpc, network, purpose, bastion } = props;
    const zones = vpc.locality.zonesOffering("public-gateway");
    refuse(
      this,
      unlessPurpose(purpose),
      SEALED.includes(vpc.project.zone)
        ? `vpc: not in the trust zone ${vpc.project.zone}, which has no way out; put the gateways into a platform project`
        : undefined,
      zones.length > 0 ? undefined : `vpc: no zone of ${vpc.locality} offers public gateways`,
      ...(bastion ? unlessAdminRanges("bastion.allowedRanges", bastion.allowedRanges) : []),
    );

    const built = zones.map((zone) => this.gatewayIn(zone, vpc.network(network), props));
    this.addresses = built.map(({ address }) => address);
    this.routes = built.map(({ route }) => route);
  }

  private gatewayIn(zone: Zone, privateNetworkId: string, { vpc, purpose, bastion }: EgressGatewaysProps) {
    const { projectId, purpose: project, zone: trustZone } = vpc.project;
    const place = { projectId, zone: zone.code };
    const tags = labelList(this, { dataClass: vpc.dataClass, project, zone: trustZone });

    const address = new VpcPublicGatewayIp(this, `address-${zone}`, { ...place, tags, lifecycle: guarded(this) });
    const gateway = new VpcPublicGateway(this, `gateway-${zone}`, {
      ...place,
      name: `${custodyOf(this).prefix}-${purpose}-${zone}`,
      type: "VPC-GW-S",
      ipId: address.id,
      // Stated even where they are off: the provider keeps what was set by hand wherever the code says nothing.
      bastionEnabled: bastion !== undefined,
      allowedIpRanges: bastion?.allowedRanges.map(String).sort(),
      enableSmtp: false,
      tags,
    });
    const route = new VpcGatewayNetwork(this, `route-${zone}`, {
      zone: zone.code,
      gatewayId: gateway.id,
      privateNetworkId,
      enableMasquerade: true,
      ipamConfig: [{ pushDefaultRoute: true }],
    });
    return { address: address.address, route };
  }
}
