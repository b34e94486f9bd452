import type { Deviation } from "@hdh/policy-engine";
import type { PolicyInputs } from "./inputs";

/** What each profile meets of the requirement, in the words of a report. */
const MET: Readonly<Record<PolicyInputs["profile"], (inputs: PolicyInputs) => string>> = {
  "fr-multi-az": ({ allowedZones }) => `Met: ${allowedZones.length} zones of one French region`,
  "fr-second-site": ({ allowedZones }) =>
    `Met: ${allowedZones.length} zones of one French region, and a declared French site, which counts once its evidence is on record`,
  "eu-dr": ({ allowedZones, deviatingRegions }) =>
    `Met: ${allowedZones.length} zones of one French region, and ciphertext abroad in ${deviatingRegions.join(", ")}`,
  none: () => "Met: nothing, a single zone is enough for development",
};

/**
 * What the environment is known not to meet, and what it meets instead. Scaleway has one French region, so no environment
 * can yet show the two that are asked for; every report says so first.
 */
export function standingDeviations(inputs: PolicyInputs): Deviation[] {
  if (inputs.allowedRegions.filter((region) => region.startsWith("fr-")).length > 1) return [];
  return [
    {
      id: "GEO-FR-2R",
      message: `Not met: two French regions; Scaleway has one. ${MET[inputs.profile](inputs)} (profile ${inputs.profile}).`,
    },
  ];
}
