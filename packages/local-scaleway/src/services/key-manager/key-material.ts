import { hkdfSync } from "node:crypto";
import { noContent, ok, operation, type Service } from "../../core/api";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { bytes } from "../../core/fields";
import { type Key, keys } from "./keys";
import { deleteMaterials, putMaterial } from "./materials";

const PATH = "/key-manager/v1alpha1/regions/{region}/keys/{key}";
const TERRAFORM_TYPE = "scaleway_key_manager_key_material";

/** Key Manager API v1alpha1, material of keys whose origin is external: each import makes a new version of the key. */
export const keyMaterial: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "POST",
      path: `${PATH}/import-key-material`,
      body: { key_material: bytes({ min: 1 }), salt: bytes({ min: 1 }).optional() },
      answer: (call, { body }) => {
        const key = externalKey(keys.changeable(call));
        if (!key.usage.symmetric_encryption) {
          throw invalidArgument("key_id", "constraint", "only a symmetric key takes key material");
        }
        const version = key.rotation_count + 1;
        const secret = hkdfSync("sha256", body.key_material, body.salt ?? Buffer.of(), "", 32);
        putMaterial(call.platform, key, version, Buffer.from(secret).toString("base64"));
        const state = key.state === "pending_key_material" ? "enabled" : key.state;
        return ok(keys.replace(call, key, { ...key, state, rotation_count: version, rotated_at: call.now }));
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/delete-key-material`,
      answer: (call) => {
        const key = externalKey(keys.changeable(call));
        if (key.state === "pending_key_material") {
          throw preconditionFailed("resource_not_usable", "the key has no key material");
        }
        deleteMaterials(call.platform, key);
        keys.replace(call, key, { ...key, state: "pending_key_material", rotation_count: 0 });
        return noContent;
      },
    }),
  ],

  liveObjects: (platform) =>
    keys
      .liveObjects(platform)
      .filter(({ id }) => hasImportedMaterial(keys.documents(platform).get(id.split("/")[1] ?? "")))
      .map((key) => ({ ...key, type: TERRAFORM_TYPE })),

  removal: ({ id }) => {
    const [region = "", key = ""] = id.split("/");
    const path = `${PATH.replace("{region}", region).replace("{key}", key)}/delete-key-material`;
    return [{ method: "POST", path }];
  },
};

const hasImportedMaterial = (key?: Key) => key?.origin === "external" && key.rotation_count > 0;

function externalKey(key: Key): Key {
  if (key.origin !== "external") {
    throw invalidArgument("key_id", "constraint", "must be a key whose origin is external");
  }
  return key;
}
