import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { oneWorkspace } from "./workspaces";

const project = join(__dirname, "..");

/** All rules over stacks of research workspaces, bundled as in `hdh`: tsx names every closure anew, which costs a sixth. */
export function benchRules(): void {
  const bundle = join(project, ".hdh", "bench", "rules.cjs");
  buildSync({
    entryPoints: [join(__dirname, "rules-bundled.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["cdktf", "constructs", "esbuild"],
    logLevel: "error",
  });
  const { status } = spawnSync(process.execPath, ["--expose-gc", bundle], {
    input: oneWorkspace(),
    stdio: ["pipe", "inherit", "inherit"],
  });
  if (status !== 0) throw new Error(`the rules could not be measured: ended with ${status}`);
}
