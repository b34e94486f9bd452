import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { prepareToolchain } from "@hdh/toolchain";

export type EngineName = "opentofu" | "terraform";

/** Longest that finding or building an engine and the provider may take, in ms. */
export const TOOLCHAIN_LIMIT = 15 * 60_000;

/** OpenTofu, found or built, and Terraform where it is installed: its licence keeps this project from building it. */
export const ENGINES: readonly EngineName[] = onPath("terraform") ? ["opentofu", "terraform"] : ["opentofu"];

/** The engine's program. */
export async function engineProgram(name: EngineName): Promise<string> {
  const environment = { ...process.env, TERRAFORM_BINARY_NAME: undefined, HDH_TOOLCHAIN_PROVIDER: "build" };
  return (await prepareToolchain({ engine: name, environment })).engine.path;
}

function onPath(program: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
