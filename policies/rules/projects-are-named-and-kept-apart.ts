import { fail, judge, pass, type Resource, sameValue, unknown, type Verdict } from "@hdh/policy-engine";
import { takesProject } from "../knowledge/scaleway-types";
import { wholesOf } from "../labels/data-class";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const PROJECT = "scaleway_account_project";

export const projectsAreNamedAndKeptApart = sovereigntyRule({
  id: "HDH-PRJ-001",
  severity: "high",
  title: "One Scaleway project per research project and per trust zone",
  remedy: "Set project_id to the project that the construct is given; give each workspace and each zone its own.",
  waivers: "allowed",
  given: "Given a project, or a resource of a type that takes a project",
  scenarios: {
    "a resource in a project that is named": "pass",
    "a resource that names no project": "fail",
    "a resource in the default project of its provider or organisation": "fail",
    "a resource whose project refers to something else than a project": "fail",
    "a resource whose project only the engine knows": "unknown",
    "a resource in a project that no stack makes, where stacks make projects": "unknown",
    "a part in another project than its whole": "fail",
    "a project whose content has one hdh-project and one hdh-zone": "pass",
    "a project that holds two zones, or two projects by label": "fail",
  },
  why: "The project is the wall that IAM knows. What names none lands in the default project of whoever runs the plan, next to everything else that forgot.",
  controls: [
    "SNC:13.2.a",
    "SNC:9.7.a",
    "MR7:SEC-ESP-1",
    "EDS:SEC-ESP-1",
    "SATRE:2.1.14",
    "SATRE:2.2.10",
    "SATRE:4.4.02",
    "EHDS:73(1)(d)",
  ],
  bad: { resource: { scaleway_object_bucket: { lake: { name: "lake" } } } },
  good: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_object_bucket: { lake: { name: "lake", project_id: "${scaleway_account_project.data.id}" } },
    },
  },
  reportsOn: (kind) => kind.mode === "managed" && (kind.type === PROJECT || takesProject(kind)),
  check: (resource) => (resource.type === PROJECT ? holdsOne(resource) : [named(resource), ...withItsWholes(resource)]),
});

function named(resource: Resource): Verdict {
  const target = resource.target("project_id");
  if (target) {
    const isDefault = target.mode === "data" && target.known("name") === "default";
    if (isDefault) return fail("project_id is the default project; must be one of its own", "project_id");
    return target.type === PROJECT
      ? pass()
      : fail(`project_id refers to ${target.address}; must be a ${PROJECT}`, "project_id");
  }
  return judge(resource, "project_id", (id) => {
    if (id === undefined || id === "") return "must name the project";
    const isDefault = ["project_id", "organization_id"].some((name) => resource.provider?.known(name) === id);
    if (isDefault) return "must not be the default project";
    const makesProjects = resource.graph.managed(PROJECT).length > 0;
    return makesProjects
      ? unknown("project_id", "no stack here makes it, so that nobody can tell whose it is")
      : undefined;
  });
}

/** A bucket's policy in another project than the bucket has no right to it; a machine there escapes its isolation. */
function withItsWholes(part: Resource): readonly Verdict[] {
  const found: Verdict[] = [];
  for (const { whole } of wholesOf(part)) {
    if (takesProject(whole) && sameValue(part, whole, "project_id") === false) {
      found.push(fail(`project_id is not that of ${whole.address}; must be`, "project_id"));
    }
  }
  return found;
}

function holdsOne(project: Resource): readonly Verdict[] {
  const found: Verdict[] = [];
  const content = project.dependents("project_id");
  for (const label of ["hdh-zone", "hdh-project"]) {
    const values = valuesOf(label, content);
    if (values.size <= 1) continue;
    const all = [...values].sort().join(", ");
    found.push(fail(`holds resources of ${values.size} values of ${label}: ${all}; must be one`, label));
  }
  return found;
}

function valuesOf(label: string, content: readonly Resource[]): ReadonlySet<string> {
  const values = new Set<string>();
  for (const one of content) {
    const value = labelOf(one, label);
    if (value !== undefined) values.add(value);
  }
  return values;
}
