import { type Json, type Judgement, judge, openDeviation, type Resource, rule, unknown } from "@hdh/policy-engine";
import { dataClassOf, isAtLeast } from "../data-class";
import type { PolicyInputs } from "../inputs";
import { TYPES_VERSION } from "../knowledge/scaleway-types";
import { localityOf, saysWhereItIs } from "../locality";

/**
 * Given a resource, data source or provider block that has a region or a zone
 *   1. in an allowed French locality                                     → pass
 *   2. in nl-ams, profile fr-multi-az                                    → fail
 *   3. in nl-ams, labelled C1, profile eu-dr                             → open deviation
 *   4. in nl-ams, profile eu-dr, labelled C3 or not labelled             → fail
 *   5. in a code that is not Scaleway's                                  → fail
 *   6. with no region argument: the caller's environment decides         → fail (LOC-002 says where)
 *   7. with a region that only the engine knows                          → unknown
 *   8. of a type that the provider schema of the rules does not hold     → unknown
 * Given a call of a module
 *   9. its resources are not in this JSON                                → unknown
 */
export const resourcesStayInAllowedLocalities = rule<PolicyInputs>({
  id: "HDH-LOC-001",
  severity: "critical",
  title: "Resources only in the allowed French locality",
  remedy: "Set region and zone to an allowed locality; take them from the construct's Region and Zone.",
  reportsOn: (kind) => kind.mode === "module" || saysWhereItIs(kind),
  check: (resource, inputs) => {
    if (resource.mode === "module")
      return unknown("source", "what a module makes is not in this JSON, only in its plan");
    const given = localityOf(resource);
    if (!given) {
      return unknown(
        "region",
        `${resource.type} is not in the locality table of provider ${TYPES_VERSION}; generate it anew`,
      );
    }
    return given.map((argument) => judge(resource, argument, (place) => verdictOn(place, argument, resource, inputs)));
  },
});

function verdictOn(place: Json | undefined, argument: string, resource: Resource, inputs: PolicyInputs): Judgement {
  const allowed = argument === "zone" ? inputs.allowedZones : inputs.allowedRegions;
  if (typeof place === "string" && allowed.includes(place)) return undefined;
  if (typeof place === "string" && isDeviation(place, argument, resource, inputs)) {
    return openDeviation(`${argument} is ${place}, outside France, as the profile eu-dr declares`, argument, place);
  }
  return `allowed: ${allowed.join(", ")}`;
}

function isDeviation(place: string, argument: string, resource: Resource, inputs: PolicyInputs): boolean {
  const region = argument === "zone" ? place.replace(/-\d+$/, "") : place;
  if (inputs.profile !== "eu-dr" || !inputs.deviatingRegions.includes(region)) return false;
  return resource.mode === "provider" || !isAtLeast(dataClassOf(resource), "C2");
}
