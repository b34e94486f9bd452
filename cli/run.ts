import { spawn } from "node:child_process";
import { constants } from "node:os";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Called with each whole line of output, standard output and standard error alike. @default - the child writes to the terminal itself */
  readonly onLine?: (line: string) => void;
}

/**
 * Runs a command to its end. Ctrl-C reaches the child through the terminal; this process waits for it to finish, so that
 * an engine has time to write its state.
 * @returns its exit code; 128 + n when signal n ended it, as a shell counts; 130 when it failed after Ctrl-C
 */
export function run(command: string, args: readonly string[], { cwd, env, onLine }: RunOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: onLine ? ["ignore", "pipe", "pipe"] : "inherit" });
    let interrupted = false;
    const waitForChild = () => {
      interrupted = true;
    };
    process.on("SIGINT", waitForChild);
    const passOn = () => child.kill("SIGTERM");
    process.on("SIGTERM", passOn);
    if (onLine) {
      for (const stream of [child.stdout, child.stderr]) {
        let rest = "";
        stream?.setEncoding("utf8").on("data", (text: string) => {
          const lines = (rest + text).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) onLine(line);
        });
        stream?.on("end", () => rest && onLine(rest));
      }
    }
    child.on("error", reject);
    child.on("close", (code, signal) => {
      process.off("SIGINT", waitForChild);
      process.off("SIGTERM", passOn);
      const ended = code ?? 128 + (signal ? constants.signals[signal] : 0);
      resolve(interrupted && ended !== 0 ? 128 + constants.signals.SIGINT : ended);
    });
  });
}
