import { at, fail, isDay, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { keysOf } from "../buckets/buckets";
import type { PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { DATA_CLASSES, type DataClass, isAtLeast, statedClass, wholesOf } from "../labels/data-class";
import { TRUST_ZONES } from "../labels/homes";
import { labelsOf } from "../labels/labels";
import { highestClassIn } from "../labels/projects";
import { networkPathsOf } from "../network/network-paths";
import { sovereigntyRule } from "../sovereignty-rule";

interface Label {
  readonly key: string;
  readonly is: (value: string, inputs: PolicyInputs) => boolean;
  /** How to say what it may be. */
  readonly rule: string;
}

const LABELS: readonly Label[] = [
  { key: "hdh-class", is: (value) => DATA_CLASSES.some((known) => known === value), rule: DATA_CLASSES.join(", ") },
  { key: "hdh-env", is: (value, { environment }) => value === environment, rule: "the name of the environment" },
  { key: "hdh-expiry", is: isDay, rule: "a day as YYYY-MM-DD" },
  { key: "hdh-owner", is: isName, rule: "lower case, digits, hyphens" },
  { key: "hdh-phase", is: (value) => /^P[0-4]$/.test(value), rule: "P0 to P4" },
  { key: "hdh-project", is: isName, rule: "lower case, digits, hyphens" },
  { key: "hdh-zone", is: (value) => TRUST_ZONES.includes(value), rule: TRUST_ZONES.join(", ") },
];

const ALL_KEYS = LABELS.map(({ key }) => key).join(", ");

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
  check: (resource, inputs) => {
    const verdicts: Verdict[] = [];
    judgeLabels(resource, inputs, verdicts);
    judgeClass(resource, verdicts);
    return verdicts;
  },
});

function judgeLabels(resource: Resource, inputs: PolicyInputs, verdicts: Verdict[]): void {
  const { values, unknown: why } = labelsOf(resource);
  if (values.size === 0) {
    verdicts.push(why ? unknown("tags", why) : fail(`tags lack ${ALL_KEYS}`, "tags"));
    return;
  }
  const missing: string[] = [];
  for (const { key, is, rule } of LABELS) {
    const given = values.get(key);
    if (!given) {
      missing.push(key);
    } else if (given.length > 1) {
      verdicts.push(fail(`tags give ${key} ${given.length} values: ${given.join(", ")}; must be one`, `tags.${key}`));
    } else if (!is(given[0]!, inputs)) {
      verdicts.push(fail(`tags.${key} is ${JSON.stringify(given[0])}; must be ${rule}`, `tags.${key}`, given[0]));
    }
  }
  if (missing.length > 0) verdicts.push(why ? unknown("tags", why) : fail(`tags lack ${missing.join(", ")}`, "tags"));
}

/** Nothing is less sensitive than what it is reached through, what it carries, or what it opens. */
function judgeClass(resource: Resource, verdicts: Verdict[]): void {
  const mine = statedClass(resource);
  if (!mine) return;
  const mustReach = (other: Resource, least = statedClass(other)) => {
    if (least && !isAtLeast(mine, least)) verdicts.push(below(mine, least, other));
  };
  const wholes = wholesOf(resource);
  for (const { whole } of wholes) mustReach(whole);
  for (const { item } of networkPathsOf(resource.graph).byMachine.get(resource) ?? []) {
    const network = item.target; // it stands in it, itself or by what attaches it
    if (network && !wholes.some(({ whole }) => whole === network)) mustReach(network);
  }
  switch (resource.type) {
    case "scaleway_vpc":
      for (const network of resource.referrers("scaleway_vpc_private_network", "vpc_id")) mustReach(network);
      break;
    case "scaleway_object_bucket":
      for (const key of keysOf(resource)) {
        mustReach(key);
        const its = statedClass(key);
        if (its && !isAtLeast(its, mine)) verdicts.push(at(key, below(its, mine, resource)));
      }
      break;
    case "scaleway_secret": {
      // What a secret opens shows nowhere, so it counts as opening whatever is beside it.
      const project = resource.target("project_id");
      if (project) mustReach(project, highestClassIn(project));
    }
  }
}

function below(mine: DataClass, least: DataClass, other: Resource): Verdict {
  const message = `tags.hdh-class is ${mine}; must be at least ${least}, the class of ${other.constructPath}`;
  return fail(message, "tags.hdh-class", mine);
}

function isName(value: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(value);
}
