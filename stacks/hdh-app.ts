import { rmSync } from "node:fs";
import { join } from "node:path";
import { App, Manifest } from "cdktf";

/**
 * The app that withdraws the previous synthesis before anything is built. cdktf deploys whatever the manifest names, also
 * with `--skip-synth`: without a manifest, a synthesis that fails leaves nothing to deploy.
 */
export class HdhApp extends App {
  constructor() {
    super();
    rmSync(join(this.outdir, Manifest.fileName), { force: true });
  }
}
