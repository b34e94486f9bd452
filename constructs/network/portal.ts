import { Lb } from "@cdktf/provider-scaleway/lib/lb";
import { LbBackend } from "@cdktf/provider-scaleway/lib/lb-backend";
import { LbFrontend } from "@cdktf/provider-scaleway/lib/lb-frontend";
import { LbIp } from "@cdktf/provider-scaleway/lib/lb-ip";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, guarded, labelList } from "../core/custody";
import type { Zone } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { IsolatedVpc } from "./isolated-vpc";

export interface PortalProps {
  /** What people come for; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** VPC of the entrance, in a project of the trust zone `access` that holds nothing else. */
  readonly vpc: IsolatedVpc;
  /** Purpose of the network from which it calls what is behind it. */
  readonly network: string;
  /** Public ranges that people come from, /16 to /32. At least one; nobody else gets an answer. */
  readonly visitors: readonly Cidr[];
}

/** Shortest prefix, in bits, of a range of visitors: 65,536 addresses, as large networks of hospitals have (HDH-NET-003). */
const WIDEST_PREFIX = 16;

/** Port on which the entrance behind it listens, on the nodes of the cluster. */
const ENTRANCE_PORT = 30_443;

/**
 * The one public entrance. It passes TLS through to the cluster, where the web application firewall and the private key
 * of the certificate are: a load balancer that ended TLS would bring that key into Terraform's state, since the provider
 * has no write-only argument for it (2.81.0, docs/resources/lb_certificate.md).
 *
 * One stands in each zone that offers them, so that one zone may fail: names in DNS point at both.
 */
export class Portal extends Construct {
  /** Its public IPv4 addresses, in the order of zones. */
  readonly addresses: readonly string[];

  constructor(scope: Construct, id: string, props: PortalProps) {
    super(scope, id);
    const { purpose, vpc, visitors } = props;
    const zones = vpc.locality.zonesOffering("load-balancer");
    refuse(
      this,
      unlessPurpose(purpose),
      vpc.project.zone === "access"
        ? undefined
        : `vpc: in a project of the trust zone access; that of ${vpc.project.purpose} is ${vpc.project.zone} (HDH-NET-009)`,
      visitors.length > 0 ? undefined : "visitors: at least one range; an entrance for nobody has no use",
      ...visitors
        .filter((range) => range.prefix < WIDEST_PREFIX)
        .map((range) => `visitors: ranges of /${WIDEST_PREFIX} to /32; got ${range}`),
      zones.length > 0 ? undefined : `vpc: no zone of ${vpc.locality} offers load balancers`,
    );
    this.addresses = zones.map((zone) => this.balancerIn(zone, props));
  }

  /** @returns the address of the balancer */
  private balancerIn(zone: Zone, { purpose, vpc, network, visitors }: PortalProps): string {
    const name = `${custodyOf(this).prefix}-${purpose}-${zone}`;
    const { projectId, purpose: project, zone: trustZone } = vpc.project;
    const place = { projectId, zone: zone.code };
    const tags = labelList(this, { dataClass: vpc.dataClass, project, zone: trustZone });

    const ip = new LbIp(this, `address-${zone}`, { ...place, tags, lifecycle: guarded(this) });
    const balancer = new Lb(this, `balancer-${zone}`, {
      ...place,
      name,
      description: "The one public entrance of the platform, in this zone.",
      type: "LB-S",
      ipIds: [ip.id],
      privateNetwork: [{ privateNetworkId: vpc.network(network) }],
      sslCompatibilityLevel: "ssl_compatibility_level_modern",
      tags,
    });
    const backend = new LbBackend(this, `entrance-${zone}`, {
      name: `${name}-entrance`,
      lbId: balancer.id,
      forwardProtocol: "tcp",
      forwardPort: ENTRANCE_PORT,
      proxyProtocol: "v2",
      healthCheckTcp: {},
      // Nodes come and go: a program on the cluster enters them there, and takes them out.
      lifecycle: { ignoreChanges: ["server_ips"] },
    });
    // Its rules are its own: provider 2.81.0 deletes those of `scaleway_lb_acl` with every update (lb/frontend.go, Update).
    new LbFrontend(this, `https-${zone}`, {
      name: `${name}-https`,
      lbId: balancer.id,
      backendId: backend.id,
      inboundPort: 443,
      enableAccessLogs: true,
      acl: [
        { name: "visitors", action: { type: "allow" }, match: { ipSubnet: visitors.map(String).sort() } },
        // Whom no rule names would be let in (scaleway/docs-content, load-balancer/reference-content/acls).
        { name: "others", action: { type: "deny" }, match: { ipSubnet: ["0.0.0.0/0", "::/0"] } },
      ],
    });
    return ip.ipAddress;
  }
}
