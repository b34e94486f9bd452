import { type Graph, type Kind, type Resource, remembered } from "@hdh/policy-engine";
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

/** The region of a place: that of the zone `fr-par-1` is `fr-par`. */
export function regionOf(place: string): string {
  return place.replace(/-\d+$/, "");
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

const REGIONS = new WeakMap<Graph, ReadonlySet<string>>();

/** Every region in which managed resources are known to stand. */
export function regionsOf(graph: Graph): ReadonlySet<string> {
  let regions = REGIONS.get(graph);
  if (!regions) {
    const found = graph.byKind
      .filter(({ kind }) => kind.mode === "managed" && saysWhereItIs(kind))
      .flatMap(({ resources }) => resources.map(regionWhere));
    regions = new Set(found.filter((region) => region !== undefined));
    REGIONS.set(graph, regions);
  }
  return regions;
}
