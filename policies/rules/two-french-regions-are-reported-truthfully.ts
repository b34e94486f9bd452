import { type Circumstances, notApplicable, openDeviation, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { isInProduction } from "../labels/production";
import { sovereigntyRule } from "../sovereignty-rule";

/** Days for which the record of a second site counts. */
const RECORD_DAYS = 180;

export const twoFrenchRegionsAreReportedTruthfully = sovereigntyRule({
  id: "HDH-RES-003",
  severity: "high",
  title: "Two-French-region requirement is reported truthfully",
  remedy:
    "Declare a second site in France and record it: operator, address, certificates, distance, encrypted link, last restore. Until then a named owner carries the deviation GEO-FR-2R.",
  waivers: "allowed",
  given: "Given an environment of production",
  scenarios: {
    "in several zones of one region, profile fr-multi-az": "open-deviation",
    "with its second region abroad, profile eu-dr": "open-deviation",
    "in a single zone, profile none": "open-deviation",
    "with a second site in France, profile fr-second-site, and a fresh record of it": "pass",
    "with a second site in France, profile fr-second-site, without a record": "evidence-missing",
    "with a second French region that Scaleway would offer, and a fresh record of it": "pass",
    "with two zones that are declared as two regions": "open-deviation",
    "no production": "not-applicable",
  },
  why: "The tender asks for two regions in France, and Scaleway has one. Zones of one region, names that look like two, or a copy abroad must not be shown as if they were that: whoever reads a report has to know.",
  controls: ["SNC:12.5.d", "SNC:17.1.a", "HDS:EXI-28", "CaC:R5", "NIS2:21(2)(c)"],
  bad: {
    resource: {
      scaleway_object_bucket: {
        lake: { name: "lake", region: "fr-par", tags: { "hdh-env": "production" } },
        copy: { name: "copy", region: "fr-par", tags: { "hdh-env": "production", "hdh-role": "second-copy" } },
      },
    },
  },
  good: { resource: { scaleway_object_bucket: { lake: { name: "lake", tags: { "hdh-env": "sandbox" } } } } },
  checkWhole: (graph, inputs, circumstances) => {
    const isProduction =
      inputs.environment === "production" ||
      graph.managed("scaleway_object_bucket").some((bucket) => isInProduction(bucket, inputs));
    return isProduction ? verdictOn(inputs, circumstances) : notApplicable("it is no environment of production");
  },
});

function verdictOn(inputs: PolicyInputs, { evidence }: Circumstances): Verdict {
  if (inputs.profile === "fr-second-site" || frenchRegions(inputs) > 1) {
    return evidence.demand("second-site", inputs.environment, { maxAgeDays: RECORD_DAYS });
  }
  return openDeviation(`GEO-FR-2R: two French regions are required, and profile ${inputs.profile} has one`);
}

/** A zone, such as fr-par-2, is no region. */
function frenchRegions({ allowedRegions }: PolicyInputs): number {
  return new Set(allowedRegions.filter((region) => /^fr-[a-z]+$/.test(region))).size;
}
