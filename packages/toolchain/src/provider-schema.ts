import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PROVIDER_VERSION } from "./go-modules";
import { PROVIDER_ADDRESS } from "./provider";
import type { Toolchain } from "./toolchain";

/** What the real provider says of itself: the engine's `providers schema -json`. */
export function providerSchema({ engine, cliConfiguration }: Pick<Toolchain, "engine" | "cliConfiguration">) {
  const folder = mkdtempSync(join(tmpdir(), "hdh-schema-"));
  try {
    const required_providers = { scaleway: { source: PROVIDER_ADDRESS, version: PROVIDER_VERSION } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers } }));
    const env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      TF_CLI_CONFIG_FILE: cliConfiguration,
      CHECKPOINT_DISABLE: "1",
    };
    const ask = (...args: string[]) =>
      execFileSync(engine.path, args, { cwd: folder, env, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
    ask("init", "-backend=false", "-input=false", "-no-color");
    return JSON.parse(ask("providers", "schema", "-json"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
