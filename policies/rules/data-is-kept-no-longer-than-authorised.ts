import { fail, isDay, notApplicable, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { dataClassOf, holdsHealthData, isAtLeast } from "../labels/data-class";
import { labelOf, labelsOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

/** Longest time for which anything may be kept: five years, and two to check results (CNIL, MR-007, 2.5). */
const LONGEST_YEARS = 7;

/** Roles of buckets that fill by themselves, so that nobody deletes from them by hand. */
const TEMPORARY_ROLES = ["scratch", "log"];
const LOG_ARCHIVE = "log-archive";

export const dataIsKeptNoLongerThanAuthorised = sovereigntyRule({
  id: "HDH-DAT-007",
  severity: "medium",
  title: "Retention end date and proof of deletion",
  remedy: "Renew the authorisation and hdh-expiry with it, or close the project and record the deletion.",
  waivers: "allowed",
  given: "Given a resource with a label hdh-expiry, or a bucket",
  scenarios: {
    "an expiry that is still to come, within the authorisation": "pass",
    "an expiry that has passed, without a deletion record": "fail",
    "an expiry that has passed, with a deletion record for its project": "pass",
    "an expiry after the project's authorisation, or more than seven years away": "fail",
    "an expiry that is no day": "fail",
    "an expiry that only the engine knows": "unknown",
    "a scratch or log bucket whose objects expire": "pass",
    "a scratch or log bucket that keeps its objects for ever": "fail",
    "a bucket for health data, or a log archive that keeps its objects, with an erasure plan on record": "pass",
    "a bucket for health data, or a log archive that keeps its objects, without an erasure plan on record":
      "evidence-missing",
  },
  why: "Personal data may be kept for as long as the authorisation says, and somebody must be able to show that they are gone. Health data are erased by destroying their key, since a lifecycle rule is not allowed on them.",
  controls: ["GDPR:5(1)(e)", "MR7:2.5", "EDS:7.2", "SNC:19.4.a", "SATRE:3.1.09", "SATRE:3.1.10", "SATRE:1.4.04"],
  bad: { resource: { scaleway_vpc: { v: { tags: ["hdh-class=C1", "hdh-project=lake", "hdh-expiry=2025-01-01"] } } } },
  good: { resource: { scaleway_vpc: { v: { tags: ["hdh-class=C1", "hdh-project=lake", "hdh-expiry=2027-12-31"] } } } },
  reportsOn: isTaggable,
  check: (resource, inputs, { asOf, evidence }) => {
    const isDeleted = (project: string) => evidence.find("deletion-certificate", project) !== undefined;
    const expiry = expiryOf(resource, inputs, asOf, isDeleted);
    if (resource.type !== "scaleway_object_bucket") return expiry;
    return [expiry, ...contentOf(resource, () => evidence.demand("erasure-plan", resource.address))];
  },
});

function expiryOf(
  resource: Resource,
  { authorisedUntil = {} }: PolicyInputs,
  asOf: string,
  isDeleted: (project: string) => boolean,
): Verdict {
  const attribute = "tags.hdh-expiry";
  const expiry = labelOf(resource, "hdh-expiry");
  if (expiry === undefined) {
    const why = labelsOf(resource).unknown;
    return why ? unknown(attribute, why) : notApplicable("HDH-PRJ-006 asks for the label", attribute);
  }
  if (!isDay(expiry)) {
    return fail(`${attribute} is ${JSON.stringify(expiry)}; must be a day as YYYY-MM-DD`, attribute, expiry);
  }
  const project = labelOf(resource, "hdh-project") ?? "";
  const authorised = Object.hasOwn(authorisedUntil, project) ? authorisedUntil[project]! : undefined;
  const latest = authorised ?? `${Number(asOf.slice(0, 4)) + LONGEST_YEARS}${asOf.slice(4)}`;
  if (expiry > latest) {
    const rule = authorised ? "the end of the authorisation" : `${LONGEST_YEARS} years from the day of the run`;
    return fail(`${attribute} is ${expiry}; must be at most ${latest}, ${rule}`, attribute, expiry);
  }
  return expiry < asOf && !isDeleted(project)
    ? fail(`${attribute} is ${expiry}, which is over; renew the authorisation or close the project`, attribute, expiry)
    : pass();
}

function contentOf(bucket: Resource, erasurePlan: () => Verdict): Verdict[] {
  if (holdsHealthData(bucket)) return [erasurePlan()];
  const role = labelOf(bucket, "hdh-role");
  const isTemporary = TEMPORARY_ROLES.some((temporary) => temporary === role);
  if (!isTemporary && role !== LOG_ARCHIVE) return [];
  if (isAtLeast(dataClassOf(bucket), "C2")) return [erasurePlan()];
  const rules = bucket.blocks("lifecycle_rule");
  const path = "lifecycle_rule.expiration";
  const expires = rules.map((lifecycle) => {
    if (lifecycle.opaque) return lifecycle.opaque;
    const enabled = lifecycle.value("enabled");
    if (enabled.is === "unknown") return enabled.why;
    const end = lifecycle.block("expiration");
    return (
      enabled.is === "known" && enabled.value === true && ["days", "date"].some((by) => end.value(by).is !== "absent")
    );
  });
  if (expires.includes(true)) return [];
  const why = expires.find((one) => typeof one === "string");
  if (typeof why === "string") return [unknown(path, why)];
  return isTemporary ? [fail(`${path} is not set; must be, for the role ${role}`, path)] : [erasurePlan()];
}
