import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fail, judge, type Outcome, pass, resources } from "@hdh/policy-engine";
import { rules } from "../../policies/rules";
import type { SovereigntyRule } from "../../policies/sovereignty-rule";
import { ABOUT_CHANGES, type Answer, ChangedExamples, type Exemplified } from "../helpers/changed-examples";

interface Exception {
  readonly rule: string;
  readonly attribute: RegExp;
  /** The rule that speaks of them in its place. */
  readonly saidBy?: string;
  readonly because: string;
}

const LABELS = { attribute: /^tags/, saidBy: "HDH-PRJ-006", because: "labels that nobody knows are reported once" };

/** Attributes that pass where nobody can know their value, although some value breaks the rule. */
const PASSING: readonly Exception[] = [
  { rule: "HDH-DAT-005", ...LABELS },
  {
    rule: "HDH-JUR-001",
    attribute: /^required_providers$/,
    because: "the engine takes no expression in place of the block",
  },
  {
    rule: "HDH-MIG-003",
    attribute: /^environment_variables/,
    because: "hosts of Azure are found where they are written; a plan shows what a variable brings",
  },
  { rule: "HDH-MIG-004", ...LABELS },
  { rule: "HDH-MIG-005", ...LABELS },
  {
    rule: "HDH-PRJ-007",
    attribute: /^rule/,
    saidBy: "HDH-ENC-002",
    because: "a bucket of health data needs a key that the stacks make, so that this rule knows whose it is",
  },
  { rule: "HDH-RES-001", ...LABELS },
  { rule: "HDH-RES-003", ...LABELS },
  {
    rule: "HDH-RES-004",
    attribute: /^project_id$/,
    saidBy: "HDH-PRJ-001",
    because: "everything stands in a project that the stacks make, so that this rule knows whose it is",
  },
  { rule: "HDH-RES-004", ...LABELS },
  {
    rule: "HDH-SUP-001",
    attribute: /^required_providers$/,
    because: "the engine takes no expression in place of the block",
  },
];

const byRule = new Map(rules.map((rule) => [rule.id, new ChangedExamples(rule)]));
const answers = new Map([...byRule].map(([id, examples]) => [id, examples.answers()]));
const judged = rules.filter(({ id }) => !ABOUT_CHANGES.includes(id)).map(({ id }) => id);

describe("every rule", () => {
  const golden = readFileSync(join(__dirname, "../golden/attributes.txt"), "utf8").trim().split("\n");

  it.each(judged)("%s says of each attribute, absent and not known, what is on record", (id) => {
    expect(linesOf(id, answers.get(id)!)).toEqual(golden.filter((line) => line.startsWith(`${id} `)));
  });

  it("is on record, and nothing else is", () => {
    expect([...new Set(golden.map((line) => line.split(" ")[0]))]).toEqual(judged);
  });

  it("has an attribute that can break it, but for those whose examples are plans", () => {
    expect(rules.filter(({ id }) => !answers.get(id)!.some(({ matters }) => matters)).map(({ id }) => id)).toEqual(
      ABOUT_CHANGES,
    );
    const examples = rules.filter(({ id }) => ABOUT_CHANGES.includes(id)).flatMap(({ bad, good }) => [bad, good]);
    expect(examples.filter((example) => example.resource_changes === undefined)).toEqual([]);
  });

  it("lets no attribute pass that may break it and that nobody can know, but for what is listed", () => {
    const silent = rules.flatMap(({ id }) =>
      answers.get(id)!.filter((answer) => answer.silent.length > 0 && !PASSING.some((one) => isMeant(one, id, answer))),
    );
    expect(silent.map(({ part, silent }) => `${part.address} ${part.attribute} ${silent[0]!.form}`)).toEqual([]);
  });

  it.each(PASSING)("$rule lets $attribute pass: $because", (exception) => {
    const { rule, saidBy } = exception;
    const silences = answers
      .get(rule)!
      .filter((answer) => isMeant(exception, rule, answer))
      .flatMap(({ silent }) => silent);
    expect(silences).not.toEqual([]);
    if (saidBy === undefined) return;
    for (const { form, example, changed } of silences) {
      expect(byRule.get(saidBy)!.outcomes(changed, form, example)).toContain("unknown");
      // So that what is unknown to it blocks.
      expect(["critical", "high"]).toContain(rules.find(({ id }) => id === saidBy)!.severity);
    }
  });
});

describe("a rule", () => {
  const vpc = (attributes: object) => ({ resource: { scaleway_vpc: { v: attributes } } });
  const examples = { bad: vpc({ name: "v", enable_routing: true }), good: vpc({ name: "v", enable_routing: false }) };
  const rule = { id: "TEST", severity: "high", title: "", remedy: "", reportsOn: resources("scaleway_vpc") } as const;
  const answersOf = (check: SovereigntyRule["check"]) =>
    new ChangedExamples({ ...rule, ...examples, check } satisfies Exemplified).answers();

  it("that reads nothing has no attribute that can break it", () => {
    expect(answersOf(() => pass()).filter(({ matters, differs }) => matters || differs)).toEqual([]);
  });

  it("that takes what it cannot know for right lets it pass", () => {
    const trusting = answersOf((one) => (one.known("enable_routing") === true ? fail("must not be true") : pass()));
    const silent = trusting.filter(({ silent }) => silent.length > 0);
    expect(silent.map(({ part }) => `${part.address} ${part.attribute}`)).toEqual(["scaleway_vpc.v enable_routing"]);
    expect(silent.flatMap((answer) => answer.silent.map(({ form }) => form))).toEqual(["written", "planned"]);
  });

  it("that takes what it cannot know for wrong, or says so, lets nothing pass", () => {
    const cautious = answersOf((one) =>
      judge(one, "enable_routing", (on) => (on === false ? undefined : "must be false")),
    );
    expect(cautious.flatMap(({ silent }) => silent)).toEqual([]);
    expect(linesOf("TEST", cautious)).toEqual([
      "TEST  scaleway_vpc.v enable_routing  absent: fail  unknown: unknown",
      "TEST  2 others make no difference",
    ]);
  });
});

function isMeant({ rule, attribute }: Exception, id: string, { part }: Answer): boolean {
  return rule === id && attribute.test(part.attribute);
}

/** A line for each attribute that makes a difference, and how many make none. */
function linesOf(id: string, all: readonly Answer[]): string[] {
  const telling = all.filter((answer) => answer.differs && !isSaidInside(answer, all));
  const others = all.filter(({ differs }) => !differs).length;
  return [
    ...telling.map(({ part, ...said }) => `${id}  ${`${part.address} ${part.attribute}`.trim()}  ${inWords(said)}`),
    ...(others === 0 ? [] : [`${id}  ${others === 1 ? "1 other makes" : `${others} others make`} no difference`]),
  ];
}

/** A block or a list needs no line of its own where each of its members says the same. */
function isSaidInside({ part, ...said }: Answer, all: readonly Answer[]): boolean {
  const members = all.filter(({ part: { path } }) => path.length === part.path.length + 1 && isBelow(path, part.path));
  return members.length > 0 && members.every((member) => inWords(member) === inWords(said));
}

function isBelow(path: readonly unknown[], outer: readonly unknown[]): boolean {
  return outer.every((key, index) => path[index] === key);
}

function inWords({ absent, unknown, planned = unknown }: Omit<Answer, "part">): string {
  const inPlan = planned.join() === unknown.join() ? "" : `  unknown in a plan: ${listed(planned)}`;
  return `absent: ${listed(absent)}  unknown: ${listed(unknown)}${inPlan}`;
}

function listed(outcomes: readonly Outcome[]): string {
  return outcomes.join(" and ") || "pass";
}
