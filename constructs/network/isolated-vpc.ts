import { Vpc } from "@cdktf/provider-scaleway/lib/vpc";
import { VpcPrivateNetwork } from "@cdktf/provider-scaleway/lib/vpc-private-network";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, guarded, labelList } from "../core/custody";
import type { DataClass } from "../core/data-class";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";
import { NetworkAcl, type Service } from "./network-acl";

/** One private network of a VPC. */
export interface NetworkRange {
  /** Becomes part of its name, and of DNS names inside the VPC. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Its IPv4 range, from the address plan. CAUTION: changing it replaces the network, and all that is attached to it. */
  readonly range: Cidr;
}

/** Calls from one private network of a VPC to a service in another, and the answers. */
export interface NetworkFlow {
  /** A sentence that says who calls what; see `AclFlow`. */
  readonly name: string;
  /** Purpose of the network that calls come from. */
  readonly from: string;
  /** Purpose of the network that the service is in. */
  readonly to: string;
  readonly service: Service;
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
  /** What may pass between its networks. @default - nothing */
  readonly flows?: readonly NetworkFlow[];
}

/**
 * A VPC of its own, never the default one: what is not in it cannot reach it. Routing between its networks cannot be
 * switched off (scaleway/docs-content, vpc/reference-content/understanding-routing), so both of its network ACLs drop
 * whatever no flow names.
 */
export class IsolatedVpc extends Construct {
  /** Terraform id of the VPC, `<region>/<uuid>`. */
  readonly vpcId: string;
  readonly project: ProjectScope;
  readonly locality: Region;
  readonly dataClass: DataClass;
  readonly networks: readonly NetworkRange[];
  private readonly networkIds = new Map<string, string>();

  constructor(scope: Construct, id: string, props: IsolatedVpcProps) {
    super(scope, id);
    refuse(
      this,
      unlessPurpose(props.purpose),
      withoutNetworks(props),
      ...invalidNetworks(props),
      ...overlaps(props),
      ...flowsToNowhere(props),
    );
    this.project = props.project;
    this.locality = props.locality;
    this.dataClass = props.dataClass;
    this.networks = props.networks;

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

    const acl = { vpcId: vpc.id, locality: props.locality };
    const flows = props.flows?.map((flow) => ({ ...flow, from: this.range(flow.from), to: this.range(flow.to) }));
    new NetworkAcl(this, "acl-ipv4", { ...acl, version: "ipv4", flows });
    // The networks are planned in IPv4, so nothing passes in IPv6.
    new NetworkAcl(this, "acl-ipv6", { ...acl, version: "ipv6", flows: flows && [] });

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
    return this.networkIds.get(purpose) ?? this.hasNo(purpose);
  }

  /**
   * Range of a private network.
   * @throws when the VPC has no network of that purpose
   */
  range(purpose: string): Cidr {
    return this.networks.find((network) => network.purpose === purpose)?.range ?? this.hasNo(purpose);
  }

  private hasNo(purpose: string): never {
    const purposes = this.networks.map((network) => network.purpose).join(", ");
    throw new Error(`${this.node.path}: has no network "${purpose}"; it has ${purposes}`);
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

function flowsToNowhere({ networks, flows = [] }: IsolatedVpcProps): string[] {
  const purposes = networks.map(({ purpose }) => purpose);
  return flows.flatMap(({ from, to }, index) =>
    Object.entries({ from, to })
      .filter(([, purpose]) => !purposes.includes(purpose))
      .map(([end, purpose]) => `flows[${index}].${end}: one of ${purposes.join(", ")}; got "${purpose}"`),
  );
}
