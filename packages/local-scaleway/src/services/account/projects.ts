import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { preconditionFailed } from "../../core/errors";
import { ref, text } from "../../core/fields";
import { amongIds, contains, equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { DEFAULT_PROJECT_ID, ORGANIZATION_ID, organization } from "./organization";

export interface Project {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly description: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly qualification: { readonly architecture_type: string } | null;
}

const name = text({ min: 1, max: 64 });
const description = text({ max: 200 });

/** Account API v3, projects. */
export const projects = resource<Project>({
  path: "/account/v3/projects",
  kind: "project",
  notFoundAs: "project_id",
  terraformType: "scaleway_account_project",
  create: creation(
    { name, organization_id: organization().default(ORGANIZATION_ID), description: description.default("") },
    (given, { id, now }) => ({ id, ...given, created_at: now, updated_at: now, qualification: null }),
  ),
  update: update({ name, description }, (project, given) => ({ ...project, ...given, qualification: null })),
  // The answer to a change shows no qualification; every later one shows an unknown one.
  settled: (project) =>
    project.qualification ? project : { ...project, qualification: { architecture_type: "unknown_architecture_type" } },
  list: {
    key: "projects",
    orderBy: { created_at: "created_at", name: "name" },
    filters: { name: contains("name"), organization_id: equalId("organization_id"), project_ids: amongIds("id") },
  },
  deletion: { refusal: stillHolding },
});

/** A reference to a project; the default project when it is absent. */
export const projectRef = () => ref(projects).default(DEFAULT_PROJECT_ID);

/** A project can go when nothing is left in it but what is scheduled for deletion; the default project never. */
function stillHolding({ id }: Project, { platform }: Call) {
  if (id === DEFAULT_PROJECT_ID) return preconditionFailed("resource_not_usable", "the default project stays");
  const held = platform.liveObjects().filter((object) => object.projectId === id && !object.scheduledForDeletion);
  if (held.length === 0) return undefined;
  const examples = held.slice(0, 3).map((object) => `${object.type} ${object.id}`);
  return preconditionFailed(
    "resource_not_usable",
    `the project still holds ${held.length} resource(s), such as ${examples.join(", ")}: delete them first`,
  );
}
