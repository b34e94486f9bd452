import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Contender } from "./contender";

const PROGRAM = process.env.CONFTEST ?? "conftest";
const RULES = process.env.HDH_BENCH_REGO;

export const SKIPPED =
  "Conftest was skipped: it takes a conftest on the path, or CONFTEST, and its rules in HDH_BENCH_REGO";

/** Conftest alone, without a policy: what it takes to start. */
export const CONFTEST_START: Contender = {
  label: "conftest --version",
  command: [PROGRAM, "--version"],
  exitCodes: [0],
};

/** Conftest with its rules for plans, or for synthesized JSON; `undefined` where it or its rules are not there. */
export function conftestOver(kind: "plan" | "synth", files: readonly string[]): Contender | undefined {
  if (!RULES || spawnSync(PROGRAM, ["--version"]).status !== 0) return undefined;
  const command = [PROGRAM, "test", "--parser", "json", "--policy", join(RULES, kind), ...files];
  return { label: "conftest", command, exitCodes: [0, 1] };
}
