import type { Flow } from "./labels/homes";

/** Where the migration stands: P0 build, P1 tests, P2 parallel run, P3 cutover, P4 after the exit from Azure. */
export type Phase = "P0" | "P1" | "P2" | "P3" | "P4";

/** How an environment survives the loss of a place. Only the second satisfies "two French regions". */
export type RedundancyProfile = "fr-multi-az" | "fr-second-site" | "eu-dr" | "none";

/** Ranges in CIDR notation, by who calls from them. */
export interface DeclaredRanges {
  /** The environment's own networks, and those that are linked to them. */
  readonly networks: readonly string[];
  /** Public ranges from which administrators work. */
  readonly administrators: readonly string[];
  /** Public ranges from which people come to the portal. */
  readonly visitors: readonly string[];
}

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
  /**
   * Ranges that the environment declares; nobody else may be let in.
   * @default - none are declared, and every range within the bounds of HDH-NET-003 may be let in
   */
  readonly declaredRanges?: DeclaredRanges;
  /** Hosts outside Scaleway, on premises and in France, whose object storage may keep state. @default - none */
  readonly stateHosts?: readonly string[];
  /** Addresses where the pipeline keeps plans and evidence. @default - nothing tells; HDH-LOC-005 says nothing of them */
  readonly artefactStores?: readonly string[];
  /** Hosts of registries, beside Scaleway's own in the allowed regions, from which images may come. @default - none */
  readonly imageRegistries?: readonly string[];
  /**
   * Hosts, beside Scaleway's registries and object storage in the allowed regions, from which charts, modules, models and
   * boot files may come. @default - none
   */
  readonly artefactHosts?: readonly string[];
  /** Hosts that may receive telemetry. @default - none */
  readonly telemetryHosts?: readonly string[];
  /** Whether the toolchain keeps to itself. @default - nothing tells; HDH-JUR-006 says nothing of it */
  readonly toolchain?: {
    /** Whether `CHECKPOINT_DISABLE` is set where the CLI runs. */
    readonly checkpointDisabled: boolean;
    /** `sendCrashReports` of cdktf.json. */
    readonly sendsCrashReports: boolean;
  };
  /**
   * Domains under EU control to which names, mail, webhooks and redirects may lead, such as `example.fr`.
   * @default - none; what is not known to be foreign then needs evidence
   */
  readonly trustedDomains?: readonly string[];
  /** Hosts of identity providers that are operated in the EU. @default - none */
  readonly identityProviders?: readonly string[];
  /** Whether certificates of Let's Encrypt may stand in front of health data. @default false */
  readonly letsEncryptAllowed?: boolean;
  /** Phase of the migration, `P0` to `P4`. @default - the label hdh-phase of each resource, and P0 where it has none */
  readonly phase?: Phase;
  /** Projects, by their label hdh-project, that may hold class C3 in P2 already. @default - none */
  readonly pilots?: readonly string[];
  /** Last day, as `YYYY-MM-DD`, on which anything may still reach Azure. @default - none: nothing may */
  readonly azureExitBy?: string;
  /** Trust zones between whose networks there may be a path, in both directions. @default - access and platform */
  readonly networkFlows?: readonly Flow[];
  /** Trust zones whose identities may be granted something in another. @default - from platform, to any but workspaces */
  readonly grantFlows?: readonly Flow[];
  /** Ranges of the mirror, the name server, the log and the airlock, which sealed zones may call. @default - none */
  readonly internalServices?: readonly string[];
  /** Ids of images that servers may start from, beside those that the stacks make. @default - none */
  readonly goldenImages?: readonly string[];
  /** Minor versions of Kubernetes that Scaleway supports, such as `1.35`. @default - those of knowledge/kubernetes.ts */
  readonly kubernetesVersions?: readonly string[];
  /** Last day of a project's authorisation, as `YYYY-MM-DD`, by its label hdh-project. @default - none is known */
  readonly authorisedUntil?: Readonly<Record<string, string>>;
  /** How providers are installed. @default - nothing tells; HDH-SUP-001 asks for evidence */
  readonly providerInstallation?: {
    /** Version by source address, from `.terraform.lock.hcl`. */
    readonly locked: Readonly<Record<string, string>>;
    /** Whether the command line installs from a mirror only. */
    readonly mirrored: boolean;
  };
  /** Name of the one project in which SSH keys may be registered. @default - none, so that there may be no key */
  readonly administrationProject?: string;
  /** Days for which databases keep their backups at least. @default 30 */
  readonly backupDays?: number;
}
