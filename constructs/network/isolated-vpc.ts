import { Vpc } from "@cdktf/provider-scaleway/lib/vpc";
import { VpcAcl } from "@cdktf/provider-scaleway/lib/vpc-acl";
import { VpcPrivateNetwork } from "@cdktf/provider-scaleway/lib/vpc-private-network";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, guarded, labelList } from "../core/custody";
import type { DataClass } from "../core/data-class";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

/** One private network of a VPC. */
export interface NetworkRange {
  /** Becomes part of its name, and of DNS names inside the VPC. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Its IPv4 range, from the address plan. CAUTION: changing it replaces the network, and all that is attached to it. */
  readonly range: Cidr;
}

export interface IsolatedVpcProps {
  /** What the VPC is for; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly project: ProjectScope;
  readonly locality: Region;
  /** The private networks, at least one. No two may overlap. */
  readonly networks: readonly NetworkRange[];
  /** Highest class of data that may cross it. */
  readonly dataClass: DataClass;
}

/**
 * A VPC of its own, never the default one: what is not in it cannot reach it. Routing between its networks cannot be
 * switched off (scaleway/docs-content, vpc/reference-content/understanding-routing), so both of its network ACLs drop
 * whatever no rule names.
 *
 * CAUTION: provider 2.81.0 opens a VPC when either ACL is destroyed, the IPv6 one included (vpc/acl.go, Delete, which
 * resets IPv4 to accept). They are destroyed together with their VPC, or never.
 */
export class IsolatedVpc extends Construct {
  /** Terraform id of the VPC, `<region>/<uuid>`. */
  readonly vpcId: string;
  private readonly networkIds = new Map<string, string>();

  constructor(scope: Construct, id: string, props: IsolatedVpcProps) {
    super(scope, id);
    refuse(this, unlessPurpose(props.purpose), withoutNetworks(props), ...invalidNetworks(props), ...overlaps(props));

    const { prefix } = custodyOf(this);
    const region = props.locality.code;
    const name = `${prefix}-${props.purpose}`;
    const projectId = props.project.projectId;
    const { purpose: project, zone } = props.project;
    const tags = labelList(this, { dataClass: props.dataClass, project, zone });

    const vpc = new Vpc(this, "vpc", {
      name,
      projectId,
      region,
      enableTransitivity: false,
      tags,
      lifecycle: guarded(this),
    });
    this.vpcId = vpc.id;

    for (const [version, isIpv6] of [
      ["ipv4", false],
      ["ipv6", true],
    ] as const) {
      new VpcAcl(this, `acl-${version}`, {
        vpcId: vpc.id,
        region,
        isIpv6,
        defaultPolicy: "drop",
        lifecycle: guarded(this),
      });
    }

    for (const { purpose, range } of props.networks) {
      const network = new VpcPrivateNetwork(this, `network-${purpose}`, {
        name: `${name}-${purpose}`,
        vpcId: vpc.id,
        projectId,
        region,
        ipv4Subnet: { subnet: range.toString() },
        enableDefaultRoutePropagation: false,
        tags,
        lifecycle: guarded(this),
      });
      this.networkIds.set(purpose, network.id);
    }
  }

  /**
   * Terraform id of a private network, `<region>/<uuid>`.
   * @throws when the VPC has no network of that purpose
   */
  network(purpose: string): string {
    const id = this.networkIds.get(purpose);
    if (!id)
      throw new Error(
        `${this.node.path}: has no network "${purpose}"; it has ${[...this.networkIds.keys()].join(", ")}`,
      );
    return id;
  }
}

function withoutNetworks({ networks }: IsolatedVpcProps): string | undefined {
  return networks.length > 0 ? undefined : "networks: at least one; a VPC without a network connects nothing";
}

function invalidNetworks({ networks }: IsolatedVpcProps): (string | undefined)[] {
  return networks.map(({ purpose }, index) => {
    const reason = unlessPurpose(purpose);
    return reason && `networks[${index}].${reason}`;
  });
}

function overlaps({ networks }: IsolatedVpcProps): string[] {
  return networks.flatMap((one, index) =>
    networks
      .slice(index + 1)
      .filter((other) => one.purpose === other.purpose || one.range.overlaps(other.range))
      .map((other) =>
        one.purpose === other.purpose
          ? `networks: "${one.purpose}" is named twice`
          : `networks: ${one.purpose} ${one.range} and ${other.purpose} ${other.range} overlap; take ranges from the address plan`,
      ),
  );
}
