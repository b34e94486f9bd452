import { appendFileSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { EXIT, Failure } from "./exit-codes";
import { report } from "./progress";
import { projectFolder, workFolder } from "./project";
import { run } from "./run";

/** What one stack's apply or destroy changed, in the engine's own count. */
export interface StackChanges {
  readonly stack: string;
  readonly added: number;
  readonly changed: number;
  readonly destroyed: number;
}

export type CdktfCommand = "deploy" | "destroy";

const logFile = join(workFolder, "cdktf.log");

/**
 * Runs the real `cdktf deploy '*'` or `cdktf destroy '*'`, with a line of progress for each stack in place of its output.
 * @returns what changed, stack by stack
 * @throws {Failure} with cdktf's own words when it fails
 */
export async function runCdktf(command: CdktfCommand, env: NodeJS.ProcessEnv): Promise<StackChanges[]> {
  mkdirSync(workFolder, { recursive: true });
  rmSync(logFile, { force: true });
  const watched = new Watch();
  // Without --skip-provider-lock, cdktf asks a registry for hashes even where a mirror holds the provider.
  // One stack after the other: of several at once, cdktf 0.21 now and then prints nothing, and their counts are lost.
  const args = [cdktfProgram(), command, "*", "--auto-approve", "--skip-provider-lock", "--parallelism", "1"];
  const code = await run(process.execPath, args, {
    cwd: projectFolder,
    env: { ...env, CI: "1", NO_COLOR: "1" }, // CI: whole lines in place of a screen that is drawn again and again
    onLine: (raw) => {
      const line = stripVTControlCharacters(raw).replace(/\r$/, "");
      appendFileSync(logFile, `${line}\n`);
      watched.line(line);
    },
  });
  if (code === EXIT.interrupted) throw new Failure(`Interrupted. \`npm start\` goes on from here.`, EXIT.interrupted);
  if (code !== 0)
    throw new Failure(`cdktf ${command} failed.\n${watched.failure()}\nEverything it printed: ${logFile}`);
  return watched.changes();
}

/** Reads what cdktf prints: a line that opens with a stack's name, and indented lines that go on with its words. */
class Watch {
  private readonly lines: string[] = [];
  private readonly done = new Map<string, StackChanges>();
  private stack = "";

  line(line: string): void {
    this.lines.push(line);
    const [, stack, words = ""] = /^(\S*) {2,}(.*)$/.exec(line) ?? [];
    if (stack) this.stack = stack;
    const counts = /^(?:Apply|Destroy) complete! Resources: (?:(\d+) added, (\d+) changed, )?(\d+) destroyed/.exec(
      words,
    );
    if (!counts || this.done.has(this.stack)) return;
    const [added, changed, destroyed] = counts.slice(1).map((count) => Number(count ?? 0)) as [number, number, number];
    this.done.set(this.stack, { stack: this.stack, added, changed, destroyed });
    const text =
      added + changed + destroyed === 0 ? "no changes" : `${added} added, ${changed} changed, ${destroyed} destroyed`;
    report("", `${this.stack.padEnd(18)} ${text}`);
  }

  changes(): StackChanges[] {
    return [...this.done.values()];
  }

  /** The part that says why: from the first error on, and never more than a screen of it. */
  failure(): string {
    const first = this.lines.findIndex((line) => /\berror\b|✗|Refusal|refused/i.test(line));
    return (first < 0 ? this.lines.slice(-40) : this.lines.slice(first, first + 80)).join("\n");
  }
}

function cdktfProgram(): string {
  return join(
    dirname(createRequire(join(projectFolder, "package.json")).resolve("cdktf-cli/package.json")),
    "bundle",
    "bin",
    "cdktf",
  );
}
