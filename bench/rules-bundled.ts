// What bench/rules.ts bundles and runs; the workspace stands on standard input.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Evaluation,
  evaluate,
  type Graph,
  graphOf,
  type JsonObject,
  type StackDocument,
} from "@hdh/policy-engine";
import { environmentNamed } from "../config/environments";
import { policyInputs } from "../config/policy-inputs";
import type { PolicyInputs } from "../policies/inputs";
import { defaults } from "../policies/knowledge/defaults";
import { rules } from "../policies/rules";
import { CONFTEST_START, conftestOver, SKIPPED } from "./conftest";
import { run, type Spent } from "./contender";
import { median } from "./median";
import { type Workspace, workspaces, written } from "./workspaces";

const SIZES = [200, 1000];
const ROUNDS = 50;

/** The first rounds run code that is not compiled yet. */
const WARM_UP = 30;

/** Rules in the table of what each costs. */
const DEAREST = 10;

/** Milliseconds for the rules alone, and with parsing, per 1,000 resources, on a machine where Conftest takes CONFTEST. */
const TARGETS = { rules: 10, all: 20 };

/**
 * Milliseconds per 1,000 resources, one file for each workspace, of Conftest 0.71 with eleven rules where the targets were
 * set, its start left out: what turns them into ratios, which hold on any machine.
 */
const CONFTEST = 39;

/** Conftest takes a second for 1,000 workspaces. */
const CONFTEST_ROUNDS = 7;

/** A size costs as much for each resource as another, within the noise of two runs. */
const LINEAR = 1.3;

interface Round {
  readonly graph: Spent;
  readonly rules: Spent;
  readonly all: Spent;
}

function measure(text: string): void {
  const inputs = policyInputs(environmentNamed("production"));
  const perThousand = SIZES.map((size) => {
    const documents = workspaces(text, size);
    const { resources } = evaluate({ rules, graph: graphOf(parsed(documents), defaults), inputs });
    const rounds = Array.from({ length: ROUNDS }, () => roundOver(documents, inputs)).slice(WARM_UP);
    const conftest = conftestTakes(documents);
    const floors = Array.from({ length: ROUNDS }, () => floorOver(documents)).slice(WARM_UP);
    const floor = median(floors.map(({ wall }) => wall));
    print(`${rules.length} rules over ${size} workspaces, ${resources} resources, ${rounds.length} rounds, warm`);
    print("  ms per 1,000 resources");
    const both = (taken: readonly number[]) => {
      const times = taken.map((one) => (1000 * one) / resources);
      return `${ms(Math.min(...times))} min ${ms(median(times))} median`;
    };
    const line = (label: string, taken: readonly Spent[], target?: number) => {
      const walls = taken.map(({ wall }) => wall);
      const ratio = (median(walls) / floor).toFixed(2);
      print(
        `  ${label.padEnd(24)} wall ${both(walls)}  cpu ${both(taken.map(({ cpu }) => cpu))}  ratio ${ratio}${target ? `  (target ≤ ${target} ms)` : ""}`,
      );
      if (!target || !conftest) return;
      const [least, typical] = [Math.min(...walls) / Math.min(...conftest), median(walls) / median(conftest)];
      print(
        `    ÷ Conftest: minima ${least.toFixed(2)}, medians ${typical.toFixed(2)}  (target ≤ ${(target / CONFTEST).toFixed(2)})`,
      );
    };
    const part = (name: keyof Round) => rounds.map((round) => round[name]);
    line("parse and index by type", floors);
    line("graph", part("graph"));
    print(conftest ? `  ${"Conftest".padEnd(24)} wall ${both(conftest)}` : `  ${SKIPPED}`);
    line("rules", part("rules"), TARGETS.rules);
    line("parse, graph and rules", part("all"), TARGETS.all);
    const least = (name: keyof Round) => Math.min(...part(name).map(({ wall }) => wall)) / resources;
    return { rules: least("rules"), all: least("all") };
  });
  const [few, many] = [perThousand[0]!, perThousand.at(-1)!];
  const growth = (name: keyof typeof few) => (many[name] / few[name]).toFixed(2);
  print(`  a resource of ${SIZES.at(-1)} workspaces ÷ one of ${SIZES[0]}  (target ≤ ${LINEAR})`);
  print(`  rules ${growth("rules")}  parse, graph and rules ${growth("all")}`);
  printDearest(workspaces(text, SIZES[0]!), inputs);
}

/** Parsing the same text, and indexing its resources by type: what no engine can do without. */
function floorOver(documents: readonly Workspace[]): Spent {
  return timed(() => documents.map(({ text }) => indexedByType(JSON.parse(text) as JsonObject))).spent;
}

/** The whole is measured in one go. Its parts are measured apart, so that none pays for the garbage of the one before. */
function roundOver(documents: readonly Workspace[], inputs: PolicyInputs): Round {
  const all = timed(() => evaluate({ rules, graph: graphOf(parsed(documents), defaults), inputs }));
  const read = parsed(documents);
  sweep();
  const graph = timed(() => graphOf(read, defaults));
  sweep();
  const report = timed(() => evaluate({ rules, graph: graph.result, inputs }));
  return { graph: graph.spent, rules: report.spent, all: all.spent };
}

/** Milliseconds that Conftest takes with the same stacks beyond its start; `undefined` where it is not there. */
function conftestTakes(documents: readonly Workspace[]): number[] | undefined {
  const folder = mkdtempSync(join(tmpdir(), "hdh-bench-"));
  const conftest = conftestOver("synth", written(documents, folder));
  const times =
    conftest && Array.from({ length: CONFTEST_ROUNDS }, () => run(conftest).wall - run(CONFTEST_START).wall);
  rmSync(folder, { recursive: true });
  return times;
}

function parsed(documents: readonly Workspace[]): StackDocument[] {
  return documents.map((one) => ({ ...one, json: JSON.parse(one.text) as JsonObject }));
}

/** Twice: what survives once is kept where the next sweep would copy it again. */
function sweep(): void {
  for (let time = 0; time < 2; time++) (globalThis.gc as (options: { type: "minor" }) => void)({ type: "minor" });
}

/**
 * What each rule costs when all others were asked before: what several rules read, such as labels, is worked out once
 * and no rule's own.
 */
function printDearest(documents: readonly Workspace[], inputs: PolicyInputs): void {
  const least = new Map(rules.map((rule) => [rule, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < ROUNDS; round++) {
    const graph = graphOf(parsed(documents), defaults);
    ask(rules, graph, inputs);
    for (const [rule, best] of least)
      least.set(rule, Math.min(best, timed(() => ask([rule], graph, inputs)).spent.cpu));
  }
  const { resources } = ask([], graphOf(parsed(documents), defaults), inputs);
  print(`  dearest rules, ms per 1,000 resources, each alone after all others`);
  const dearest = [...least].sort(([, one], [, other]) => other - one).slice(0, DEAREST);
  for (const [{ id, title }, best] of dearest) print(`    ${ms((1000 * best) / resources)}  ${id}  ${title}`);
}

function ask(asked: Evaluation<PolicyInputs>["rules"], graph: Graph, inputs: PolicyInputs) {
  return evaluate({ rules: asked, graph, inputs });
}

function indexedByType(json: JsonObject): Map<string, string[]> {
  const types = (json.resource ?? {}) as Record<string, JsonObject>;
  return new Map(Object.entries(types).map(([type, named]) => [type, Object.keys(named)]));
}

function timed<Result>(work: () => Result): { readonly result: Result; readonly spent: Spent } {
  const before = process.cpuUsage();
  const started = performance.now();
  const result = work();
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(before);
  return { result, spent: { wall, cpu: (user + system) / 1000 } };
}

function ms(value: number): string {
  return value.toFixed(2).padStart(6);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

measure(readFileSync(process.stdin.fd, "utf8"));
