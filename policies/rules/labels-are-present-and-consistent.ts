import { at, fail, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { keysOf } from "../buckets";
import { DATA_CLASSES, type DataClass, isAtLeast, statedClass, wholesOf } from "../data-class";
import { TRUST_ZONES } from "../homes";
import type { PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { labelsOf } from "../labels";
import { networkPathsOf } from "../network-paths";
import { highestClassIn } from "../projects";
import { sovereigntyRule } from "../sovereignty-rule";

/** What each label may be, and how to say so. */
const LABELS: Readonly<
  Record<string, { readonly is: (value: string, inputs: PolicyInputs) => boolean; readonly rule: string }>
> = {
  "hdh-class": { is: (value) => DATA_CLASSES.some((known) => known === value), rule: DATA_CLASSES.join(", ") },
  "hdh-env": { is: (value, { environment }) => value === environment, rule: "the name of the environment" },
  "hdh-expiry": { is: isDay, rule: "a day as YYYY-MM-DD" },
  "hdh-owner": { is: isName, rule: "lower case, digits, hyphens" },
  "hdh-phase": { is: (value) => /^P[0-4]$/.test(value), rule: "P0 to P4" },
  "hdh-project": { is: isName, rule: "lower case, digits, hyphens" },
  "hdh-zone": { is: (value) => TRUST_ZONES.includes(value), rule: TRUST_ZONES.join(", ") },
};

export const labelsArePresentAndConsistent = sovereigntyRule({
  id: "HDH-PRJ-006",
  severity: "high",
  title: "Classification and ownership labels are present and consistent",
  remedy: "Build it with a construct, which labels it; without hdh-class it counts as health data (C3).",
  waivers: "never",
  given: "Given a resource of a type that takes labels",
  scenarios: {
    "every label, each valid": "pass",
    "a label missing": "fail",
    "a label given twice": "fail",
    "a label that is not valid, such as the class C9, another environment or a zone that nobody knows": "fail",
    "labels that only the engine knows": "unknown",
    "a lower class than what it is a part of, or than a network that it stands in": "fail",
    "a VPC of a lower class than one of its networks": "fail",
    "a bucket and its key of two classes": "fail",
    "a secret of a lower class than what stands in its project": "fail",
  },
  why: "Every other rule reads from the labels what a resource holds and whose it is. What nobody labelled counts as health data.",
  controls: ["SNC:8.3.b", "SNC:8.4.a", "SNDS24:3.5", "SATRE:3.1.03", "SATRE:3.1.08", "SATRE:3.1.19", "GDPR:30"],
  bad: { resource: { scaleway_object_bucket: { lake: { name: "lake", tags: {} } } } },
  good: {
    resource: {
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          tags: {
            "hdh-class": "C1",
            "hdh-env": "sandbox",
            "hdh-expiry": "2027-12-31",
            "hdh-owner": "platform-team",
            "hdh-phase": "P0",
            "hdh-project": "data",
            "hdh-zone": "ingest",
          },
        },
      },
    },
  },
  reportsOn: isTaggable,
  check: (resource, inputs) => [...labelVerdicts(resource, inputs), ...classVerdicts(resource)],
});

const NAMED_LABELS = Object.entries(LABELS);

function labelVerdicts(resource: Resource, inputs: PolicyInputs): Verdict[] {
  const { values, unknown: why } = labelsOf(resource);
  const missing = NAMED_LABELS.filter(([key]) => !values.has(key)).map(([key]) => key);
  const wrong = NAMED_LABELS.flatMap(([key, { is, rule }]) => {
    const given = values.get(key);
    if (!given) return [];
    if (given.length > 1)
      return fail(`tags give ${key} ${given.length} values: ${given.join(", ")}; must be one`, `tags.${key}`);
    return given
      .filter((value) => !is(value, inputs))
      .map((value) => fail(`tags.${key} is ${JSON.stringify(value)}; must be ${rule}`, `tags.${key}`, value));
  });
  if (missing.length === 0) return wrong;
  return [why ? unknown("tags", why) : fail(`tags lack ${missing.join(", ")}`, "tags"), ...wrong];
}

/** Nothing is less sensitive than what it is reached through, what it carries, or what it opens. */
function classVerdicts(resource: Resource): Verdict[] {
  const wholes = wholesOf(resource).map(({ whole }) => whole);
  const networks = networksOf(resource).filter((network) => !wholes.includes(network));
  return [...[...wholes, ...networks].flatMap((other) => notBelow(resource, other)), ...ofItsKind(resource)];
}

/** Networks that something stands in, itself or by what attaches it. */
function networksOf(resource: Resource): Resource[] {
  const uses = networkPathsOf(resource.graph).byMachine.get(resource) ?? [];
  return uses.flatMap(({ item }) => item.target ?? []);
}

function ofItsKind(resource: Resource): Verdict[] {
  switch (resource.type) {
    case "scaleway_vpc":
      return resource
        .referrers("scaleway_vpc_private_network", "vpc_id")
        .flatMap((network) => notBelow(resource, network));
    case "scaleway_object_bucket":
      return keysOf(resource).flatMap((key) => [
        ...notBelow(resource, key),
        ...notBelow(key, resource).map((verdict) => at(key, verdict)),
      ]);
    case "scaleway_secret": {
      // What a secret opens shows nowhere, so it counts as opening whatever is beside it.
      const project = resource.target("project_id");
      return project ? notBelow(resource, project, highestClassIn(project)) : [];
    }
    default:
      return [];
  }
}

function notBelow(resource: Resource, other: Resource, least: DataClass | undefined = statedClass(other)): Verdict[] {
  const mine = statedClass(resource);
  if (!mine || !least || isAtLeast(mine, least)) return [];
  const message = `tags.hdh-class is ${mine}; must be at least ${least}, the class of ${other.constructPath}`;
  return [fail(message, "tags.hdh-class", mine)];
}

function isName(value: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(value);
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(value).toJSON()?.startsWith(value) === true;
}
