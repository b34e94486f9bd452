import type { EvidenceRecord } from "@hdh/policy-engine";
import type { Phase } from "../../policies/inputs";
import { gatesHaveFreshEvidence as rule } from "../../policies/rules/gates-have-fresh-evidence";
import { AS_OF, record, saysWith } from "../helpers/evidence";
import { INPUTS, tags } from "../helpers/terraform-json";

const TESTS = ["isolation-test", "restore-test"];
const HEALTH = [...TESTS, "dpia", "homologation-decision", "penetration-test"];
const ALL = [...HEALTH, "parallel-run-comparison"];
const of = (types: string[], subject = "sandbox", age = 1) => types.map((type) => record(type, subject, age));
const says = (phase: Phase, evidence: EvidenceRecord[], inputs = INPUTS) =>
  saysWith(rule, { scaleway_vpc: { v: { tags: tags({ "hdh-phase": phase }) } } }, evidence, inputs);
const missing = (count: number) => Array<string>(count).fill("evidence-missing environment");

describe("HDH-MIG-004", () => {
  it("phase P0, which needs no record", () => {
    expect(says("P0", [])).toEqual([]);
    expect(saysWith(rule, {}, [])).toEqual([]);
  });

  it("every record that the phase needs, young enough", () => {
    expect(says("P1", of(TESTS))).toEqual([]);
    expect(says("P2", of(HEALTH))).toEqual([]);
    expect(says("P3", of(ALL))).toEqual([]);
    expect(says("P4", of(ALL))).toEqual([]);
  });

  it("a record missing, expired or too old", () => {
    expect(says("P1", [])).toEqual(missing(2));
    expect(says("P1", of(TESTS, "sandbox", 181))).toEqual(missing(1));
    expect(
      says(
        "P1",
        of(TESTS).map((one) => ({ ...one, expires: AS_OF })),
      ),
    ).toEqual(missing(2));
    expect(says("P0", [], { ...INPUTS, phase: "P1" })).toEqual(missing(2));
    expect(saysWith(rule, {}, [], { ...INPUTS, phase: "P1" })).toEqual(missing(2));
    const [later, sooner] = ["P1", "P0"].map((phase) => ({ tags: tags({ "hdh-phase": phase }) }));
    expect(saysWith(rule, { scaleway_vpc: { later: later!, sooner: sooner! } }, [])).toEqual(missing(2));
  });

  it("a record of another environment", () => {
    expect(says("P1", of(TESTS, "staging"))).toEqual(missing(2));
  });

  it("phase P3, with what P2 needs only", () => {
    expect(says("P3", of(HEALTH))).toEqual(missing(1));
  });
});
