import { readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  OPENTOFU_VERSION,
  PROVIDER_VERSION,
  type Progress,
  prepareToolchain,
  type Toolchain,
  type ToolchainOptions,
} from "../src/index";

/** A Go that every module accepts. */
export const NEW_GO = "1.99.0";

/** One start of a fake program. */
export interface Call {
  readonly program: string;
  readonly pid: number;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** A folder with programs that only pretend, a cache, and a record of who was called with what. */
export class Bench {
  readonly bin: string;
  readonly cache: string;
  readonly progress: Progress[] = [];
  private readonly journal: string;

  private constructor(readonly directory: string) {
    this.bin = join(directory, "bin");
    this.cache = join(directory, "cache");
    this.journal = join(directory, "calls.jsonl");
  }

  static async open(): Promise<Bench> {
    const bench = new Bench(await mkdtemp(join(tmpdir(), "hdh-toolchain-")));
    await mkdir(bench.bin);
    return bench;
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Nothing of the machine is on this PATH. */
  get environment(): Record<string, string> {
    return { PATH: this.bin, HOME: this.directory };
  }

  prepare({ environment, ...options }: ToolchainOptions = {}): Promise<Toolchain> {
    return prepareToolchain({
      cacheDirectory: this.cache,
      environment: { ...this.environment, ...environment },
      onProgress: (event) => this.progress.push(event),
      ...options,
    });
  }

  get said(): string {
    return this.progress.map(({ message }) => message).join("\n");
  }

  calls(program: string, subcommand?: string): readonly Call[] {
    let content: string;
    try {
      content = readFileSync(this.journal, "utf8");
    } catch {
      return [];
    }
    return content
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line) as Call)
      .filter((call) => call.program === program && (subcommand === undefined || call.args[0] === subcommand));
  }

  /** Puts a program on the PATH; `body` is JavaScript that sees `args`, `env`, `fs`, `path`. Returns the program's path. */
  async program(name: string, body: string): Promise<string> {
    const script = join(this.directory, `${name}.cjs`);
    const path = join(this.bin, name);
    await writeFile(
      script,
      `const fs = require("node:fs"); const path = require("node:path");
       const args = process.argv.slice(2); const env = process.env;
       fs.appendFileSync(${JSON.stringify(this.journal)},
         JSON.stringify({ program: ${JSON.stringify(name)}, pid: process.pid, args, env }) + "\\n");
       ${body}`,
    );
    await writeFile(path, shellScript(script));
    await chmod(path, 0o755);
    return path;
  }

  /** An engine that tells its version; asked to mirror a provider, it does what `mirror` says. */
  engine(name: "tofu" | "terraform", version: string, mirror = REGISTRY.unreachable): Promise<string> {
    const [title, registry] =
      name === "tofu" ? ["OpenTofu", "registry.opentofu.org"] : ["Terraform", "registry.terraform.io"];
    return this.program(
      name,
      `const registry = ${JSON.stringify(registry)};
       if (args[0] === "version") console.log("${title} v${version}\\non linux_amd64");
       else if (args[0] === "providers") { ${mirror} }
       else if (args[0] === "init") {
         const packages = args.find((arg) => arg.startsWith("-plugin-dir=")).slice("-plugin-dir=".length);
         const target = path.join(".terraform/providers", registry, "scaleway/scaleway/${PROVIDER_VERSION}/linux_amd64");
         fs.mkdirSync(target, { recursive: true });
         fs.copyFileSync(path.join(packages, registry, "scaleway/scaleway/package.zip"),
           path.join(target, "terraform-provider-scaleway_v${PROVIDER_VERSION}"));
       }`,
    );
  }

  /** Go, which "builds" an OpenTofu that tells its version, and a provider of a few bytes; `before` comes first. */
  go(version = NEW_GO, before = ""): Promise<string> {
    const tofu = join(this.directory, "built-tofu.cjs");
    return this.program(
      "go",
      `if (args[0] === "version") { console.log("go version go${version} linux/amd64"); process.exit(); }
       ${before}
       const output = args[args.indexOf("-o") + 1];
       if (args.at(-1).endsWith("/cmd/tofu")) {
         fs.writeFileSync(${JSON.stringify(tofu)}, 'if (process.argv[2] !== "version") process.exit(1); console.log("OpenTofu v${OPENTOFU_VERSION}\\\\non linux_amd64")');
         fs.writeFileSync(output, ${JSON.stringify(shellScript(tofu))}, { mode: 0o755 });
       } else fs.writeFileSync(output, "a provider", { mode: 0o755 });`,
    );
  }

  read(path: string): Promise<string> {
    return readFile(path, "utf8");
  }
}

/** What the registry's side of `providers mirror` may do. */
export const REGISTRY = {
  unreachable: `console.error("╷\\n│ Error: Provider not available\\n│ could not connect to " + registry + "\\n╵");
                process.exit(1);`,
  serving: `const folder = path.join(args.at(-1), registry, "scaleway/scaleway");
            fs.mkdirSync(folder, { recursive: true });
            fs.writeFileSync(path.join(folder, "package.zip"), "a signed provider");
            console.log("  - Downloading package for linux_amd64...");`,
  silent: "setTimeout(() => {}, 60_000);",
};

/** Stops a fake program for a while, without an event loop. */
export function pause(milliseconds: number): string {
  return `Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ${milliseconds});`;
}

function shellScript(script: string): string {
  return `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`;
}
