import type { Environment } from "./environment";
import { frenchRegions } from "./localities";

/** What the rules need to know of an environment, as plain data: they import nothing of what they judge. */
export function policyInputs({ name, redundancy, regions }: Environment) {
  const french = regions.filter((region) => frenchRegions.includes(region));
  const abroad = regions.filter((region) => !frenchRegions.includes(region));
  return {
    environment: name,
    profile: redundancy,
    allowedRegions: french.map((region) => region.code),
    allowedZones: french.flatMap((region) => region.zones.map((zone) => zone.code)),
    deviatingRegions: abroad.map((region) => region.code),
    allowedProviders: ["scaleway/scaleway"],
    ownerPrincipals: [],
  };
}
