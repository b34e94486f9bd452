import { coerce, lt } from "semver";
import type { Cache } from "./cache";
import { type Environment, findProgram, pick, SYSTEM } from "./environment";
import { ToolchainError } from "./error";
import type { PinnedModule } from "./go-modules";
import { probe } from "./probe";
import { run } from "./run";

export interface Go {
  readonly path: string;
  /** As in "1.26.8". */
  readonly version: string;
}

const INSTALL = "Install it from https://go.dev/dl/";

/** Go as it is on the PATH; undefined if there is none or if it does not answer. */
export async function findGo(cache: Cache, environment: Environment): Promise<Go | undefined> {
  const path = await findProgram("go", environment);
  if (path === undefined) return undefined;
  try {
    const { answer } = await probe(cache, path, () => versionOf(path, environment));
    return { path, version: answer };
  } catch {
    return undefined;
  }
}

/** Why this Go cannot build the module, or undefined if it can. */
export function unfitFor(module: PinnedModule, go: Go | undefined): ToolchainError | undefined {
  if (go === undefined) {
    return new ToolchainError(
      `${module.title} ${module.version} cannot be built: no working Go is on the PATH.`,
      `${INSTALL} (at least ${module.goVersion}).`,
    );
  }
  if (lt(coerce(go.version) ?? "0.0.0", coerce(module.goVersion) ?? "0.0.0")) {
    return new ToolchainError(
      `${module.title} ${module.version} cannot be built: ${go.path} is Go ${go.version}, older than ${module.goVersion}.`,
      `${INSTALL}, or put a newer one first on the PATH.`,
    );
  }
  return undefined;
}

async function versionOf(path: string, environment: Environment): Promise<string> {
  const { lines } = await run(path, ["version"], {
    env: { ...pick(environment, [...SYSTEM, "GOROOT"]), GOTOOLCHAIN: "local" },
    signal: AbortSignal.timeout(10_000),
  });
  const version = /^go version \S*?\bgo(\d+\.\d+(?:\.\d+)?)/m.exec(lines.join("\n"))?.[1];
  if (version === undefined) throw new Error(`${path} does not answer "go version" as Go does`);
  return version;
}
