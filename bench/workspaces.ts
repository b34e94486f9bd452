import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readSynthesized } from "@hdh/policy-engine";

/** What the one workspace that is synthesized is called, wherever its name stands. */
const PATTERN = "ws-0000";

/** A stack as a file holds it. */
export interface Workspace {
  readonly name: string;
  readonly text: string;
}

/** Stacks of research workspaces, 18 resources each, which are all the one that is given under other names. */
export function workspaces(text: string, count: number): Workspace[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `ws-${String(index).padStart(4, "0")}`;
    return { name, text: text.replaceAll(PATTERN, name) };
  });
}

/** Writes one folder per stack, so that each is one file of Terraform JSON to whoever reads it; answers the files. */
export function written(stacks: readonly Workspace[], folder: string): string[] {
  return stacks.map(({ name, text }) => {
    mkdirSync(join(folder, name));
    const file = join(folder, name, `${name}.tf.json`);
    writeFileSync(file, text);
    return file;
  });
}

/** Terraform JSON of one workspace, synthesized from the constructs. */
export function oneWorkspace(): string {
  const outdir = mkdtempSync(join(tmpdir(), "hdh-bench-"));
  const app = join(__dirname, "synth", "constructs.ts");
  const { status, stderr } = spawnSync(process.execPath, ["--require", "tsx/cjs", app], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, CDKTF_OUTDIR: outdir, HDH_BENCH_STACKS: "1" },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`the workspace does not synthesize:\n${stderr}`);
  const [stack] = readSynthesized(outdir);
  rmSync(outdir, { recursive: true });
  return stack!.text!;
}
