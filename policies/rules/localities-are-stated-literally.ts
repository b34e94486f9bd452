import { fail, judge, pass, rule } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { localityOf, saysWhereItIs } from "../locality";

/**
 * Given a resource, data source or provider block that has a region or a zone
 *   1. stated literally                                        → pass
 *   2. taken from a local or another resource that states it   → pass
 *   3. absent: SCW_DEFAULT_REGION or a profile file decides    → fail
 *   4. taken from a variable or from what only the engine knows → fail
 */
export const localitiesAreStatedLiterally = rule<PolicyInputs>({
  id: "HDH-LOC-002",
  severity: "high",
  title: "Locality is stated literally on each resource",
  remedy: "State region and zone on the resource and on its provider; the caller's environment would decide otherwise.",
  reportsOn: saysWhereItIs,
  check: (resource) =>
    (localityOf(resource) ?? []).map((argument) => {
      const place = resource.value(argument);
      if (place.is === "known") return pass();
      if (place.is === "unknown") return fail(`${argument} is not literal: ${place.why}`, argument);
      return judge(resource, argument, () => "the caller's environment decides");
    }),
});
