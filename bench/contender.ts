import { spawnSync } from "node:child_process";

/** A program that does what others do, too. */
export interface Contender {
  readonly label: string;
  readonly command: readonly string[];
  /** Those that say that it did its work. Any other is no result. */
  readonly exitCodes: readonly number[];
}

/** Milliseconds by the clock, and of processor time, which other programs on the machine disturb less. */
export interface Spent {
  readonly wall: number;
  readonly cpu: number;
}

/**
 * Runs a program from start to end.
 * @throws {Error} when it ends with another exit code than it should
 */
export function run({ label, command, exitCodes }: Contender): Spent {
  const started = performance.now();
  // The shell's `times` tells the processor time of what it ran.
  const { status, stdout, stderr } = spawnSync(
    "sh",
    ["-c", '"$@" > /dev/null; code=$?; times; exit $code', "sh", ...command],
    { encoding: "utf8", env },
  );
  const wall = performance.now() - started;
  if (status === null || !exitCodes.includes(status)) throw new Error(`${label} ended with ${status}:\n${stderr}`);
  const children = stdout.trim().split("\n").at(-1) ?? "";
  const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce((sum, [, m, s]) => sum + 60 * Number(m) + Number(s), 0);
  return { wall, cpu: 1000 * cpu };
}

// Node.js reads the certificates that this names before it runs anything: of a whole bundle, that takes longer than all
// else it starts with, and nothing that is measured here speaks TLS.
const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
