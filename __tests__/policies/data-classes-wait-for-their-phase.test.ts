import type { EvidenceRecord, Json } from "@hdh/policy-engine";
import type { Phase } from "../../policies/inputs";
import { dataClassesWaitForTheirPhase as rule } from "../../policies/rules/data-classes-wait-for-their-phase";
import { record, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, saysOf, tags } from "../helpers/terraform-json";

const vpc = (list: Json, inputs = INPUTS, evidence: EvidenceRecord[] = []) =>
  saysWith(rule, { scaleway_vpc: { v: { tags: list } } }, evidence, inputs);
const of = (dataClass: Json, phase: Json) => tags({ "hdh-class": dataClass, "hdh-phase": phase }) as Json;
const failure = ["fail scaleway_vpc.v tags.hdh-class"];
const PHASES: readonly Phase[] = ["P0", "P1", "P2", "P3", "P4"];

describe("HDH-MIG-001", () => {
  it.each(PHASES)("class C0 or C1, in any phase: %s", (phase) => {
    expect([...vpc(of("C0", phase)), ...vpc(of("C1", phase))]).toEqual([]);
  });

  it.each(PHASES.slice(1))("class C2 from P1 on: %s", (phase) => {
    expect(vpc(of("C2", phase))).toEqual([]);
  });

  it("class C2 in P0", () => {
    expect(vpc(of("C2", "P0"))).toEqual(failure);
  });

  it.each(["P3", "P4"])("class C3 or C4 from P3 on: %s", (phase) => {
    expect([...vpc(of("C3", phase)), ...vpc(of("C4", phase))]).toEqual([]);
  });

  it.each(["P0", "P1"])("class C3 before P2, or no stated class: %s", (phase) => {
    expect(vpc(of("C3", phase))).toEqual(failure);
    expect(vpc([`hdh-phase=${phase}`])).toEqual(failure);
  });

  const PILOT = { ...INPUTS, pilots: ["data"] };

  it("class C3 in P2, in a pilot whose approval is on record", () => {
    expect(vpc(of("C3", "P2"), PILOT, [record("pilot-approval", "data")])).toEqual([]);
  });

  it("class C3 in P2, in a pilot without an approval on record", () => {
    expect(vpc(of("C3", "P2"), PILOT)).toEqual(["evidence-missing scaleway_vpc.v"]);
  });

  it("class C3 in P2 in any other project, or class C4 in P2", () => {
    const approved = [record("pilot-approval", "data")];
    expect(vpc(of("C3", "P2"), INPUTS, approved)).toEqual(failure);
    expect(vpc(of("C4", "P2"), PILOT, approved)).toEqual(failure);
    expect(vpc(of("C3", "P1"), PILOT, approved)).toEqual(failure);
  });

  it("a label that claims a later phase than the environment is in", () => {
    const inP1 = { ...INPUTS, phase: "P1" as const };
    expect(vpc(of("C1", "P3"), inP1)).toEqual(["fail scaleway_vpc.v tags.hdh-phase"]);
    expect(vpc(of("C3", "P3"), inP1)).toEqual([...failure, "fail scaleway_vpc.v tags.hdh-phase"]);
    expect(vpc(of("C1", "P0"), inP1)).toEqual([]);
  });

  it("no phase, which means P0", () => {
    expect(vpc(["hdh-class=C2"])).toEqual(failure);
    expect(vpc(of("C2", "P9"))).toEqual(failure);
  });

  it("labels that only the engine knows", () => {
    expect(vpc("${var.tags}")).toEqual(["unknown scaleway_vpc.v tags"]);
    expect(vpc(["hdh-class=C3", "${var.phase}"])).toEqual(["unknown scaleway_vpc.v tags"]);
  });

  it("has nothing to say of another provider's VPC", () => {
    expect(saysOf(rule, foreign("vpc", { tags: ["hdh-class=C4"] }))).toEqual([]);
  });
});
