import { RegistryNamespace } from "@cdktf/provider-scaleway/lib/registry-namespace";
import type { Construct } from "constructs";
import { custodyOf, guarded } from "../core/custody";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

export interface RegistryProps {
  /** What its images are for; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it makes a new, empty registry. */
  readonly purpose: string;
  /** One sentence: whose images it holds. It has no labels to say so. */
  readonly description: string;
  readonly project: ProjectScope;
  readonly locality: Region;
}

/**
 * Container images, in the region that runs them, for those who hold a permission in its project. Registries have
 * public addresses (`rg.<region>.scw.cloud`); without a permission they answer nobody. Their names are unique among all
 * customers of Scaleway.
 */
export class Registry extends RegistryNamespace {
  constructor(scope: Construct, id: string, { purpose, description, project, locality }: RegistryProps) {
    const { prefix, suffix } = custodyOf(scope);
    super(scope, id, {
      name: `${prefix}-${purpose}-${suffix}`,
      description,
      projectId: project.projectId,
      region: locality.code,
      isPublic: false,
      lifecycle: guarded(scope),
    });
    refuse(
      this,
      unlessPurpose(purpose),
      description.trim() === "" ? "description: one sentence that says whose images it holds; it is empty" : undefined,
    );
  }
}
