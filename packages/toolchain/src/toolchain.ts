import { basename, join, resolve } from "node:path";
import envPaths from "env-paths";
import { Cache } from "./cache";
import { cliConfiguration } from "./cli-configuration";
import { type Engine, type EngineChoice, findOrBuildEngine } from "./engine";
import type { Environment } from "./environment";
import { explainFileSystem } from "./error";
import { mirrorProvider, type Provider } from "./provider";
import type { Workplace } from "./workplace";

export interface ToolchainOptions {
  /** @default `HDH_CACHE_DIRECTORY` of the environment, else "hdh" in the user's cache folder */
  readonly cacheDirectory?: string;
  /**
   * The caller's variables; each child gets only those it needs. Read here: `PATH`, `TERRAFORM_BINARY_NAME`,
   * `HDH_CACHE_DIRECTORY`, `HDH_TOOLCHAIN_PROVIDER`.
   *
   * @default process.env
   */
  readonly environment?: Environment;
  /** @default auto */
  readonly engine?: EngineChoice;
  /** Called whenever there is something to say; at least every 5 s while a program is built. @default - silence */
  readonly onProgress?: (event: Progress) => void;
}

export interface Progress {
  readonly part: "engine" | "provider";
  readonly message: string;
  /** Since this part was begun. */
  readonly seconds: number;
}

export interface Toolchain {
  readonly engine: Engine;
  readonly provider: Provider;
  /** Folder of the filesystem mirror that holds the provider, for OpenTofu and for Terraform. */
  readonly mirror: string;
  /** File for `TF_CLI_CONFIG_FILE`: with it an engine takes providers from the mirror only. */
  readonly cliConfiguration: string;
  /** How long all of it took, in this run. */
  readonly seconds: number;
}

/**
 * Finds the engine and the provider, or builds what is missing. A second call finds everything in the cache.
 *
 * @throws ToolchainError if something cannot be had; its message says what to do
 */
export async function prepareToolchain(options: ToolchainOptions = {}): Promise<Toolchain> {
  const environment = options.environment ?? process.env;
  const cache = new Cache(cacheDirectory(options.cacheDirectory, environment));
  const secondsOfAll = stopwatch();

  const workplaceOf = (part: Progress["part"], seconds: () => number): Workplace => ({
    cache,
    environment,
    report: (message) => options.onProgress?.({ part, message, seconds: seconds() }),
  });

  try {
    const secondsOfEngine = stopwatch();
    const engine = await findOrBuildEngine(options.engine ?? "auto", workplaceOf("engine", secondsOfEngine));
    const engineSeconds = secondsOfEngine();

    const secondsOfProvider = stopwatch();
    const { mirror, entry, ...provider } = await mirrorProvider(engine, workplaceOf("provider", secondsOfProvider));
    const configuration = await cache.file(
      join("cli", `${basename(entry)}.tfrc`), // beside the entry, since it names a place and the cache may move
      cliConfiguration(mirror),
    );

    return {
      engine: { ...engine, seconds: engineSeconds },
      provider: { ...provider, seconds: secondsOfProvider() },
      mirror,
      cliConfiguration: configuration,
      seconds: secondsOfAll(),
    };
  } catch (error) {
    throw explainFileSystem(error, cache.directory);
  }
}

function cacheDirectory(wanted: string | undefined, environment: Environment): string {
  const root = wanted ?? environment.HDH_CACHE_DIRECTORY;
  return resolve(root || envPaths("hdh", { suffix: "" }).cache, "toolchain");
}

function stopwatch(): () => number {
  const start = performance.now();
  return () => (performance.now() - start) / 1000;
}
