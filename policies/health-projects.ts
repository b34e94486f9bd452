import type { Resource } from "@hdh/policy-engine";
import { holdsHealthData } from "./data-class";
import { isHealthProject } from "./projects";

/** Whether a resource holds health data, says nothing, or shares its project with anything that does. */
export function isInHealthProject(resource: Resource): boolean {
  const project = resource.target("project_id");
  return holdsHealthData(resource) || (project !== undefined && isHealthProject(project));
}
