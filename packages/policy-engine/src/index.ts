export { Body, type Defaults, type Item, sameValue } from "./body";
export type { Action, Change } from "./change";
export { isDay } from "./day";
export {
  type ModuleDocument,
  type SourceFile,
  type StackDocument,
  UnknownFormat,
  UnreadableDocument,
} from "./document";
export { readDocuments } from "./documents";
export {
  type Counts,
  type Deviation,
  type Evaluation,
  evaluate,
  type Finding,
  type JudgedFile,
  type Report,
  type RuleSummary,
} from "./evaluate";
export { type EvidenceDemand, type EvidenceRecord, EvidenceRegister } from "./evidence";
export { fingerprintOf } from "./fingerprint";
export { type Format, formatFinding, formatReport, summaryOf } from "./format";
export { type Graph, graphOf, type Kind, type Mode } from "./graph";
export type { Json, JsonObject } from "./json";
export { lineOf } from "./location";
export type { InstanceKey, Module } from "./module";
export { printable } from "./printable";
export { remembered } from "./remembered";
export { Resource } from "./resource";
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
} from "./rule";
export { formatSarif, type RuleDescription, type SarifOptions, toSarif } from "./sarif";
export type { Stack } from "./stack";
export { NotSynthesized, readStack, readSynthesized } from "./synthesized";
export { formatJson, type JsonReport, REPORT_VERSION, toJson } from "./to-json";
export { type Known, type Part, type Reference, shown, type Unknown, type Value } from "./value";
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
} from "./verdict";
