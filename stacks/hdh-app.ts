import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { App, Manifest } from "cdktf";
import { custodyOf } from "../constructs/core/custody";
import { HdhStack } from "./hdh-stack";

/**
 * The app that withdraws the previous synthesis before anything is built. cdktf deploys whatever the manifest names, also
 * with `--skip-synth`: without a manifest, a synthesis that fails leaves nothing to deploy.
 */
export class HdhApp extends App {
  constructor() {
    super();
    rmSync(join(this.outdir, Manifest.fileName), { force: true });
  }

  override synth(): void {
    for (const stack of this.node.findAll().filter(HdhStack.isHdhStack)) this.forgetOtherEnvironment(stack);
    super.synth();
  }

  /** The engine's folder beside a stack remembers where its state is. That of another environment's stack is another place. */
  private forgetOtherEnvironment(stack: HdhStack): void {
    // Not asked of the manifest, which would note the stack's dependencies now, before they are known.
    const folder = join(this.outdir, Manifest.stacksFolder, stack.node.id);
    const previous = join(folder, "cdk.tf.json");
    if (!existsSync(previous)) return;
    // Searched, not parsed: with hundreds of stacks, parsing them all would show.
    if (readFileSync(previous, "utf8").includes(`"environment": "${custodyOf(stack).environment}"`)) return;
    rmSync(join(folder, ".terraform"), { recursive: true, force: true });
  }
}
