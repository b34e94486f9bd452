import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import { BootstrapStack } from "./bootstrap-stack";
import { FoundationStack } from "./foundation-stack";
import { NetworkStack } from "./network-stack";
import { StorageStack } from "./storage-stack";

/** All stacks of one environment: those of the whole environment once, those of a region once per region. */
export class HealthDataHub {
  constructor(scope: Construct, environment: Environment) {
    const { state } = environment;
    const bootstrap =
      state.kind === "object-storage" ? new BootstrapStack(scope, { environment, region: state.region }) : undefined;
    const foundation = new FoundationStack(scope, { environment, bootstrap });
    for (const region of environment.regions) {
      new NetworkStack(scope, { environment, region, foundation });
      new StorageStack(scope, { environment, region, foundation });
    }
  }
}
