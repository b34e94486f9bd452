import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { devNull } from "node:os";
import { join } from "node:path";
import type { Engine } from "./engine";
import { NETWORK, pick, SYSTEM } from "./environment";
import { diskFull, ToolchainError } from "./error";
import { run } from "./run";
import type { Workplace } from "./workplace";

/** The registry that an engine asks when a provider's address names none. */
export function registryOf(engine: Pick<Engine, "name">): string {
  return engine.name === "opentofu" ? "registry.opentofu.org" : "registry.terraform.io";
}

export interface RegistryRequest {
  readonly engine: Pick<Engine, "name" | "path" | "platform">;
  /** As in "scaleway/scaleway". */
  readonly address: string;
  readonly version: string;
  /** The program to write. */
  readonly output: string;
  /** A folder on the same disk that does not exist yet; it is removed again. */
  readonly scratch: string;
  /** Milliseconds until the registry offers the package, and until it is downloaded. @default 20 s and 10 minutes */
  readonly patience?: { readonly answer: number; readonly download: number };
}

/**
 * Has the engine fetch a provider from its own registry and check its signature: `providers mirror` fetches the package,
 * `init` unpacks it.
 *
 * @throws ToolchainError if the registry does not answer or does not have the version, or if the disk is full
 */
export async function fetchFromRegistry(request: RegistryRequest, workplace: Workplace): Promise<void> {
  const { engine, address, version, output, scratch, patience = { answer: 20_000, download: 600_000 } } = request;
  const registry = registryOf(engine);
  const packages = join(scratch, "packages");
  const quiet = { CHECKPOINT_DISABLE: "1", TF_CLI_CONFIG_FILE: devNull, TF_IN_AUTOMATION: "1" };
  const system = pick(workplace.environment, SYSTEM);

  const [namespace = "", type = ""] = address.split("/");
  await mkdir(packages, { recursive: true });
  await writeFile(
    join(scratch, "main.tf.json"),
    JSON.stringify({ terraform: { required_providers: { [type]: { source: address, version: `= ${version}` } } } }),
  );

  workplace.report(`asking ${registry} for ${address} ${version}`);
  const deadline = new Deadline(patience.answer);
  const engineRun = async (args: readonly string[], env: Record<string, string>) => {
    const result = await run(engine.path, args, {
      cwd: scratch,
      env,
      signal: deadline.signal,
      onLine: (line) => {
        if (!line.includes("Downloading")) return;
        workplace.report(`downloading ${address} ${version} from ${registry}`);
        deadline.moveTo(patience.download);
      },
    });
    if (result.code !== 0) throw new Error(firstErrorIn(result.lines));
  };

  try {
    await engineRun(["providers", "mirror", `-platform=${engine.platform}`, packages], {
      ...system,
      ...pick(workplace.environment, NETWORK),
      ...quiet,
    });
    await engineRun(["init", "-backend=false", "-input=false", `-plugin-dir=${packages}`], { ...system, ...quiet });
  } catch (error) {
    if (/no space left on device/.test((error as Error).message)) throw diskFull((error as Error).message, error);
    const reason = deadline.signal.aborted
      ? `no answer within ${deadline.milliseconds / 1000} s`
      : (error as Error).message;
    throw new ToolchainError(
      `${registry} does not serve ${address} ${version}: ${reason}`,
      "Check the network and HTTPS_PROXY, or have the provider built: HDH_TOOLCHAIN_PROVIDER=build.",
      { cause: error },
    );
  } finally {
    deadline.cancel();
  }

  const unpacked = join(scratch, ".terraform/providers", registry, namespace, type, version, engine.platform);
  const program = (await readdir(unpacked).catch(() => [])).find((file) =>
    file.startsWith(`terraform-provider-${type}`),
  );
  if (program === undefined) {
    throw new ToolchainError(
      `${registry} serves ${address} ${version} as a package without the provider's program.`,
      "Have the provider built: HDH_TOOLCHAIN_PROVIDER=build.",
    );
  }
  await rename(join(unpacked, program), output);
  await rm(scratch, { recursive: true });
}

/** A time limit that can be moved while it runs. */
class Deadline {
  private readonly controller = new AbortController();
  private timer: NodeJS.Timeout;

  constructor(public milliseconds: number) {
    this.timer = this.start();
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  moveTo(milliseconds: number): void {
    this.cancel();
    this.milliseconds = milliseconds;
    this.timer = this.start();
  }

  cancel(): void {
    clearTimeout(this.timer);
  }

  private start(): NodeJS.Timeout {
    return setTimeout(() => this.controller.abort(), this.milliseconds);
  }
}

/** An engine draws a box around each error; this is the text of the first one, on one line. */
function firstErrorIn(lines: readonly string[]): string {
  const text = lines
    .map((line) => line.replace(/[│╷╵]/g, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  return (text.split("Error: ")[1] ?? text).trim() || "the engine fails without saying why";
}
