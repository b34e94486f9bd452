import type { Cidr } from "../constructs/core/cidr";
import type { Region } from "../constructs/core/locality";

/**
 * The private networks of the platform's VPC, in the order in which they took their block.
 * Append only: a network that moves in this list is replaced, with all that is attached to it.
 */
const PLATFORM_NETWORKS = ["nodes", "services"] as const;

export type PlatformNetwork = (typeof PLATFORM_NETWORKS)[number];

/** The private networks of the VPC in front of the platform, in the same way. */
const ACCESS_NETWORKS = ["entrance"] as const;

export type AccessNetwork = (typeof ACCESS_NETWORKS)[number];

/** A private network and its range. */
export interface PlannedNetwork<Purpose extends string> {
  readonly purpose: Purpose;
  readonly range: Cidr;
}

/** Prefix length of what one region takes of the environment's block: 262,144 addresses. */
const REGION_PREFIX = 14;
/** Prefix length of one VPC: the platform's is the first block of its region, that of the access to it the second. */
const VPC_PREFIX = 16;
/** Prefix length of one private network. Scaleway allocates the same size, and a network takes at most 512 resources. */
const NETWORK_PREFIX = 22;

/** The only list of address ranges. The next region, network or workspace takes the next block, so no two can overlap. */
export class AddressPlan {
  /**
   * @param block the environment's own range, /12 or larger
   * @param regions the environment's regions in the order in which they joined it
   */
  constructor(
    /** The environment's own range. */
    readonly block: Cidr,
    private readonly regions: readonly Region[],
  ) {}

  /** Range of everything that the environment has in a region. */
  region(region: Region): Cidr {
    const index = this.regions.indexOf(region);
    if (index < 0) throw new Error(`addresses: region ${region} is not one of this environment's regions`);
    return this.block.block(REGION_PREFIX, index);
  }

  /** The platform VPC's range in a region. */
  platform(region: Region): Cidr {
    return this.region(region).block(VPC_PREFIX, 0);
  }

  /** The platform's private networks in a region. */
  platformNetworks(region: Region): readonly PlannedNetwork<PlatformNetwork>[] {
    return networksIn(this.platform(region), PLATFORM_NETWORKS);
  }

  /** Range of the VPC in front of the platform in a region. */
  access(region: Region): Cidr {
    return this.region(region).block(VPC_PREFIX, 1);
  }

  /** The private networks of the VPC in front of the platform in a region. */
  accessNetworks(region: Region): readonly PlannedNetwork<AccessNetwork>[] {
    return networksIn(this.access(region), ACCESS_NETWORKS);
  }
}

/**
 * The ranges of private networks, block after block, in the order in which they joined their VPC.
 * @throws when the VPC has no block left
 */
export function networksIn<Purpose extends string>(
  vpc: Cidr,
  purposes: readonly Purpose[],
): readonly PlannedNetwork<Purpose>[] {
  return purposes.map((purpose, index) => ({ purpose, range: vpc.block(NETWORK_PREFIX, index) }));
}
