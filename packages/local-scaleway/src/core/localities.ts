/** Scaleway's regions and their zones (scaleway-sdk-go, scw/locality.go). A product may be missing in some of them. */
const ZONES: Readonly<Record<string, readonly string[]>> = {
  "fr-par": ["fr-par-1", "fr-par-2", "fr-par-3"],
  "nl-ams": ["nl-ams-1", "nl-ams-2", "nl-ams-3"],
  "pl-waw": ["pl-waw-1", "pl-waw-2", "pl-waw-3"],
  "it-mil": ["it-mil-1"],
};

export const REGIONS: readonly string[] = Object.keys(ZONES);

/** Every region, followed by its zones. */
export const LOCALITIES: readonly string[] = Object.entries(ZONES).flatMap(([region, zones]) => [region, ...zones]);

export const isRegion = (name: string) => Object.hasOwn(ZONES, name);

export const isZone = (name: string) => isRegion(regionOf(name)) && (ZONES[regionOf(name)]?.includes(name) ?? false);

/** `fr-par` of `fr-par-2`. */
export const regionOf = (zone: string) => zone.replace(/-\d+$/, "");
