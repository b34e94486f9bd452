/** How an environment survives the loss of a place. Only the second satisfies "two French regions". */
export type RedundancyProfile = "fr-multi-az" | "fr-second-site" | "eu-dr" | "none";

/** What the rules are told of the environment. Plain data, so that they trust no code of the stacks they judge. */
export interface PolicyInputs {
  /** `sandbox`, `staging` or `production`: the value that the label hdh-env must have. */
  readonly environment: string;
  readonly profile: RedundancyProfile;
  /** Regions in which anything may stand, such as `fr-par`. */
  readonly allowedRegions: readonly string[];
  /** Zones in which anything may stand, such as `fr-par-1`. */
  readonly allowedZones: readonly string[];
  /** Regions abroad in which, under the profile `eu-dr`, ciphertext of class C0 or C1 may stand as an open deviation. */
  readonly deviatingRegions: readonly string[];
  /** Source addresses of the providers that a stack may require, such as `scaleway/scaleway`. */
  readonly allowedProviders: readonly string[];
  /**
   * Principals that no stack creates, in the form of bucket policies (`application_id:<uuid>`), and that may own buckets:
   * the pipeline, where it is older than the environment.
   */
  readonly ownerPrincipals: readonly string[];
}
