import type { Graph } from "@hdh/policy-engine";
import type { Phase, PolicyInputs } from "../inputs";
import { GATES } from "../knowledge/gates";
import { isTaggable } from "../knowledge/scaleway-types";
import { isFrom, phaseOf } from "../labels/phase";
import { sovereigntyRule } from "../sovereignty-rule";

export const gatesHaveFreshEvidence = sovereigntyRule({
  id: "HDH-MIG-004",
  severity: "high",
  title: "Isolation, restore and parallel-run evidence is fresh before a gate",
  remedy: "Run the test again, and put its record into the evidence register under the environment's name.",
  waivers: "conditional",
  given: "Given the phase that the environment is in, and the evidence register",
  scenarios: {
    "phase P0, which needs no record": "pass",
    "every record that the phase needs, young enough": "pass",
    "a record missing, expired or too old": "evidence-missing",
    "a record of another environment": "evidence-missing",
    "phase P3, with what P2 needs only": "evidence-missing",
  },
  why: "A gate is a decision on facts of its day. An old test shows that an old environment was sound.",
  controls: [
    "SNC:4",
    "SNC:18.2.1.b",
    "GDPR:32(1)(d)",
    "GDPR:35",
    "SNDS24:8.1",
    "SATRE:2.2.04",
    "SATRE:2.7.04",
    "SATRE:4.1.02",
    "NIS2:21(2)(f)",
  ],
  bad: { resource: { scaleway_vpc: { v: { tags: ["hdh-phase=P3"] } } } },
  good: { resource: { scaleway_vpc: { v: { tags: ["hdh-phase=P0"] } } } },
  checkWhole: (graph, inputs, { evidence }) =>
    GATES[latestPhase(graph, inputs)].map(({ type, maxAgeDays }) =>
      evidence.demand(type, inputs.environment, maxAgeDays === undefined ? {} : { maxAgeDays }),
    ),
});

/** Where nobody states the environment's phase, the latest that any label claims. */
function latestPhase(graph: Graph, inputs: PolicyInputs): Phase {
  if (inputs.phase) return inputs.phase;
  let latest: Phase = "P0";
  for (const { kind, resources } of graph.byKind) {
    if (!isTaggable(kind)) continue;
    for (const resource of resources) {
      const phase = phaseOf(resource, inputs);
      if (isFrom(phase, latest)) latest = phase;
    }
  }
  return latest;
}
