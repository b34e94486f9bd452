import { spawnSync } from "node:child_process";
import { join } from "node:path";

const project = join(__dirname, "..");

interface Start {
  readonly resources: number;
  readonly seconds: number;
  readonly parts: Record<string, number>;
}

/** A warm `npm start` that changes nothing, and the share of each of its parts. */
export function benchStart(): void {
  start(); // deploys whatever is missing
  const { resources, seconds, parts } = start();
  process.stdout.write(`warm start, ${resources} resources, no changes: ${seconds.toFixed(1)} s\n`);
  for (const [part, taken] of Object.entries(parts)) {
    process.stdout.write(
      `  ${part.padEnd(20)} ${taken.toFixed(2).padStart(6)} s  ${((100 * taken) / seconds).toFixed(0).padStart(3)} %\n`,
    );
  }
}

function start(): Start {
  const { status, stdout } = spawnSync(process.execPath, [join(project, "cli", "hdh.mjs"), "start", "--json"], {
    cwd: project,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (status !== 0) throw new Error(`hdh start ended with ${status}`);
  return JSON.parse(stdout) as Start;
}
