export { Body, type Defaults, type Item, sameValue } from "./body";
export type { StackDocument } from "./document";
export {
  type Counts,
  type Deviation,
  type Evaluation,
  evaluate,
  type Finding,
  type Report,
  type RuleSummary,
} from "./evaluate";
export { type Format, formatFinding, formatReport, summaryOf } from "./format";
export { type Graph, graphOf, type Kind, type Mode, Resource, Stack } from "./graph";
export type { Json, JsonObject } from "./json";
export { printable } from "./printable";
export { type Rule, resources, rule, SEVERITIES, type Severity } from "./rule";
export { NotSynthesized, readStack, readSynthesized } from "./synthesized";
export { type JsonReport, REPORT_VERSION, toJson } from "./to-json";
export type { Part, Reference, Value } from "./value";
export {
  evidenceMissing,
  fail,
  type Judgement,
  judge,
  judgeItem,
  notApplicable,
  type Outcome,
  openDeviation,
  pass,
  unknown,
  type Verdict,
} from "./verdict";
