import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { stripVTControlCharacters } from "node:util";

export interface RunOptions {
  /** The child's whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Kills the child; `run` then rejects with an AbortError. */
  readonly signal?: AbortSignal;
  /** Called with each line of either stream, colours removed. */
  readonly onLine?: (line: string) => void;
}

export interface RunResult {
  /** Null when a signal ended the child. */
  readonly code: number | null;
  /** Both streams in the order in which their lines came. */
  readonly lines: readonly string[];
}

/** Runs a program to its end. Rejects only if it cannot be started or is aborted: a failure is an exit code to judge. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env as NodeJS.ProcessEnv,
      cwd: options.cwd,
      signal: options.signal,
      killSignal: "SIGKILL",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stop = () => child.kill();
    process.once("exit", stop);

    const lines: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (coloured) => {
        const line = stripVTControlCharacters(coloured);
        lines.push(line);
        options.onLine?.(line);
      });
    }

    child.once("error", (error) => {
      process.off("exit", stop);
      // A killed script may leave children that hold the pipes open, and with them this process.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(error);
    });
    child.once("close", (code) => {
      process.off("exit", stop);
      resolve({ code, lines });
    });
  });
}
