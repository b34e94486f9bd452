import type { Environment } from "./environment";

/** What the rules need to know of an environment, as plain data: they import nothing of what they judge. */
export function policyInputs({ name, redundancy, regions, recoveryRegions }: Environment) {
  const abroad = recoveryRegions.filter(({ country }) => country !== "FR");
  return {
    environment: name,
    profile: redundancy,
    allowedRegions: regions.map((region) => region.code),
    allowedZones: regions.flatMap((region) => region.zones.map((zone) => zone.code)),
    deviatingRegions: abroad.map((region) => region.code),
    allowedProviders: ["scaleway/scaleway"],
    ownerPrincipals: [],
  };
}
