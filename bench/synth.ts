import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./median";
import { WORKSPACES } from "./synth/workspaces";

const ROUNDS = 5;

interface Contender {
  readonly label: string;
  readonly app: string;
  readonly env?: Record<string, string>;
  /** The ratio to the bare resources that is aimed at. */
  readonly target?: number;
}

const BARE: Contender = { label: "bare resources", app: "bare.ts" };
const CONTENDERS: readonly Contender[] = [
  BARE,
  { label: "constructs and rules", app: "constructs.ts", target: 0.75 },
  {
    label: "constructs and rules, with stack traces",
    app: "constructs.ts",
    env: { HDH_STACK_TRACES: "1" },
    target: 1.1,
  },
];

/** Synthesis of the same resources, bare and with all this project adds: the ratio of pairs run one after the other. */
export function benchSynth(): void {
  const seconds = new Map(CONTENDERS.map((contender) => [contender, [] as number[]]));
  const counts = new Set<number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of CONTENDERS) {
      const outdir = mkdtempSync(join(tmpdir(), "hdh-bench-"));
      const started = performance.now();
      const { status, stderr } = spawnSync(
        process.execPath,
        ["--require", "tsx/cjs", join(__dirname, "synth", contender.app)],
        {
          env: { PATH: process.env.PATH, HOME: process.env.HOME, CDKTF_OUTDIR: outdir, ...contender.env },
          encoding: "utf8",
        },
      );
      if (status !== 0) throw new Error(`${contender.label} does not synthesize:\n${stderr}`);
      seconds.get(contender)?.push((performance.now() - started) / 1000);
      counts.add(resourcesIn(outdir));
      rmSync(outdir, { recursive: true });
    }
  }
  if (counts.size !== 1)
    throw new Error(`the contenders differ in their number of resources: ${[...counts].join(", ")}`);

  process.stdout.write(`synth of ${WORKSPACES} stacks, ${[...counts][0]} resources, ${ROUNDS} rounds in turn\n`);
  const bare = seconds.get(BARE) ?? [];
  for (const [{ label, target }, measured] of seconds) {
    const ratios = measured.map((value, round) => value / (bare[round] ?? Number.NaN));
    const goal = target ? `  (target ≤ ${target.toFixed(2)})` : "";
    process.stdout.write(
      `  ${label.padEnd(42)} ${median(measured).toFixed(2)} s  ratio min ${Math.min(...ratios).toFixed(2)} median ${median(ratios).toFixed(2)}${goal}\n`,
    );
  }
}

function resourcesIn(outdir: string): number {
  const stacks = join(outdir, "stacks");
  return readdirSync(stacks)
    .map(
      (stack) =>
        JSON.parse(readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8")).resource as Record<string, object>,
    )
    .reduce((sum, types) => sum + Object.values(types).reduce((all, named) => all + Object.keys(named).length, 0), 0);
}
