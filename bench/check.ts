import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./synth";
import { oneWorkspace, workspaces } from "./workspaces";

const ROUNDS = 7;
const WORKSPACES = 200;

interface Contender {
  readonly label: string;
  readonly command: readonly string[];
  /** That it found failures, or none. Anything else is no result. */
  readonly exitCodes: readonly number[];
}

interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * `hdh check` against Conftest, from start to end of the process. The input is 200 generated workspaces, or the plan that
 * HDH_BENCH_PLAN names; Conftest runs where CONFTEST or the path has it and HDH_BENCH_REGO names a folder of its rules.
 */
export function benchCheck(): void {
  const folder = mkdtempSync(join(tmpdir(), "hdh-bench-"));
  const inputs = process.env.HDH_BENCH_PLAN ? [process.env.HDH_BENCH_PLAN] : written(folder);
  const hdh = join(__dirname, "..", "cli", "hdh.mjs");
  const parse = "for (const file of process.argv.slice(1)) JSON.parse(fs.readFileSync(file, 'utf8'))";
  const conftest = conftestOver(inputs);
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

  const place = process.env.HDH_BENCH_PLAN ? "a plan" : `${WORKSPACES} workspaces`;
  process.stdout.write(`check of ${place}, whole processes, ${ROUNDS} rounds in turn\n`);
  const [first] = spent.values();
  for (const [{ label }, runs] of spent) {
    const ratio = Math.min(...runs.map(({ wall }) => wall)) / Math.min(...first!.map(({ wall }) => wall));
    process.stdout.write(
      `  ${label.padEnd(24)} wall ${both(runs, "wall")}  cpu ${both(runs, "cpu")}  ratio of minima ${ratio.toFixed(2)}\n`,
    );
  }
  process.stdout.write(
    conftest
      ? "  (target: hdh check ≤ 1.00)\n"
      : "  Conftest was skipped: it takes a conftest on the path, or CONFTEST, and HDH_BENCH_REGO\n",
  );
}

function conftestOver(inputs: readonly string[]): Contender | undefined {
  const conftest = process.env.CONFTEST ?? "conftest";
  const rules = process.env.HDH_BENCH_REGO;
  if (!rules || spawnSync(conftest, ["--version"]).status !== 0) return undefined;
  const command = [conftest, "test", "--parser", "json", "--policy", rules, ...inputs];
  return { label: "conftest", command, exitCodes: [0, 1] };
}

/** One folder per stack, so that each is one file of Terraform JSON to both. */
function written(folder: string): string[] {
  return workspaces(oneWorkspace(), WORKSPACES).map(({ name, text }) => {
    mkdirSync(join(folder, name));
    const file = join(folder, name, `${name}.tf.json`);
    writeFileSync(file, text);
    return file;
  });
}

/** The shell's `times` tells the processor time of what it ran. */
function run({ label, command, exitCodes }: Contender): Spent {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", '"$@" > /dev/null; code=$?; times; exit $code', "sh", ...command],
    { encoding: "utf8" },
  );
  const wall = (performance.now() - started) / 1000;
  if (status === null || !exitCodes.includes(status)) throw new Error(`${label} ended with ${status}:\n${stderr}`);
  const children = stdout.trim().split("\n").at(-1) ?? "";
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
  return { wall, cpu };
}

function both(runs: readonly Spent[], part: keyof Spent): string {
  const times = runs.map((one) => one[part]);
  return `${Math.min(...times).toFixed(2)} s min ${median(times).toFixed(2)} s median`;
}
