import { devNull } from "node:os";
import { join } from "node:path";
import { gte } from "semver";
import { sha256Of } from "./cache";
import { findProgram, hostPlatform, pick, SYSTEM } from "./environment";
import { ToolchainError } from "./error";
import { findGo, unfitFor } from "./go";
import { buildName, goBuild } from "./go-build";
import { OPENTOFU_MODULE } from "./go-modules";
import { probe } from "./probe";
import { run } from "./run";
import type { Workplace } from "./workplace";

/** Native state locks on object storage and write-only arguments came with 1.11, in OpenTofu as in Terraform. */
export const MINIMUM_ENGINE_VERSION = "1.11.0";

/**
 * `auto`: the program that `TERRAFORM_BINARY_NAME` names, else `tofu`, else `terraform` on the PATH, else OpenTofu built
 * from its pinned Go module. `opentofu`: `tofu` on the PATH, else the same build. `terraform`: `terraform` on the PATH;
 * it is never built.
 */
export type EngineChoice = "auto" | "opentofu" | "terraform";

export interface Engine {
  readonly name: "opentofu" | "terraform";
  /** As in "1.12.6". */
  readonly version: string;
  /** What the engine installs providers for, as in "linux_amd64". */
  readonly platform: string;
  readonly path: string;
  readonly origin: "TERRAFORM_BINARY_NAME" | "PATH" | "built";
  /** Of the program's file. */
  readonly sha256: string;
  /** How long it took to have it, in this run. */
  readonly seconds: number;
  /** Whether this run neither built nor started it. */
  readonly cached: boolean;
}

type FoundEngine = Omit<Engine, "seconds">;
type Answer = Pick<Engine, "name" | "version" | "platform" | "sha256">;

/** @throws ToolchainError if there is no usable engine and none can be built */
export async function findOrBuildEngine(choice: EngineChoice, workplace: Workplace): Promise<FoundEngine> {
  const named = choice === "auto" ? workplace.environment.TERRAFORM_BINARY_NAME : undefined;
  if (named) return await namedEngine(named, workplace);

  const skipped: string[] = [];
  for (const program of { auto: ["tofu", "terraform"], opentofu: ["tofu"], terraform: ["terraform"] }[choice]) {
    const path = await findProgram(program, workplace.environment);
    if (path === undefined) continue;
    try {
      const found = await inspect(path, workplace);
      if (choice === "auto" || choice === found.name) return { ...found, path, origin: "PATH" };
      skipped.push(`${path} is ${found.name}, not ${choice}`);
    } catch (error) {
      if (!(error instanceof ToolchainError)) throw error;
      skipped.push(error.problem);
    }
    workplace.report(`passed over: ${skipped.at(-1)}`);
  }

  const none = ["No engine of at least version 1.11 is on the PATH.", ...skipped.map((reason) => `(${reason})`)].join(
    " ",
  );
  if (choice === "terraform") {
    throw new ToolchainError(
      none,
      "Install Terraform 1.11 or newer, or choose OpenTofu, which is built where it is missing.",
    );
  }
  return await buildOpenTofu(none, workplace);
}

async function namedEngine(name: string, workplace: Workplace): Promise<FoundEngine> {
  const wayOut = "Set it to OpenTofu or Terraform 1.11 or newer, by name or by path, or unset it.";
  const path = await findProgram(name, workplace.environment);
  if (path === undefined) {
    throw new ToolchainError(`TERRAFORM_BINARY_NAME is "${name}", which is no program that can be run.`, wayOut);
  }
  try {
    return { ...(await inspect(path, workplace)), path, origin: "TERRAFORM_BINARY_NAME" };
  } catch (error) {
    if (!(error instanceof ToolchainError)) throw error;
    throw new ToolchainError(`TERRAFORM_BINARY_NAME is "${name}". ${error.problem}`, wayOut, { cause: error });
  }
}

async function buildOpenTofu(why: string, workplace: Workplace): Promise<FoundEngine> {
  const { cache, environment, report } = workplace;
  const platform = hostPlatform();
  const prefix = `opentofu-${await buildName(OPENTOFU_MODULE, platform)}-go`;
  const go = await findGo(cache, environment);
  // Built once, it serves without Go.
  const existing = go ? await cache.find(`${prefix}${go.version}`) : await cache.findByPrefix(prefix);
  const entry = existing ?? (await build());
  const path = join(entry.directory, "tofu");
  const found = await inspect(path, workplace);
  return { ...found, path, origin: "built", cached: found.cached && existing !== undefined };

  async function build() {
    const unfit = unfitFor(OPENTOFU_MODULE, go);
    if (go === undefined || unfit) {
      throw new ToolchainError(
        `${why} ${unfit?.problem}`,
        `Install OpenTofu (https://opentofu.org/docs/intro/install/) or Terraform, 1.11 or newer, or Go (https://go.dev/dl/), ${OPENTOFU_MODULE.goVersion} or newer.`,
      );
    }
    return await cache.make(
      `${prefix}${go.version}`,
      (folder) => goBuild({ go, module: OPENTOFU_MODULE, platform, output: join(folder, "tofu"), environment, report }),
      () => report(`waiting: another run is building OpenTofu ${OPENTOFU_MODULE.version}`),
    );
  }
}

/** @throws ToolchainError if the program is no engine, does not answer, or is too old */
async function inspect(path: string, { cache, environment }: Workplace): Promise<Answer & { cached: boolean }> {
  const { answer, remembered } = await probe(cache, path, () => ask(path, environment));
  if (!gte(answer.version, MINIMUM_ENGINE_VERSION)) {
    throw new ToolchainError(
      `${path} is ${answer.name} ${answer.version}, older than 1.11.`,
      "Update it, or name a newer one in TERRAFORM_BINARY_NAME.",
    );
  }
  return { ...answer, cached: remembered };
}

async function ask(path: string, environment: Workplace["environment"]): Promise<Answer> {
  const lines = await versionLines(path, environment);
  // Not `-json`: it tells the version without saying whose version it is.
  const [, name, version] = /^(OpenTofu|Terraform) v(\S+)/m.exec(lines) ?? [];
  const platform = /^on (\w+)$/m.exec(lines)?.[1];
  if (name === undefined || version === undefined || platform === undefined) {
    throw new ToolchainError(
      `${path} is neither OpenTofu nor Terraform: asked for its version, it says "${lines.slice(0, 200).trim()}".`,
      "Take it off the PATH, or name an engine in TERRAFORM_BINARY_NAME.",
    );
  }
  return {
    name: name === "OpenTofu" ? "opentofu" : "terraform",
    version,
    platform,
    sha256: await sha256Of(path),
  };
}

async function versionLines(path: string, environment: Workplace["environment"]): Promise<string> {
  try {
    const { lines } = await run(path, ["version"], {
      env: { ...pick(environment, SYSTEM), CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: devNull },
      signal: AbortSignal.timeout(10_000),
    });
    return lines.join("\n");
  } catch (error) {
    throw new ToolchainError(
      `${path} does not run: ${(error as Error).name === "AbortError" ? "no answer within 10 s" : (error as Error).message}.`,
      "Repair it, or name an engine in TERRAFORM_BINARY_NAME.",
      { cause: error },
    );
  }
}
