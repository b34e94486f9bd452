import type { Kind, Resource } from "@hdh/policy-engine";
import { isScaleway, localityArguments } from "./knowledge/scaleway-types";

/** Provider blocks of Scaleway, and every Scaleway type that has a locality or that nobody knows. */
export function saysWhereItIs(kind: Kind): boolean {
  if (kind.mode === "provider") return kind.type === "scaleway";
  return isScaleway(kind) && localityArguments(kind)?.length !== 0;
}

/** The arguments that say where a block is; `undefined` where its type is not known. */
export function localityOf(resource: Resource): readonly string[] | undefined {
  return resource.mode === "provider" ? ["region", "zone"] : localityArguments(resource);
}
