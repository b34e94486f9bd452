import { type Resource, remembered } from "@hdh/policy-engine";
import { isTaggable } from "../knowledge/scaleway-types";
import { type DataClass, highest, holdsHealthData, statedClass } from "./data-class";

/**
 * Whether a project holds health data: where anything in it does, and where nothing says what is in it. A project takes
 * no labels itself (provider 2.81.0, docs/resources/account_project).
 */
export const isHealthProject = remembered((project): boolean => {
  let saysNothing = true;
  for (const one of project.dependents("project_id")) {
    if (!isTaggable(one)) continue;
    if (holdsHealthData(one)) return true;
    saysNothing = false;
  }
  return saysNothing;
});

/** Whether a resource holds health data, says nothing, or shares its project with anything that does. */
export function isInHealthProject(resource: Resource): boolean {
  const project = resource.target("project_id");
  return holdsHealthData(resource) || (project !== undefined && isHealthProject(project));
}

/** The highest class that anything in a project states; `undefined` where nothing does. */
export const highestClassIn = remembered((project): DataClass | undefined =>
  highest(project.dependents("project_id").flatMap((one) => statedClass(one) ?? [])),
);
