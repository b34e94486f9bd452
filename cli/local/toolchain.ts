import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareToolchain, type Toolchain } from "@hdh/toolchain";
import { report } from "../progress";
import { synthesizedFolder, workFolder } from "../project";

const usedLast = join(workFolder, "provider.sha256");

/** Engine and provider for the local target, found or built with a line of progress for each thing done. */
export async function localToolchain(): Promise<Toolchain> {
  const toolchain = await prepareToolchain({ onProgress: ({ message }) => report("toolchain", message) });
  forgetOtherProvider(toolchain.provider.sha256);
  return toolchain;
}

/**
 * The lock file that an engine wrote beside a synthesized stack holds the hash of the provider it saw. A provider that
 * was built anew is another one to it, and `init` would refuse it.
 */
function forgetOtherProvider(sha256: string): void {
  if (existsSync(usedLast) && readFileSync(usedLast, "utf8") === sha256) return;
  const stacks = join(synthesizedFolder, "stacks");
  for (const stack of existsSync(stacks) ? readdirSync(stacks) : []) {
    for (const trace of [".terraform.lock.hcl", ".terraform"])
      rmSync(join(stacks, stack, trace), { recursive: true, force: true });
  }
  mkdirSync(workFolder, { recursive: true, mode: 0o700 });
  writeFileSync(usedLast, sha256);
}
