import { Construct } from "constructs";
import { refuse } from "../core/refusal";
import type { ProjectGrant } from "./access-policy";
import type { PROJECT_PERMISSIONS } from "./permission-sets";
import type { ProjectScope } from "./project-scope";
import { ServiceIdentity } from "./service-identity";

type Table = typeof PROJECT_PERMISSIONS;

/** What can be deployed: the products that somebody may manage. */
export type Deployable = {
  [Product in keyof Table]: "manage" extends keyof Table[Product] ? Product : never;
}[keyof Table];

/** A project that the pipeline deploys into. */
export interface DeployedProject {
  readonly project: ProjectScope;
  /** What it deploys there. At least one. */
  readonly products: readonly Deployable[];
  /** Whether `apply` reads the secrets it makes there, as a password for a database that it makes as well. @default false */
  readonly readsSecrets?: boolean;
}

export interface PipelineIdentitiesProps {
  /** Where it deploys, and what. At least one. */
  readonly projects: readonly DeployedProject[];
  /** Project of the bucket and the key that keep Terraform's state; it holds nothing else. @default - state is kept elsewhere, and neither identity reaches it */
  readonly state?: ProjectScope;
}

/**
 * The two identities of the pipeline. `plan` reads settings and changes nothing, so it may run on a proposal that nobody
 * has approved. `apply` makes and changes, and can neither read nor delete data, nor delete or use the keys that encrypt
 * it: a replacement planned by mistake ends in an error instead of a loss.
 *
 * Neither may touch identities, policies or projects, since whoever manages those can grant themselves the rest.
 */
export class PipelineIdentities extends Construct {
  readonly plan: ServiceIdentity;
  readonly apply: ServiceIdentity;

  constructor(scope: Construct, id: string, { projects, state }: PipelineIdentitiesProps) {
    super(scope, id);
    refuse(
      this,
      projects.length > 0 ? undefined : "projects: at least one; a pipeline without any deploys nothing",
      ...projects.map(({ project, products }) =>
        products.length > 0 ? undefined : `projects: ${project.purpose} names no product; name what is deployed there`,
      ),
      ...projects.map(({ project, products, readsSecrets }) =>
        readsSecrets && !products.includes("secrets")
          ? `projects: ${project.purpose} reads secrets that it does not make; add secrets to its products, or leave readsSecrets out`
          : undefined,
      ),
      state && projects.some(({ project }) => project === state)
        ? `state: a project of its own; ${state.purpose} is deployed into, and who reads state would read its objects`
        : undefined,
    );

    this.plan = new ServiceIdentity(this, "plan", {
      purpose: "pipeline-plan",
      role: "pipeline",
      description: "Plans this environment. Reads settings, never data; changes nothing.",
      grants: [
        ...granting(projects, "read"),
        // Planning takes no lock, so that it needs no right to write: terraform plan -lock=false.
        ...(state
          ? [
              {
                project: state,
                may: { objects: ["read"], keys: ["decrypt"], observability: ["read"] },
              } satisfies ProjectGrant,
            ]
          : []),
      ],
      organization: { iam: ["read"], projects: ["read"] },
    });
    this.apply = new ServiceIdentity(this, "apply", {
      purpose: "pipeline-apply",
      role: "pipeline",
      description: "Deploys this environment. Can neither read nor delete objects, nor decrypt, nor delete keys.",
      grants: [
        ...granting(projects, "manage"),
        ...projects
          .filter(({ readsSecrets }) => readsSecrets)
          .map(({ project }): ProjectGrant => ({ project, may: { secrets: ["access"] } })),
        // Deletion is for the engine's lock file; versions of the state itself stay.
        ...(state
          ? [
              {
                project: state,
                may: {
                  objects: ["read", "write", "delete"],
                  keys: ["encrypt", "decrypt"],
                  observability: ["manage"],
                },
              } satisfies ProjectGrant,
            ]
          : []),
      ],
      organization: { iam: ["read"], projects: ["read"] },
    });
  }

  /** Both, as bucket policies write them: what each may do with a bucket is up to its permission sets. */
  get principals(): readonly string[] {
    return [this.apply.principal, this.plan.principal];
  }
}

function granting(projects: readonly DeployedProject[], verb: "read" | "manage"): ProjectGrant[] {
  return projects.map(({ project, products }) => ({
    project,
    may: Object.fromEntries(products.map((product) => [product, [verb]])),
  }));
}
