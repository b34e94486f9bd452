import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Directories locked by this very process. A lock with our process id that is not here is of a dead predecessor. */
const held = new Set<string>();

/**
 * Makes the directory and reserves it for this process. The lock of a process that no longer runs is taken over.
 * @returns what gives the directory back
 * @throws Error when another local Scaleway uses the directory
 */
export function lockDirectory(path: string): () => void {
  const directory = resolve(path);
  const file = join(directory, "lock");
  mkdirSync(directory, { recursive: true });
  if (held.has(directory)) throw inUse(directory, process.pid);
  if (!create(file)) {
    const owner = Number(readFileSync(file, "utf8"));
    if (owner !== process.pid && isRunning(owner)) throw inUse(directory, owner);
    rmSync(file, { force: true });
    if (!create(file)) throw inUse(directory, Number(readFileSync(file, "utf8")));
  }
  held.add(directory);
  return () => {
    held.delete(directory);
    rmSync(file, { force: true });
  };
}

function create(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return !isZombie(pid);
  } catch (error) {
    // EPERM: it runs, and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether it has ended, and only its parent has not yet asked how. Such a process still takes signals. */
function isZombie(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return /^[ZX]/.test(stat.slice(stat.lastIndexOf(")") + 2)); // proc(5): the state stands behind the name in brackets
  } catch {
    return false; // gone in the meantime, or a system without /proc
  }
}

const inUse = (directory: string, pid: number) =>
  new Error(
    `${directory} is in use by the local Scaleway with process id ${pid}. Stop that one, or choose another directory.`,
  );
