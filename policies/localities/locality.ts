import { type Graph, type Kind, type Resource, remembered } from "@hdh/policy-engine";
import { isScaleway, localityArguments } from "../knowledge/scaleway-types";

/** Provider blocks of Scaleway, and every Scaleway type that has a locality or that nobody knows. */
export function saysWhereItIs(kind: Kind): boolean {
  if (kind.mode === "provider") return kind.type === "scaleway";
  return isScaleway(kind) && localityArguments(kind)?.length !== 0;
}

/** The arguments that say where a block is; `undefined` where its type is not known. */
export function localityOf(resource: Resource): readonly string[] | undefined {
  return resource.mode === "provider" ? ["region", "zone"] : localityArguments(resource);
}

/** The region of a place: that of the zone `fr-par-1` is `fr-par`. */
export function regionOf(place: string): string {
  return isDigit(place.at(-1)) ? place.replace(/-\d+$/, "") : place;
}

function isDigit(sign: string | undefined): boolean {
  return sign !== undefined && sign >= "0" && sign <= "9";
}

/** The region in which a resource stands, by either of its arguments, where that is known. */
export const regionWhere = remembered((resource): string | undefined => {
  for (const argument of localityOf(resource) ?? []) {
    const place = resource.known(argument);
    if (typeof place === "string") return regionOf(place);
  }
  return undefined;
});

/** Scaleway names its regions after their country: `fr-par`. */
export function isInFrance(region: string): boolean {
  return region.startsWith("fr-");
}

/** Every region in which managed resources are known to stand. */
export const regionsOf = remembered((graph: Graph): ReadonlySet<string> => {
  const regions = new Set<string>();
  for (const { kind, resources } of graph.byKind) {
    if (kind.mode !== "managed" || !saysWhereItIs(kind)) continue;
    for (const resource of resources) {
      const region = regionWhere(resource);
      if (region !== undefined) regions.add(region);
    }
  }
  return regions;
});
