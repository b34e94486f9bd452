import { ScalewayProvider } from "@cdktf/provider-scaleway/lib/provider";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** Number of stacks; each holds the same 18 resources, whichever way they are written. */
export const WORKSPACES = Number(process.env.HDH_BENCH_STACKS ?? 200);

export function workspaceIds(): string[] {
  return Array.from({ length: WORKSPACES }, (_, index) => `ws-${String(index).padStart(4, "0")}`);
}

/** A stack as plain cdktf has it. */
export class BareStack extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new ScalewayProvider(this, "scaleway", { region: "fr-par", zone: "fr-par-1" });
  }
}
