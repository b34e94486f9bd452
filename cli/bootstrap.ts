import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { prepareToolchain } from "@hdh/toolchain";
import type { Environment } from "../config/environment";
import { ofProject } from "./access-key";
import { Failure } from "./exit-codes";
import { report } from "./progress";
import { projectFolder, stateFolder, synthesizedFolder } from "./project";
import { type RunOptions, run } from "./run";

const STACK_FOLDER = join(synthesizedFolder, "stacks", "bootstrap");
/** Read after the stack's own file, and in place of its backend (Terraform language, Override Files). */
const OVERRIDE = join(STACK_FOLDER, "backend_override.tf.json");

/**
 * Makes what an environment's states are kept in. Its own state starts in a local file and moves into the bucket.
 * @throws {Failure} for an environment that needs none, and when a step fails; what was done stays, and is gone on from
 */
export async function bootstrap({ name, state }: Environment): Promise<void> {
  if (state.kind !== "object-storage") {
    throw new Failure(
      `${name} keeps its states in local files and needs no bootstrap. HDH_ENVIRONMENT names the environment.`,
    );
  }
  const { engine } = await prepareToolchain({ onProgress: ({ message }) => report("toolchain", message) });
  const localState = join(stateFolder, name, "bootstrap.tfstate");

  report("bootstrap", `synthesizing ${name}`);
  await succeed(process.execPath, ["--require", "tsx/cjs", "main.ts"], { cwd: projectFolder, env: process.env });

  const inFolder = (env: NodeJS.ProcessEnv = process.env) => ({ cwd: STACK_FOLDER, env });
  if (!existsSync(localState) && keepsState(engine.path, inFolder())) {
    report("bootstrap", `${state.bucket} is there, and keeps its own state; bringing it up to date`);
    await succeed(engine.path, ["apply", "-input=false", "-auto-approve"], inFolder());
    return;
  }

  mkdirSync(dirname(localState), { recursive: true });
  writeFileSync(OVERRIDE, JSON.stringify({ terraform: { backend: { local: { path: localState } } } }));
  let project: string;
  try {
    report("bootstrap", "making project, key and bucket, with a state in a local file");
    await succeed(engine.path, ["init", "-input=false", "-reconfigure"], inFolder());
    await succeed(engine.path, ["apply", "-input=false", "-auto-approve"], inFolder());
    project = execFileSync(engine.path, ["output", "-raw", "state_project"], { ...inFolder(), encoding: "utf8" });
  } finally {
    rmSync(OVERRIDE, { force: true });
  }

  report("bootstrap", `moving that state into ${state.bucket}`);
  const env = { ...process.env, AWS_ACCESS_KEY_ID: ofProject(process.env.AWS_ACCESS_KEY_ID ?? "", project) };
  await succeed(engine.path, ["init", "-input=false", "-migrate-state", "-force-copy"], inFolder(env));
  if (!keepsState(engine.path, inFolder(env))) {
    throw new Failure(`The state did not arrive in ${state.bucket}; it is still in ${localState}. Run it again.`);
  }
  for (const file of [localState, `${localState}.backup`]) rmSync(file, { force: true });
  report("bootstrap", "done; the other stacks can be deployed");
}

/** Whether the bucket can be reached and holds the state of the stack that made it. */
function keepsState(engine: string, options: Pick<RunOptions, "cwd" | "env">): boolean {
  try {
    const ask = (...args: string[]) =>
      execFileSync(engine, args, { ...options, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
    ask("init", "-input=false", "-reconfigure");
    return ask("state", "list").trim() !== "";
  } catch {
    return false;
  }
}

async function succeed(command: string, args: readonly string[], options: RunOptions): Promise<void> {
  const code = await run(command, args, options);
  if (code !== 0)
    throw new Failure(`${command} ${args.join(" ")} ended with ${code}; its message is above. Run it again to go on.`);
}
