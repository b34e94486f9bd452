import { ScalewayProvider } from "@cdktf/provider-scaleway/lib/provider";
import { LocalBackend, S3Backend, type TerraformRemoteState, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import { type Custody, takeCustody } from "../constructs/core/custody";
import type { Region } from "../constructs/core/locality";

export interface HdhStackProps {
  readonly environment: Environment;
  /** Region of whatever the stack deploys. @default - the environment's first region, for stacks of the whole environment */
  readonly locality?: Region;
}

const MARK = Symbol.for("hdh/HdhStack");

/** From a stack's own folder, cdktf.out/stacks/<stack>, back to the project. Synthesized code never holds an absolute path. */
const PROJECT_FOLDER = "../../..";

/** Names that are unique among all customers of Scaleway tell regions apart: those of the first region need no more. */
function custodyIn(locality: Region | undefined, { custody, regions }: Environment): Custody {
  return locality === regions[0] ? custody : { ...custody, suffix: `${custody.suffix}-${locality}` };
}

/**
 * The base of every stack: one state, one provider that states its locality, and custody of all that is built in it.
 * The app refuses a stack that does not extend it.
 */
export abstract class HdhStack extends TerraformStack {
  protected constructor(
    scope: Construct,
    id: string,
    { environment, locality = environment.regions[0] }: HdhStackProps,
  ) {
    super(scope, id);
    Object.defineProperty(this, MARK, { value: true });
    takeCustody(this, custodyIn(locality, environment));

    // Write-only arguments and the lock file of the S3 backend need 1.11, with either engine.
    this.addOverride("terraform.required_version", ">= 1.11");
    // Readers of the synthesized JSON learn here which environment they look at.
    this.addOverride("//.metadata.environment", environment.name);
    new ScalewayProvider(this, "scaleway", { region: locality?.code, zone: locality?.zones[0]?.code });
    this.keepState(environment);
  }

  static isHdhStack(stack: object): stack is HdhStack {
    return MARK in stack;
  }

  /**
   * Reads the state of another stack. Where that state is missing, the engine quotes the argument `workspace` below its
   * own error; what to do stands there, in a comment of the expression.
   */
  override registerIncomingCrossStackReference(stack: TerraformStack): TerraformRemoteState {
    const state = super.registerIncomingCrossStackReference(stack);
    const { id } = stack.node;
    const remedy = `The stack ${id} has no state, and this stack reads it. Deploy ${id} first. If its state is lost, bring it back: docs/runbooks/lost-state.md`;
    state.addOverride("workspace", `\${terraform.workspace /* ${remedy} */}`);
    return state;
  }

  private keepState({ name, state }: Environment): void {
    if (state.kind === "local-files") {
      new LocalBackend(this, { path: `${PROJECT_FOLDER}/.hdh/state/${name}/${this.node.id}.tfstate` });
      return;
    }
    new S3Backend(this, {
      bucket: state.bucket,
      key: `${this.node.id}.tfstate`,
      region: state.region.code,
      endpoints: { s3: `https://s3.${state.region.code}.scw.cloud` },
      // What follows names services that only Amazon has.
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      skipRequestingAccountId: true,
    });
    // cdktf 0.21 has no property for the engine's own lock; object storage supports it since 2026 (changelog 2026-05-26).
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
