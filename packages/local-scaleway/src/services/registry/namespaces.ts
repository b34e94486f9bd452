import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, text } from "../../core/fields";
import { equalId, equalText } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";

export interface RegistryNamespace {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly status: "ready" | "deleting";
  readonly is_public: boolean;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** A name is part of the names of images: OCI Distribution Specification 1.1, pulling manifests. */
const name = text({ min: 1 }).map((value, { argument }) => {
  if (/^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/.test(value)) return value;
  throw invalidArgument(argument, "format", "must be lower-case letters, digits and single separators between them");
});

/** Container Registry API v1, namespaces. No image can be pushed here, so that they stay empty. */
export const registryNamespaces = resource<RegistryNamespace>({
  path: "/registry/v1/regions/{region}/namespaces",
  kind: "namespace",
  notFoundInWords: "Namespace was not found",
  terraformType: "scaleway_registry_namespace",
  create: creation(
    {
      name,
      description: text().default(""),
      project_id: projectRef(),
      is_public: flag().default(false),
    },
    (given, { id, now, region, call }) => {
      refuseTaken(given.name, region, call.platform);
      return {
        id,
        ...given,
        organization_id: ORGANIZATION_ID,
        status: "ready",
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update({ description: text(), is_public: flag() }),
  settled: (namespace) => (namespace.status === "deleting" ? undefined : namespace),
  shown: (namespace) => ({
    ...namespace,
    endpoint: `rg.${namespace.region}.scw.cloud/${namespace.name}`,
    image_count: 0,
    size: 0,
    status_message: "",
  }),
  list: {
    key: "namespaces",
    orderBy: { created_at: "created_at", description: "description", name: "name" },
    filters: {
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      name: equalText("name"),
    },
  },
  deletion: { leaves: (namespace) => ({ ...namespace, status: "deleting" }), answersWhatStays: true },
});

/** A name is taken once per region, across all organisations (scaleway-sdk-go, api/registry/v1, Namespace). */
function refuseTaken(name: string, region: string, platform: Platform): void {
  const taken = registryNamespaces.existing(platform).some((one) => one.name === name && one.region === region);
  if (taken) throw invalidArgument("name", "constraint", `there is a namespace "${name}" in ${region} already`);
}
