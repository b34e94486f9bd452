import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import { BootstrapStack } from "./bootstrap-stack";
import { CatalogueStack } from "./catalogue-stack";
import { ClusterStack } from "./cluster-stack";
import { FoundationStack } from "./foundation-stack";
import { NetworkStack } from "./network-stack";
import { ObservabilityStack } from "./observability-stack";
import { PortalStack } from "./portal-stack";
import { RecoveryStack } from "./recovery-stack";
import { StandbyNetworkStack } from "./standby-network-stack";
import { StorageStack } from "./storage-stack";

/** All stacks of one environment: those of the whole environment once, those of a region once per region. */
export class HealthDataHub {
  constructor(scope: Construct, environment: Environment) {
    const { state } = environment;
    const bootstrap =
      state.kind === "object-storage" ? new BootstrapStack(scope, { environment, region: state.region }) : undefined;
    const foundation = new FoundationStack(scope, { environment, bootstrap });
    const clusters = environment.regions.map((region) => {
      const network = new NetworkStack(scope, { environment, region, foundation });
      new StorageStack(scope, { environment, region, foundation });
      new CatalogueStack(scope, { environment, region, network });
      new PortalStack(scope, { environment, region, network });
      return new ClusterStack(scope, { environment, region, foundation, network });
    });
    for (const region of environment.recoveryRegions) {
      const project = foundation.recovery;
      if (!project) continue;
      if (region.country !== "FR") new StandbyNetworkStack(scope, { environment, region, project });
      new RecoveryStack(scope, { environment, region, project, foundation });
    }
    new ObservabilityStack(scope, { environment, foundation, clusters });
  }
}
