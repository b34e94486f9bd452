import { ok, operation, type Service } from "../../core/api";
import { text, uuid } from "../../core/fields";
import { listed, listFields } from "../../core/listing";

const list = { key: "images", orderBy: { created_at: "created_at", name: "name" } } as const;

/** Container Registry API v1, images: there is none, because images are pushed by the OCI protocol, not by this API. */
export const registryImages: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/registry/v1/regions/{region}/images",
      query: {
        ...listFields<{ created_at: string; name: string }>(list),
        namespace_id: uuid().optional(),
        name: text().optional(),
        organization_id: uuid().optional(),
        project_id: uuid().optional(),
      },
      answer: (_, { query }) => ok(listed<{ created_at: string; name: string }>(list, [], query, (image) => image)),
    }),
  ],
};
