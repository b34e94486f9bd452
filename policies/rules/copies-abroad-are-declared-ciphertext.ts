import { fail, openDeviation, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { isScaleway } from "../knowledge/scaleway-types";
import { dataClassOf, isAtLeast } from "../labels/data-class";
import { labelsOf } from "../labels/labels";
import { isInFrance, localityOf, regionOf } from "../localities/locality";
import { sovereigntyRule } from "../sovereignty-rule";
import { knownText } from "../values/texts";

/** Types that may stand abroad: object storage for the copy, and a network to bring it home. Nothing that computes or keeps keys. */
const MAY_STAND_ABROAD = /^scaleway_(object|object_bucket(_.+)?|vpc(_acl|_private_network|_route)?)$/;

/** Types that hold a copy, which HDH-LOC-006 asks for wherever they stand. */
const BUCKET = "scaleway_object_bucket";

export const copiesAbroadAreDeclaredCiphertext = sovereigntyRule({
  id: "HDH-LOC-006",
  severity: "critical",
  title: "A copy outside France is ciphertext only, declared and waived",
  remedy: "Keep second copies at a French site, with the profile fr-second-site.",
  waivers: "conditional",
  given: "a bucket, anything labelled hdh-dr=eu, or under the profile eu-dr anything",
  scenarios: {
    "a bucket in France": "pass",
    "a bucket abroad of class C0 or C1, in sandbox, where the profile eu-dr declares its region": "open-deviation",
    "a bucket abroad of class C0 or C1, in any other environment: a dated waiver has to name who approves": "fail",
    "a bucket abroad of class C2, with no record that its content is encrypted before it leaves": "evidence-missing",
    "a bucket abroad of health data, or of no stated class": "fail",
    "a bucket abroad in a region or under a profile that does not declare it": "fail",
    "a bucket whose region only the engine knows, or nobody states": "unknown",
    "a network abroad that the profile eu-dr declares, in sandbox": "open-deviation",
    "a key, a secret, a database or a machine abroad": "fail",
    "machines abroad of a cluster in France": "fail",
    "anything labelled hdh-dr=eu, where the profile eu-dr is off": "fail",
  },
  why: "Storage elsewhere in the EU can be lawful, but the tender and the hosting provider's instructions for health data say France. What leaves has to be unreadable there, and somebody has to answer for it.",
  controls: ["SNC:12.5.d", "SNC:10.1.d", "HDS:EXI-28", "EHDS:87(1)", "GDPR:32(1)(c)"],
  bad: { resource: { scaleway_object_bucket: { copy: { region: "nl-ams", tags: { "hdh-class": "C3" } } } } },
  good: { resource: { scaleway_object_bucket: { copy: { region: "fr-par", tags: { "hdh-class": "C3" } } } } },
  reportsOn: (kind) => kind.mode === "managed" && isScaleway(kind),
  applies: (resource, { profile }) => profile === "eu-dr" || resource.type === BUCKET || isLabelled(resource),
  check: (resource, inputs, { evidence }) => {
    if (inputs.profile !== "eu-dr" && isLabelled(resource)) {
      return fail(`tags.hdh-dr is eu and the profile is ${inputs.profile}; must be eu-dr`, "tags.hdh-dr", "eu");
    }
    const found: Verdict[] = [];
    for (const argument of localityOf(resource) ?? []) {
      const place = resource.value(argument);
      if (place.is !== "known") {
        found.push(unknown(argument, place.is === "unknown" ? place.why : "the caller's environment decides"));
        continue;
      }
      const region = regionOf(knownText(place));
      if (isInFrance(region)) continue;
      found.push(...abroad(resource, argument, region, inputs));
      if (dataClassOf(resource) !== "C2") continue;
      found.push(evidence.demand("client-side-encryption", resource.address, { maxAgeDays: 180 }));
    }
    return found;
  },
});

function isLabelled(resource: Resource): boolean {
  return labelsOf(resource).values.get("hdh-dr")?.includes("eu") ?? false;
}

function abroad(resource: Resource, argument: string, region: string, inputs: PolicyInputs): Verdict[] {
  const dataClass = dataClassOf(resource);
  const refuse = (demand: string) => [fail(`${argument} is ${region}, outside France; ${demand}`, argument, region)];
  if (inputs.profile !== "eu-dr") return refuse(`the profile ${inputs.profile} declares no copy abroad`);
  if (!inputs.deviatingRegions.includes(region)) {
    return refuse(`the profile eu-dr declares ${inputs.deviatingRegions.join(", ") || "none"}`);
  }
  if (!MAY_STAND_ABROAD.test(resource.type)) return refuse("only buckets and networks may stand there");
  if (isAtLeast(dataClass, "C3")) return refuse(`class ${dataClass} must stay`);
  if (dataClass === "C2") return [];
  if (inputs.environment !== "sandbox") return refuse("needs a dated waiver that names who approves");
  return [openDeviation(`${argument} is ${region}, outside France, as the profile eu-dr declares`, argument, region)];
}
