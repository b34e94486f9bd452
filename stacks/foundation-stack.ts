import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { BreakGlass } from "../constructs/identity/break-glass";
import { PipelineIdentities } from "../constructs/identity/pipeline-identities";
import { ProjectScope } from "../constructs/identity/project-scope";
import { ServiceIdentity } from "../constructs/identity/service-identity";
import { ManagedKey } from "../constructs/keys/managed-key";
import { Budget } from "../constructs/observability/budget";
import { ARCHIVES } from "./archives";
import type { BootstrapStack } from "./bootstrap-stack";
import { HdhStack } from "./hdh-stack";

export interface FoundationStackProps {
  readonly environment: Environment;
  /** What the states are kept in. @default - local files, which need nothing */
  readonly bootstrap?: BootstrapStack;
}

/** What everything else in an environment stands on: its projects, the identities that work in them, and the keys. */
export class FoundationStack extends HdhStack {
  readonly platform: ProjectScope;
  readonly data: ProjectScope;
  readonly access: ProjectScope;
  readonly archive: ProjectScope;
  readonly recovery?: ProjectScope;
  readonly pipeline: PipelineIdentities;
  readonly ingest: ServiceIdentity;
  readonly recorder: ServiceIdentity;
  readonly auditor: ServiceIdentity;
  private readonly state?: ProjectScope;
  private readonly keys = new Map<string, ManagedKey>();

  constructor(scope: Construct, { environment, bootstrap }: FoundationStackProps) {
    super(scope, "foundation", { environment });
    this.state = bootstrap?.project;

    this.platform = new ProjectScope(this, "platform", {
      purpose: "platform",
      zone: "platform",
      description: "Networks and services that every workspace shares.",
    });
    this.data = new ProjectScope(this, "data", {
      purpose: "data",
      zone: "ingest",
      description: "Source data of the Health Data Hub, and the keys that encrypt it.",
    });
    this.access = new ProjectScope(this, "access", {
      purpose: "access",
      zone: "access",
      description: "The one public entrance, and nothing else.",
    });
    this.archive = new ProjectScope(this, "archive", {
      purpose: "archive",
      zone: "platform",
      description: "What happened and what proves that controls hold, written once.",
    });
    if (environment.recoveryRegions.length > 0) {
      this.recovery = new ProjectScope(this, "recovery", {
        purpose: "recovery",
        zone: "platform",
        description: "Second copies, where nobody works.",
      });
    }

    this.pipeline = new PipelineIdentities(this, "pipeline", {
      projects: [
        {
          project: this.platform,
          products: [
            "clusters",
            "databases",
            "gateways",
            "networks",
            "observability",
            "registries",
            "secrets",
            "security-groups",
            "site-links",
          ],
          readsSecrets: true,
        },
        { project: this.data, products: ["buckets", "keys", "observability"] },
        { project: this.access, products: ["load-balancers", "networks", "observability"] },
        { project: this.archive, products: ["buckets", "keys", "observability"] },
        ...(this.recovery
          ? [{ project: this.recovery, products: ["buckets", "keys", "networks", "observability"] as const }]
          : []),
      ],
      state: bootstrap?.project,
    });
    bootstrap?.bucket.admit(new Construct(this, "state"), this.pipeline);
    this.ingest = new ServiceIdentity(this, "ingest", {
      purpose: "ingest",
      description: "Brings source data in. Writes objects; cannot read them back, nor delete them.",
      grants: [{ project: this.data, may: { keys: ["encrypt"], objects: ["write"] } }],
    });
    this.recorder = new ServiceIdentity(this, "recorder", {
      purpose: "recorder",
      description: "Adds to the archives. Can neither read nor delete what is there.",
      grants: [{ project: this.archive, may: { keys: ["encrypt"], objects: ["write"] } }],
    });
    this.auditor = new ServiceIdentity(this, "auditor", {
      purpose: "auditor",
      description: "Reads the archives. Changes nothing.",
      grants: [{ project: this.archive, may: { keys: ["decrypt"], objects: ["read"] } }],
    });
    if (environment.administrators.length > 0) {
      new BreakGlass(this, "break-glass", {
        purpose: "break-glass",
        emergency: "The platform is down, and the pipeline cannot mend it.",
        grants: [
          { project: this.platform, may: { clusters: ["manage"], databases: ["manage"], networks: ["manage"] } },
        ],
        condition: { ranges: environment.administrators },
      });
    }
    if (environment.budget) {
      new Budget(this, "budget", { eurosPerMonth: environment.budget.eurosPerMonth, contacts: environment.contacts });
    }

    for (const region of environment.regions) {
      for (const { purpose, dataClass } of environment.dataStores) {
        this.keep(
          new ManagedKey(this, `key-${purpose}-${region}`, {
            purpose,
            project: this.data,
            locality: region,
            dataClass,
          }),
          purpose,
        );
      }
      for (const { purpose, dataClass } of ARCHIVES) {
        this.keep(
          new ManagedKey(this, `key-${purpose}-${region}`, {
            purpose,
            project: this.archive,
            locality: region,
            dataClass,
          }),
          purpose,
        );
      }
    }

    const [home] = environment.regions;
    if (this.recovery && home && environment.recoveryRegions.some(({ country }) => country !== "FR")) {
      // What encrypts copies before they leave France, and so stays there.
      new ManagedKey(this, "key-copies", {
        purpose: "copies",
        project: this.recovery,
        locality: home,
        dataClass: environment.dataClass,
      });
    }

    new TerraformOutput(this, "projects", { value: { data: this.data.projectId, platform: this.platform.projectId } });
  }

  /** All projects of the environment, that of its states included. */
  get projects(): readonly ProjectScope[] {
    const { platform, data, access, archive, recovery, state } = this;
    return [platform, data, access, archive, recovery, state].filter((project) => project !== undefined);
  }

  /**
   * The key of a data store or an archive in a region.
   * @throws when the environment has none of that purpose, or is not in that region
   */
  key(purpose: string, region: Region): ManagedKey {
    const key = this.keys.get(`${purpose}/${region}`);
    if (!key) throw new Error(`foundation: has no key for "${purpose}" in ${region}`);
    return key;
  }

  private keep(key: ManagedKey, purpose: string): void {
    this.keys.set(`${purpose}/${key.locality}`, key);
  }
}
