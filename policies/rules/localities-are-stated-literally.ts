import { fail, type Verdict } from "@hdh/policy-engine";
import { localityOf, saysWhereItIs } from "../localities/locality";
import { sovereigntyRule } from "../sovereignty-rule";

export const localitiesAreStatedLiterally = sovereigntyRule({
  id: "HDH-LOC-002",
  severity: "high",
  title: "Locality is stated literally on each resource",
  remedy: "State region and zone on the resource and on its provider; the caller's environment would decide otherwise.",
  waivers: "never",
  given: "a resource, a data source or a provider block that has a region or a zone",
  scenarios: {
    "stated literally": "pass",
    "taken from a local or another resource that states it": "pass",
    "absent: SCW_DEFAULT_REGION or a profile file decides": "fail",
    "taken from a variable or from what only the engine knows": "fail",
  },
  why: "Where a region is left out, the environment of whoever runs the deployment decides, even against the provider block. The same code must stand in the same place for everyone.",
  controls: ["SNC:19.2.a", "SNC:13.1.a", "HDS:EXI-28", "SATRE:2.4.03"],
  bad: { resource: { scaleway_vpc: { platform: { name: "platform" } } } },
  good: { resource: { scaleway_vpc: { platform: { name: "platform", region: "fr-par" } } } },
  reportsOn: saysWhereItIs,
  check: (resource) => {
    const found: Verdict[] = [];
    for (const argument of localityOf(resource) ?? []) {
      const place = resource.stated(argument);
      if (place.is === "unknown") found.push(fail(`${argument} is not literal: ${place.why}`, argument));
      if (place.is === "absent") found.push(fail(`${argument} is not set; the caller's environment decides`, argument));
    }
    return found;
  },
});
