import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const projectFolder = join(__dirname, "..", "..");

export interface Synthesis {
  readonly code: number;
  readonly stderr: string;
  /** Text of each synthesized stack, by name. */
  readonly stacks: Record<string, string>;
  /** Whether the run left a manifest, without which cdktf deploys nothing. */
  readonly manifest: boolean;
}

export interface SynthesisOptions {
  /** Where the app is run. @default - this clone */
  readonly folder?: string;
  /** @default main.ts */
  readonly app?: string;
  readonly env?: Record<string, string>;
  /** Further arguments for Node, before the app. */
  readonly nodeArguments?: readonly string[];
  /** @default - a new folder outside the clone */
  readonly outdir?: string;
}

/** Runs the app in a process of its own, as `cdktf synth` does. */
export function synthesize(options: SynthesisOptions = {}): Promise<Synthesis> {
  const { folder = projectFolder, app = "main.ts", env = {}, nodeArguments = [] } = options;
  const outdir = options.outdir ?? mkdtempSync(join(tmpdir(), "hdh-synth-"));
  return new Promise((resolve) => {
    const args = [...nodeArguments, "--require", "tsx/cjs", app];
    const environment = { PATH: process.env.PATH, HOME: process.env.HOME, CDKTF_OUTDIR: outdir, ...env };
    const child = execFile(process.execPath, args, { cwd: folder, env: environment }, (_, __, stderr) => {
      resolve({ code: child.exitCode ?? -1, stderr, ...synthesized(outdir) });
    });
  });
}

function synthesized(outdir: string): Pick<Synthesis, "stacks" | "manifest"> {
  const folder = join(outdir, "stacks");
  const names = readdirSync(outdir).includes("stacks") ? readdirSync(folder) : [];
  const stacks = names.map((name) => [name, readFileSync(join(folder, name, "cdk.tf.json"), "utf8")]);
  return { stacks: Object.fromEntries(stacks), manifest: readdirSync(outdir).includes("manifest.json") };
}

/** What synthesizes, copied to another place: a second clone without its history. */
export function cloneAt(folder: string): string {
  mkdirSync(folder, { recursive: true });
  for (const part of [
    "config",
    "constructs",
    "stacks",
    "policies",
    "main.ts",
    "cdktf.json",
    "package.json",
    "tsconfig.json",
  ]) {
    cpSync(join(projectFolder, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(projectFolder, "node_modules"), join(folder, "node_modules"));
  return folder;
}
