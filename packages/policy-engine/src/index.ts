export {
  type ModuleDocument,
  type SourceFile,
  type StackDocument,
  UnknownFormat,
  UnreadableDocument,
} from "./documents/document";
export { readDocuments } from "./documents/documents";
export { NotSynthesized, readStack, readSynthesized } from "./documents/synthesized";
export { type Known, type Part, type Reference, shown, type Unknown, type Value } from "./expressions/value";
export { Body, type Defaults, type Item, sameValue } from "./graph/body";
export type { Action, Change } from "./graph/change";
export { type Graph, graphOf, type Kind, type Mode } from "./graph/graph";
export type { InstanceKey, Module } from "./graph/module";
export { remembered } from "./graph/remembered";
export { Resource } from "./graph/resource";
export type { Stack } from "./graph/stack";
export type { Json, JsonObject } from "./json";
export { fingerprintOf } from "./reports/fingerprint";
export { type Format, formatFinding, formatReport, summaryOf } from "./reports/format";
export { type Group, groupsOf } from "./reports/groups";
export { lineOf } from "./reports/location";
export { printable } from "./reports/printable";
export { formatSarif, type RuleDescription, type SarifOptions, toSarif } from "./reports/sarif";
export { formatJson, type JsonReport, REPORT_VERSION, toJson } from "./reports/to-json";
export { isDay } from "./rules/day";
export {
  type Counts,
  type Deviation,
  type Evaluation,
  evaluate,
  type Finding,
  type JudgedFile,
  type Report,
  type RuleSummary,
} from "./rules/evaluate";
export { type EvidenceDemand, type EvidenceRecord, EvidenceRegister } from "./rules/evidence";
export {
  type Circumstances,
  dataSources,
  providers,
  type Rule,
  resources,
  rule,
  SEVERITIES,
  type Severity,
  type Verdicts,
} from "./rules/rule";
export {
  at,
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
} from "./rules/verdict";
