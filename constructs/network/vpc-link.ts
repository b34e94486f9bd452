import { VpcConnector } from "@cdktf/provider-scaleway/lib/vpc-connector";
import { VpcRoute } from "@cdktf/provider-scaleway/lib/vpc-route";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, labelList } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";
import type { IsolatedVpc } from "./isolated-vpc";

/** One side of a link: what the other side can reach. */
export interface LinkEnd {
  readonly vpc: IsolatedVpc;
  /** Purpose of the network that the other side reaches. */
  readonly network: string;
  /** Part of the network that the other side reaches, /24 to /32. @default - the whole network */
  readonly range?: Cidr;
}

export interface VpcLinkProps {
  /** What the link is for; becomes part of its names. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** The two VPCs, of one region. CAUTION: changing either cuts the link and makes a new one. */
  readonly between: readonly [LinkEnd, LinkEnd];
}

/** Widest part of a network that a route may name, as prefix length in bits. */
const WIDEST_PREFIX = 24;

/**
 * The one path between two VPCs that are otherwise strangers: a connector on either side, without which the other stays
 * an orphan, and on either side one route to what is shared (scaleway/docs-content, vpc-peering/concepts, 2026-08-04).
 * It leads no further: neither VPC passes anything on.
 */
export class VpcLink extends Construct {
  constructor(scope: Construct, id: string, { purpose, between }: VpcLinkProps) {
    super(scope, id);
    const [one, other] = between;
    refuse(
      this,
      unlessPurpose(purpose),
      ...strangers(one, other),
      ...unlessSpecific(0, one),
      ...unlessSpecific(1, other),
    );

    const sides = [
      { name: "there", near: one, far: other },
      { name: "back", near: other, far: one },
    ] as const;
    const connectors = sides.map(({ name, near, far }) => this.connect(name, near.vpc, far.vpc, purpose));
    for (const [index, { name, near, far }] of sides.entries()) {
      const { vpc } = near;
      const { dataClass, project } = vpc;
      new VpcRoute(this, `route-${name}`, {
        vpcId: vpc.vpcId,
        region: vpc.locality.code,
        description: `To ${far.network} over the link ${purpose}`,
        destination: reachable(far).toString(),
        nexthopVpcConnectorId: connectors[index]?.id,
        tags: labelList(this, { dataClass, project: project.purpose, zone: project.zone }),
        // A route over a connector without its counterpart leads nowhere.
        dependsOn: connectors,
      });
    }
  }

  private connect(name: string, near: IsolatedVpc, far: IsolatedVpc, purpose: string): VpcConnector {
    const { dataClass, project } = near;
    return new VpcConnector(this, `connector-${name}`, {
      name: `${custodyOf(this).prefix}-${purpose}-${name}`,
      vpcId: near.vpcId,
      targetVpcId: far.vpcId,
      region: near.locality.code,
      tags: labelList(this, { dataClass, project: project.purpose, zone: project.zone }),
    });
  }
}

function reachable({ vpc, network, range }: LinkEnd): Cidr {
  return range ?? vpc.range(network);
}

function strangers({ vpc: one }: LinkEnd, { vpc: other }: LinkEnd): string[] {
  if (one === other) return ["between: two VPCs; networks of one VPC are told apart by its flows"];
  const reasons: string[] = [];
  if (one.locality.code !== other.locality.code)
    reasons.push(`between: VPCs of one region; got ${one.locality} and ${other.locality}`);
  if (one.project.zone === "workspace" && other.project.zone === "workspace")
    reasons.push("between: never two workspaces; share data through the platform (HDH-PRJ-002)");
  const clash = one.networks.flatMap((a) => other.networks.filter((b) => a.range.overlaps(b.range)).map((b) => [a, b]));
  return [
    ...reasons,
    ...clash.map(
      ([a, b]) =>
        `between: ${a?.purpose} ${a?.range} and ${b?.purpose} ${b?.range} overlap; take ranges from the address plan`,
    ),
  ];
}

function unlessSpecific(index: number, { vpc, network, range }: LinkEnd): string[] {
  const whole = vpc.range(network);
  if (!range || range.toString() === whole.toString()) return [];
  const property = `between[${index}].range`;
  if (!whole.contains(range)) return [`${property}: inside ${network} ${whole}; got ${range}`];
  return range.prefix < WIDEST_PREFIX
    ? [`${property}: /${WIDEST_PREFIX} to /32, or all of ${whole}; got ${range}`]
    : [];
}
