import { fail, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { Phase, PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { type DataClass, dataClassOf, isAtLeast } from "../labels/data-class";
import { labelOf, labelsOf } from "../labels/labels";
import { claimedPhase, isFrom, phaseOf } from "../labels/phase";
import { sovereigntyRule } from "../sovereignty-rule";

/** The highest class that each phase allows everywhere: first what is not sensitive, health data after the cutover. */
const HIGHEST: Readonly<Record<Phase, DataClass>> = { P0: "C1", P1: "C2", P2: "C2", P3: "C4", P4: "C4" };

const tagged = (phase: string) => ({
  resource: { scaleway_vpc: { v: { tags: ["hdh-class=C3", `hdh-phase=${phase}`, "hdh-project=lake"] } } },
});

export const dataClassesWaitForTheirPhase = sovereigntyRule({
  id: "HDH-MIG-001",
  severity: "critical",
  title: "Data class allowed only from its phase on",
  remedy: "Wait for the gate, or lower the class; in P2, declare the pilot and put its approval on record.",
  waivers: "never",
  given: "Given a resource of a type that takes labels",
  scenarios: {
    "class C0 or C1, in any phase": "pass",
    "class C2 from P1 on": "pass",
    "class C2 in P0": "fail",
    "class C3 or C4 from P3 on": "pass",
    "class C3 before P2, or no stated class": "fail",
    "class C3 in P2, in a pilot whose approval is on record": "pass",
    "class C3 in P2, in a pilot without an approval on record": "evidence-missing",
    "class C3 in P2 in any other project, or class C4 in P2": "fail",
    "a label that claims a later phase than the environment is in": "fail",
    "no phase, which means P0": "fail",
    "labels that only the engine knows": "unknown",
  },
  why: "Health data follow only when tests and certification are done. A label on one resource must not open the door that the gate keeps shut.",
  controls: ["SNC:12.2.a", "GDPR:35", "GDPR:32(1)(d)", "SNDS24:8.1", "SATRE:2.2.04"],
  bad: tagged("P1"),
  good: tagged("P3"),
  reportsOn: isTaggable,
  check: (resource, inputs, { evidence }) => {
    const { values, unknown: why } = labelsOf(resource);
    if (why && !(values.has("hdh-class") && values.has("hdh-phase"))) return unknown("tags", why);
    return [claims(resource, inputs), judge(resource, inputs, (project) => evidence.demand("pilot-approval", project))];
  },
});

function claims(resource: Resource, { phase }: PolicyInputs): Verdict {
  if (phase === undefined) return pass();
  const claimed = claimedPhase(resource);
  if (claimed === undefined || isFrom(phase, claimed)) return pass();
  return fail(
    `tags.hdh-phase is ${claimed}; must be at most ${phase}, that of the environment`,
    "tags.hdh-phase",
    claimed,
  );
}

function judge(resource: Resource, inputs: PolicyInputs, approvalOf: (project: string) => Verdict): Verdict {
  const dataClass = dataClassOf(resource);
  const phase = phaseOf(resource, inputs);
  if (isAtLeast(HIGHEST[phase], dataClass)) return pass();
  const project = labelOf(resource, "hdh-project");
  if (phase === "P2" && dataClass === "C3" && project !== undefined && inputs.pilots?.includes(project)) {
    return approvalOf(project);
  }
  return fail(
    `is of class ${dataClass} in phase ${phase}; must be at most ${HIGHEST[phase]}${phase === "P2" ? ", or C3 in a declared pilot" : ""}`,
    "tags.hdh-class",
    dataClass,
  );
}
