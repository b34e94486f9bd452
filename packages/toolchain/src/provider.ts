import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Entry } from "./cache";
import type { Engine } from "./engine";
import { ToolchainError } from "./error";
import { findGo, unfitFor } from "./go";
import { buildName, goBuild } from "./go-build";
import { PROVIDER_MODULE, PROVIDER_VERSION } from "./go-modules";
import { fetchFromRegistry, registryOf } from "./registry";
import type { Workplace } from "./workplace";

export const PROVIDER_ADDRESS = "scaleway/scaleway";

export interface Provider {
  readonly address: typeof PROVIDER_ADDRESS;
  /** As in "2.81.0". */
  readonly version: string;
  /** The provider's program. */
  readonly path: string;
  readonly origin: "registry" | "built";
  /** Of the program's file. */
  readonly sha256: string;
  /** How long it took to have it, in this run. */
  readonly seconds: number;
  /** Whether it was there already. */
  readonly cached: boolean;
}

/** The provider, and the filesystem mirror in which both engines find it. */
export interface MirroredProvider extends Omit<Provider, "seconds"> {
  readonly mirror: string;
  /** Name of the cache's entry. */
  readonly entry: string;
}

/** A way to have the provider: look for it first, then get it. */
interface Source {
  readonly origin: Provider["origin"];
  find(): Promise<Entry | undefined>;
  /** @throws ToolchainError if this way is closed */
  get(): Promise<Entry>;
}

/**
 * The provider from its registry or, where that does not answer, built from its pinned Go module.
 * `HDH_TOOLCHAIN_PROVIDER` allows only one of them: `registry` or `build`; `auto`, the default, allows both.
 *
 * @throws ToolchainError if neither way is open
 */
export async function mirrorProvider(engine: Omit<Engine, "seconds">, workplace: Workplace): Promise<MirroredProvider> {
  const sources = await allowedSources(engine, workplace);
  for (const source of sources) {
    const entry = await source.find();
    if (entry) return describe(entry, source, engine, true);
  }

  const closed: ToolchainError[] = [];
  for (const source of sources) {
    try {
      return describe(await source.get(), source, engine, false);
    } catch (error) {
      if (!(error instanceof ToolchainError)) throw error;
      closed.push(error);
      if (source !== sources.at(-1)) workplace.report(error.problem);
    }
  }
  throw closed.length === 1 ? closed[0] : allClosed(closed);
}

function allClosed(errors: readonly ToolchainError[]): ToolchainError {
  return new ToolchainError(
    [
      `The provider ${PROVIDER_ADDRESS} ${PROVIDER_VERSION} can be had in no way:`,
      ...errors.map((e) => `  ${e.problem}`),
    ].join("\n"),
    ["One of these is enough:", ...errors.map((error) => `  ${error.remedy}`)].join("\n"),
  );
}

async function allowedSources(engine: Omit<Engine, "seconds">, workplace: Workplace): Promise<readonly Source[]> {
  const wanted = workplace.environment.HDH_TOOLCHAIN_PROVIDER || "auto";
  switch (wanted) {
    case "auto":
      return [fromRegistry(engine, workplace), await fromBuild(engine, workplace)];
    case "registry":
      return [fromRegistry(engine, workplace)];
    case "build":
      return [await fromBuild(engine, workplace)];
    default:
      throw new ToolchainError(
        `HDH_TOOLCHAIN_PROVIDER is "${wanted}"; it may be auto, registry or build.`,
        "Correct it, or unset it for auto: the registry where it answers, else a build.",
      );
  }
}

function fromRegistry(engine: Omit<Engine, "seconds">, workplace: Workplace): Source {
  const { cache, report } = workplace;
  const name = `provider-${PROVIDER_VERSION}-${engine.platform}-${registryOf(engine)}`;
  return {
    origin: "registry",
    find: () => cache.find(name),
    get: () =>
      cache.make(
        name,
        (folder) =>
          inMirror(folder, engine.platform, (output) =>
            fetchFromRegistry(
              {
                engine,
                address: PROVIDER_ADDRESS,
                version: PROVIDER_VERSION,
                output,
                scratch: join(folder, "scratch"),
              },
              workplace,
            ),
          ),
        () => report(`waiting: another run is fetching ${PROVIDER_ADDRESS} ${PROVIDER_VERSION}`),
      ),
  };
}

async function fromBuild(engine: Omit<Engine, "seconds">, workplace: Workplace): Promise<Source> {
  const { cache, environment, report } = workplace;
  const { platform } = engine;
  const prefix = `provider-${await buildName(PROVIDER_MODULE, platform)}-go`;
  const go = await findGo(cache, environment);
  return {
    origin: "built",
    // Built once, it serves without Go.
    find: () => (go ? cache.find(`${prefix}${go.version}`) : cache.findByPrefix(prefix)),
    get: async () => {
      const unfit = unfitFor(PROVIDER_MODULE, go);
      if (go === undefined || unfit) throw unfit;
      return await cache.make(
        `${prefix}${go.version}`,
        (folder) =>
          inMirror(folder, platform, (output) =>
            goBuild({ go, module: PROVIDER_MODULE, platform, output, environment, report }),
          ),
        () => report(`waiting: another run is building ${PROVIDER_ADDRESS} ${PROVIDER_VERSION}`),
      );
    },
  };
}

/**
 * Where a mirror has the provider's program, unpacked
 * (source: "CLI Configuration File", section "Implied Local Mirror Directories", of OpenTofu and Terraform).
 */
function placeInMirror(registry: string, platform: string): string {
  return join(
    "mirror",
    registry,
    PROVIDER_ADDRESS,
    PROVIDER_VERSION,
    platform,
    `terraform-provider-scaleway_v${PROVIDER_VERSION}`,
  );
}

/** Lays out a mirror for both engines: each looks under the registry that it takes for the address's own. */
async function inMirror(folder: string, platform: string, write: (program: string) => Promise<void>): Promise<void> {
  const program = join(folder, placeInMirror("registry.terraform.io", platform));
  const copy = join(folder, placeInMirror("registry.opentofu.org", platform));
  await mkdir(dirname(program), { recursive: true });
  await write(program);
  await mkdir(dirname(copy), { recursive: true });
  await copyFile(program, copy);
}

function describe(
  entry: Entry,
  { origin }: Source,
  engine: Omit<Engine, "seconds">,
  cached: boolean,
): MirroredProvider {
  const place = placeInMirror(registryOf(engine), engine.platform);
  const file = entry.files.find(({ path }) => path === place);
  if (file === undefined) throw new Error(`${entry.directory} has no ${place}`);
  return {
    address: PROVIDER_ADDRESS,
    version: PROVIDER_VERSION,
    path: join(entry.directory, place),
    origin,
    sha256: file.sha256,
    cached,
    mirror: join(entry.directory, "mirror"),
    entry: entry.directory,
  };
}
