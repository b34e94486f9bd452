import { execFileSync } from "node:child_process";

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** Ends a process and all that it started with SIGKILL: nothing of it can tidy up. */
export function killTree(root: number): void {
  const all: Process[] = execFileSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .map(([pid = 0, parent = 0]) => ({ pid, parent }));
  const family = [root];
  for (const pid of family) family.push(...all.filter(({ parent }) => parent === pid).map((child) => child.pid));
  for (const pid of family) kill(pid);
}

export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error; // ended by itself in the meantime
  }
}
