import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conftestOver, SKIPPED } from "./conftest";
import { type Contender, run, type Spent } from "./contender";
import { median } from "./median";
import { oneWorkspace, workspaces, written } from "./workspaces";

const ROUNDS = 7;
const WORKSPACES = 200;

/**
 * `hdh check` against Conftest, from start to end of the process. The input is 200 generated workspaces, or the plan that
 * HDH_BENCH_PLAN names; Conftest runs where CONFTEST or the path has it and HDH_BENCH_REGO names the folder of its rules.
 */
export function benchCheck(): void {
  const folder = mkdtempSync(join(tmpdir(), "hdh-bench-"));
  const plan = process.env.HDH_BENCH_PLAN;
  const inputs = plan ? [plan] : written(workspaces(oneWorkspace(), WORKSPACES), folder);
  const hdh = join(__dirname, "..", "cli", "hdh.mjs");
  const parse = "for (const file of process.argv.slice(1)) JSON.parse(fs.readFileSync(file, 'utf8'))";
  const conftest = conftestOver(plan ? "plan" : "synth", inputs);
  const contenders: Contender[] = [
    ...(conftest ? [conftest] : []),
    { label: "node, JSON.parse alone", command: [process.execPath, "-e", parse, ...inputs], exitCodes: [0] },
    { label: "hdh check", command: [process.execPath, hdh, "check", ...inputs], exitCodes: [0, 4] },
  ];
  for (const contender of contenders) run(contender); // the first run of hdh builds its bundle
  const spent = new Map(contenders.map((contender) => [contender, [] as Spent[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [contender, runs] of spent) runs.push(run(contender));
  }
  rmSync(folder, { recursive: true });

  const place = plan ? "a plan" : `${WORKSPACES} workspaces`;
  process.stdout.write(`check of ${place}, whole processes, ${ROUNDS} rounds in turn\n`);
  const [first] = spent.values();
  for (const [{ label }, runs] of spent) {
    const ratio = Math.min(...runs.map(({ wall }) => wall)) / Math.min(...first!.map(({ wall }) => wall));
    process.stdout.write(
      `  ${label.padEnd(24)} wall ${both(runs, "wall")}  cpu ${both(runs, "cpu")}  ratio of minima ${ratio.toFixed(2)}\n`,
    );
  }
  process.stdout.write(conftest ? "  (target: hdh check ≤ 1.00)\n" : `  ${SKIPPED}\n`);
}

function both(runs: readonly Spent[], part: keyof Spent): string {
  const times = runs.map((one) => one[part] / 1000);
  return `${Math.min(...times).toFixed(2)} s min ${median(times).toFixed(2)} s median`;
}
