import type { Deviation } from "@hdh/policy-engine";
import type { PolicyInputs } from "./inputs";

const MEANING: Readonly<Record<PolicyInputs["profile"], string>> = {
  "fr-multi-az": "the environment spans zones of one French region",
  "fr-second-site": "a second French site is declared; it counts once its evidence is on record",
  "eu-dr": "the second region is outside France",
  none: "the environment stands in a single zone",
};

/**
 * What the environment is known not to meet. Scaleway has one French region, so no environment can yet show the two that
 * are asked for; every report says so.
 */
export function standingDeviations({ profile, allowedRegions }: PolicyInputs): Deviation[] {
  if (allowedRegions.filter((region) => region.startsWith("fr-")).length > 1) return [];
  return [
    {
      id: "GEO-FR-2R",
      message: `two French regions are required; ${MEANING[profile]} (profile ${profile}), and Scaleway has one French region.`,
    },
  ];
}
