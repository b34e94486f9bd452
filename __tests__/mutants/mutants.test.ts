import { createHash } from "node:crypto";
import { environmentNamed } from "../../config/environments";
import { policyInputs } from "../../config/policy-inputs";
import type { PolicyInputs } from "../../policies/inputs";
import { synthesize } from "../helpers/synthesis";
import { harmlessOf } from "./generator/harmless";
import type { JsonObject } from "./generator/json";
import { meanings, neutralBooleans } from "./generator/meanings";
import { FAMILIES, type Mutation, mutated, nameOf, UNKNOWN, type Weakening } from "./generator/mutant";
import { argumentsOf, resourceSchemas } from "./generator/schema";
import { blocksOf, type Tree } from "./generator/tree";
import { weakeningsOf, weakeningsOfWorkspaces } from "./generator/weakenings";
import { workspaces } from "./generator/workspaces";
import { type Form, Judge } from "./judge";
import { type Survivor, survivors } from "./survivors";

const FULL = process.env.HDH_TEST_FULL !== undefined;
const SEED = Number(process.env.HDH_TEST_SEED ?? Date.now() % 1_000_000);
const FORMS: readonly Form[] = ["synthesized", "plan"];
const WORKSPACES = 200;

/** Workspaces that a sample is judged with, and plans in any case: a plan of all of them takes seconds to make. */
const FEW = 10;

/** How long a sample of mutants of one form is judged, in ms. */
const SAMPLE_MS = 8_000;

/** Least share of the weakenings that has to be caught. */
const CAUGHT = 0.99;

jest.setTimeout(FULL ? 60 * 60_000 : 120_000);

interface Trial<Kind extends Mutation = Mutation> {
  readonly environment: Environment;
  readonly mutation: Kind;
}

interface Environment {
  readonly tree: Tree;
  readonly inputs: PolicyInputs;
  readonly weakenings: readonly Weakening[];
  readonly harmless: readonly Mutation[];
}

describe(`mutants (seed ${SEED}; HDH_TEST_SEED repeats it)`, () => {
  let sandbox: Environment;
  let production: Environment;

  beforeAll(async () => {
    say(`seed ${SEED}`);
    [sandbox, production] = await Promise.all([rendered("sandbox"), rendered("production")]);
  });

  const environments = (count: number) => [sandbox, production, withWorkspaces(production, count)];

  it("are 2,000 weakenings and more, 100 of each family and more, and 2,000 harmless ones", () => {
    const all = environments(WORKSPACES);
    const weakenings = all.flatMap((environment) => environment.weakenings);
    for (const family of FAMILIES) {
      expect([family, weakenings.filter((mutant) => mutant.family === family).length >= 100]).toEqual([family, true]);
    }
    expect(weakenings.length).toBeGreaterThanOrEqual(2000);
    expect(all.flatMap(({ harmless }) => harmless).length).toBeGreaterThanOrEqual(2000);
  });

  it("are told apart by their names, and each changes something", () => {
    const all = environments(FEW).flatMap(({ weakenings, harmless }) => [...weakenings, ...harmless]);
    expect(
      all.filter((one) => JSON.stringify(mutated(one).json) === JSON.stringify(one.stack.json)).map(nameOf),
    ).toEqual([]);
  });

  it("know of every boolean of the schema whether it means anything for sovereignty", () => {
    const types = new Set(
      [sandbox, production].flatMap(({ tree }) => tree.stacks.flatMap(blocksOf)).map(({ type }) => type),
    );
    const known = new Set([...neutralBooleans, ...meanings.map(({ argument }) => argument)]);
    const booleans = [...types].flatMap((type) =>
      argumentsOf(resourceSchemas.get(type)!)
        .filter((one) => one.type === "bool")
        .map(({ argument }) => `${type.replace("scaleway_", "")}.${argument}`),
    );
    expect(booleans.filter((argument) => !known.has(argument))).toEqual([]);
  });

  it.each(FORMS)("leave workspaces in good order before they are made: %s", (form) => {
    const { tree, inputs } = withWorkspaces(production, FEW);
    expect(new Judge(tree, inputs, form).unmutated.filter((finding) => finding.includes("workspace-ws-"))).toEqual([]);
  });

  describe.each(FORMS)("%s", (form) => {
    const judged = () => environments(form === "synthesized" && FULL ? WORKSPACES : FEW);

    it("are caught, but for those that are listed with a reason", () => {
      const trials = judged().flatMap((environment) =>
        environment.weakenings.map((mutation) => ({ environment, mutation })).filter((trial) => isShown(trial, form)),
      );
      const { judgedTrials, results } = judge(trials, form);
      const survived = results.filter(({ findings }) => findings.length === 0).map(({ name }) => name);
      say(`${form}: ${judgedTrials - survived.length} of ${judgedTrials} weakenings caught`);
      const unexplained = survived.filter((name) => !survivors.some((survivor) => explains(survivor, name, form)));
      expect(unexplained).toEqual([]);
      expect(survived.length).toBeLessThanOrEqual(Math.ceil((1 - CAUGHT) * judgedTrials));
      if (FULL) expect(survivors.filter((one) => !survived.some((name) => explains(one, name, form)))).toEqual([]);
    });

    it("give no new failure where they are harmless", () => {
      const trials = judged().flatMap((environment) =>
        environment.harmless.map((mutation) => ({ environment, mutation })).filter((trial) => isShown(trial, form)),
      );
      const { judgedTrials, results } = judge(trials, form);
      const alarms = results.filter(({ findings }) => findings.length > 0);
      say(`${form}: ${alarms.length} false alarms at ${judgedTrials} harmless changes`);
      expect(alarms).toEqual([]);
    });
  });
});

/** Judges all trials, or as many of them as the time of a sample allows, in an order that the seed decides. */
function judge(trials: readonly Trial[], form: Form) {
  const judges = new Map<Environment, Judge>();
  const judgeOf = ({ tree, inputs }: Environment) => new Judge(tree, inputs, form);
  const results: { readonly name: string; readonly findings: readonly string[] }[] = [];
  const started = Date.now();
  for (const { environment, mutation } of FULL ? trials : shuffled(trials)) {
    if (!FULL && Date.now() - started > SAMPLE_MS) break;
    const judge = judges.get(environment) ?? judgeOf(environment);
    judges.set(environment, judge);
    results.push({ name: nameOf(mutation), findings: judge.newFindings(mutation) });
  }
  return { judgedTrials: results.length, results };
}

/** The figures of a run, which no assertion shows. */
function say(what: string): void {
  process.stdout.write(`mutants: ${what}\n`);
}

function shuffled(trials: readonly Trial[]): readonly Trial[] {
  const rank = ({ environment, mutation }: Trial) =>
    createHash("sha256")
      .update(`${SEED} ${environment.tree.name} ${nameOf(mutation)}`)
      .digest("hex");
  return trials
    .map((trial) => [rank(trial), trial] as const)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, trial]) => trial);
}

/** Whether a form shows the change: a plan knows every variable, and nothing of `lifecycle` and the backend. */
function isShown({ mutation }: Trial, form: Form): boolean {
  if (form === "synthesized") return true;
  return mutation.shownInPlans !== false && !JSON.stringify(mutated(mutation).json).includes(UNKNOWN);
}

function explains({ mutants, form: only }: Survivor, name: string, form: Form): boolean {
  return (only === undefined || only === form) && mutants.test(name);
}

async function rendered(name: string): Promise<Environment> {
  const { code, stderr, stacks } = await synthesize({ env: { HDH_ENVIRONMENT: name } });
  if (code !== 0) throw new Error(`${name} does not synthesize:\n${stderr}`);
  const parsed = Object.entries(stacks).map(([stack, text]) => ({ name: stack, json: JSON.parse(text) as JsonObject }));
  const tree = { name, stacks: parsed };
  const inputs = policyInputs(environmentNamed(name));
  return { tree, inputs, weakenings: weakeningsOf(tree), harmless: harmlessOf(tree) };
}

/** An environment with workspaces, of which only those are changed. */
function withWorkspaces({ tree, inputs }: Environment, count: number): Environment {
  const fixture = workspaces(count);
  return {
    tree: { name: fixture.name, stacks: [...tree.stacks, ...fixture.stacks] },
    inputs,
    weakenings: weakeningsOfWorkspaces(fixture),
    harmless: harmlessOf(workspaces(FEW)),
  };
}
