import { type Json, type Judgement, judge, openDeviation, pass, type Resource, unknown } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { TYPES_VERSION } from "../knowledge/scaleway-types";
import { dataClassOf, isAtLeast } from "../labels/data-class";
import { localityOf, saysWhereItIs } from "../localities/locality";
import { sovereigntyRule } from "../sovereignty-rule";

export const resourcesStayInAllowedLocalities = sovereigntyRule({
  id: "HDH-LOC-001",
  severity: "critical",
  title: "Resources only in the allowed French locality",
  remedy: "Set region and zone to an allowed locality; take them from the construct's Region and Zone.",
  waivers: "conditional",
  given: "a resource, a data source or a provider block that has a region or a zone, or a call of a module",
  scenarios: {
    "in an allowed French locality": "pass",
    "in nl-ams, profile fr-multi-az": "fail",
    "in nl-ams, labelled C1, profile eu-dr": "open-deviation",
    "in nl-ams, profile eu-dr, labelled C3 or not labelled": "fail",
    "in a code that is not Scaleway's": "fail",
    "with no region argument: the caller's environment decides, and HDH-LOC-002 says where": "fail",
    "with a region that only the engine knows": "unknown",
    "of a type that the provider schema of the rules does not hold": "unknown",
    "a module whose resources are judged themselves": "pass",
    "a module whose resources are not in this JSON": "unknown",
  },
  why: "Health data stays in France. Scaleway offers regions in four countries, and one word decides between them.",
  controls: [
    "SNC:19.2.a",
    "SNC:19.2.b",
    "SNC:19.2.d",
    "HDS:EXI-28",
    "MR7:5.1",
    "SNDS24:3.2",
    "EHDS:87(1)",
    "GDPR:44",
    "SREN:31",
    "EDS:12.2",
  ],
  bad: { resource: { scaleway_object_bucket: { lake: { name: "lake", region: "nl-ams" } } } },
  good: { resource: { scaleway_object_bucket: { lake: { name: "lake", region: "fr-par" } } } },
  reportsOn: (kind) => kind.mode === "module" || saysWhereItIs(kind),
  check: (resource, inputs) => {
    if (resource.mode === "module") return resource.unseen ? unknown("source", resource.unseen) : pass();
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
