import { Region } from "../constructs/core/locality";

/**
 * The only list of Scaleway's regions. A second French region is one entry here, with its source; every regional stack
 * and every rule follows from it.
 */
export const regions: readonly Region[] = [
  new Region({
    code: "fr-par",
    country: "FR",
    zones: 3,
    offers: { "public-gateway": [1, 2], "load-balancer": [1, 2], gpu: [2] },
    source: "scaleway-sdk-go 2026-08-20; docs account/reference-content/products-availability 2025-12-04",
  }),
  new Region({ code: "nl-ams", country: "NL", zones: 3, source: "scaleway-sdk-go 2026-08-20" }),
  new Region({ code: "pl-waw", country: "PL", zones: 3, source: "scaleway-sdk-go 2026-08-20" }),
  new Region({ code: "it-mil", country: "IT", zones: 1, source: "scaleway-sdk-go 2026-08-20" }),
];

/** @throws when Scaleway has no such region */
export function regionNamed(code: string): Region {
  const region = regions.find((candidate) => candidate.code === code);
  if (!region) throw new Error(`region: one of ${regions.map((known) => known.code).join(", ")}; got "${code}"`);
  return region;
}

export const frenchRegions = regions.filter((region) => region.country === "FR");
