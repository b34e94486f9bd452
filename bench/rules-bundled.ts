// What bench/rules.ts bundles and runs; the workspace stands on standard input.
import { readFileSync } from "node:fs";
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
import { median } from "./synth";
import { workspaces } from "./workspaces";

const SIZES = [200, 1000];
const ROUNDS = 50;

/** The first rounds run code that is not compiled yet. */
const WARM_UP = 30;

/** Rules in the table of what each costs. */
const DEAREST = 10;

/** Milliseconds for the rules alone, and with parsing, per 1,000 resources. */
const TARGETS = { rules: 10, all: 20 };

/** A size costs as much for each resource as another, within the noise of two runs. */
const LINEAR = 1.3;

/** Milliseconds of processor time, which other programs on the machine disturb less than the clock. */
interface Round {
  readonly graph: number;
  readonly rules: number;
  readonly all: number;
}

function measure(text: string): void {
  const inputs = policyInputs(environmentNamed("production"));
  const perThousand = SIZES.map((size) => {
    const documents = workspaces(text, size);
    const { resources } = evaluate({ rules, graph: graphOf(documents, defaults), inputs });
    const rounds = Array.from({ length: ROUNDS }, () => roundOver(documents, inputs)).slice(WARM_UP);
    const floors = Array.from({ length: ROUNDS }, () => floorOver(documents)).slice(WARM_UP);
    const floor = median(floors);
    print(`${rules.length} rules over ${size} workspaces, ${resources} resources, ${rounds.length} rounds, warm`);
    const line = (label: string, taken: readonly number[], target?: number) => {
      const times = taken.map((one) => (1000 * one) / resources);
      const ratio = median(taken) / floor;
      print(
        `  ${label.padEnd(24)} ${ms(Math.min(...times))} min ${ms(median(times))} median  ms per 1,000 resources  ratio ${ratio.toFixed(2)}${target ? `  (target ≤ ${target} ms)` : ""}`,
      );
    };
    const part = (name: keyof Round) => rounds.map((round) => round[name]);
    line("parse and index by type", floors);
    line("graph", part("graph"));
    line("rules", part("rules"), TARGETS.rules);
    line("parse, graph and rules", part("all"), TARGETS.all);
    return Math.min(...part("rules")) / resources;
  });
  const growth = perThousand.at(-1)! / perThousand[0]!;
  print(`  a resource of ${SIZES.at(-1)} workspaces ÷ one of ${SIZES[0]}: ${growth.toFixed(2)}  (target ≤ ${LINEAR})`);
  printDearest(workspaces(text, SIZES[0]!), inputs);
}

/** Parsing the same text, and indexing its resources by type: what no engine can do without. */
function floorOver(documents: readonly StackDocument[]): number {
  return timed(() => documents.map(({ text }) => indexedByType(JSON.parse(text!) as JsonObject))).taken;
}

function roundOver(documents: readonly StackDocument[], inputs: PolicyInputs): Round {
  const parsed = timed(() => documents.map((one) => ({ ...one, json: JSON.parse(one.text!) as JsonObject })));
  const graph = timed(() => graphOf(parsed.result, defaults));
  const report = timed(() => evaluate({ rules, graph: graph.result, inputs }));
  return {
    graph: graph.taken,
    rules: report.taken,
    all: parsed.taken + graph.taken + report.taken,
  };
}

/**
 * What each rule costs when all others were asked before: what several rules read, such as labels, is worked out once
 * and no rule's own.
 */
function printDearest(documents: readonly StackDocument[], inputs: PolicyInputs): void {
  const least = new Map(rules.map((rule) => [rule, Number.POSITIVE_INFINITY]));
  for (let round = 0; round < ROUNDS; round++) {
    const graph = graphOf(documents, defaults);
    ask(rules, graph, inputs);
    for (const [rule, best] of least) least.set(rule, Math.min(best, timed(() => ask([rule], graph, inputs)).taken));
  }
  const { resources } = ask([], graphOf(documents, defaults), inputs);
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

function timed<Result>(work: () => Result): { readonly result: Result; readonly taken: number } {
  const started = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(started);
  return { result, taken: (user + system) / 1000 };
}

function ms(value: number): string {
  return value.toFixed(2).padStart(6);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

measure(readFileSync(process.stdin.fd, "utf8"));
