import { creation, update } from "../../core/definition";
import { tags, text } from "../../core/fields";
import { amongIds, contains, equalId, isSet, tagContains } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, organization } from "../account/organization";
import type { ApiKey } from "./api-keys";
import { forgetPrincipal } from "./principals";

export interface Application {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly organization_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly editable: boolean;
  readonly deletable: boolean;
  readonly managed: boolean;
  readonly tags: readonly string[];
}

const name = text({ min: 1, max: 64 });
const description = text({ max: 200 });

/** IAM API v1alpha1, applications. */
export const applications = resource<Application>({
  path: "/iam/v1alpha1/applications",
  kind: "application",
  terraformType: "scaleway_iam_application",
  create: creation(
    {
      name,
      organization_id: organization().default(ORGANIZATION_ID),
      description: description.default(""),
      tags: tags({ max: 10 }),
    },
    (given, { id, now }) => ({
      id,
      ...given,
      created_at: now,
      updated_at: now,
      editable: true,
      deletable: true,
      managed: false,
    }),
  ),
  update: update({ name, description, tags: tags({ max: 10 }) }),
  shown: (application, { world }) => {
    const keys = [...world.collection<ApiKey>("iam/api-keys").values()];
    return { ...application, nb_api_keys: keys.filter((key) => key.application_id === application.id).length };
  },
  list: {
    key: "applications",
    orderBy: { created_at: "created_at", updated_at: "updated_at", name: "name" },
    filters: {
      name: contains("name"),
      organization_id: equalId("organization_id"),
      editable: isSet("editable"),
      application_ids: amongIds("id"),
      tag: tagContains,
    },
  },
  deletion: { takesAlong: ({ id }, call) => forgetPrincipal(call, "application_id", id) },
});
