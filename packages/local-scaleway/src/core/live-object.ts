/** Something that exists on the local Scaleway and that Terraform has a resource for. */
export interface LiveObject {
  /** Terraform type, `scaleway_vpc`. */
  readonly type: string;
  /** Terraform id: `fr-par/<uuid>` for something regional, the uuid for something global. */
  readonly id: string;
  /** Tells apart objects that share type and id: `ipv4` and `ipv6` for the two ACLs of a VPC. */
  readonly discriminator?: string;
  readonly name?: string;
  readonly projectId?: string;
  /** Terraform id of what may be configured with it inside, and then has it for a part. */
  readonly partOf?: string;
  /** Was there from the start. */
  readonly seed: boolean;
  /** Deleted, but kept by the API for some days. */
  readonly scheduledForDeletion: boolean;
  /** RFC 3339. */
  readonly created: string;
}
