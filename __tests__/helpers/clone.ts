import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const project = join(__dirname, "..", "..");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * A copy of this working tree in a temporary folder, with a local Scaleway and states of its own. It shares the installed
 * dependencies and the toolchain's cache.
 */
export class Clone {
  readonly folder = mkdtempSync(join(tmpdir(), "hdh-clone-"));

  constructor(private readonly env: Record<string, string> = {}) {
    const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
      cwd: project,
      encoding: "utf8",
    });
    for (const file of files.split("\n").filter((name) => name !== "" && existsSync(join(project, name)))) {
      mkdirSync(join(this.folder, dirname(file)), { recursive: true });
      cpSync(join(project, file), join(this.folder, file));
    }
    symlinkSync(join(project, "node_modules"), join(this.folder, "node_modules"));
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  read(...parts: string[]): string {
    return readFileSync(this.path(...parts), "utf8");
  }

  /** Starts hdh in a process group of its own. */
  start(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
    return spawn(process.execPath, [this.path("cli", "hdh.mjs"), ...args], {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, HDH_TOOLCHAIN_PROVIDER: "build", ...this.env, ...env },
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  hdh(args: readonly string[], env?: Record<string, string>): Promise<Ended> {
    return ended(this.start(args, env));
  }

  /** @throws with its output when it fails */
  async succeed(args: readonly string[], env?: Record<string, string>): Promise<string> {
    const { code, stdout, stderr } = await this.hdh(args, env);
    if (code !== 0) throw new Error(`hdh ${args.join(" ")} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** What `hdh local status --json` says. */
  async status(): Promise<LocalStatus> {
    return JSON.parse((await this.hdh(["local", "status", "--json"])).stdout);
  }

  /** Runs the engine in a stack's folder. */
  engine(stack: string, ...args: string[]): Promise<Ended> {
    const script = `cd "cdktf.out/stacks/${stack}" && exec "$TERRAFORM_BINARY_NAME" ${args.join(" ")}`;
    return this.hdh(["local", "exec", "--", "sh", "-c", script]);
  }
}

export interface LocalStatus {
  readonly server: { readonly pid: number; readonly apiUrl: string };
  readonly matched: readonly {
    readonly resource: { readonly stack: string; readonly address: string };
    readonly object: { readonly type: string };
  }[];
  readonly missing: readonly unknown[];
  readonly orphans: readonly unknown[];
  readonly seeds: readonly unknown[];
  readonly scheduledForDeletion: readonly { readonly type: string }[];
  readonly outages: readonly unknown[];
  readonly unhandled: readonly unknown[];
  readonly connects: readonly { readonly host: string; readonly allowed: boolean }[];
}

export function ended(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text) => {
      stderr += text;
    });
    child.on("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}
