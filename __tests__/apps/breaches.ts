// The sandbox with a breach in each of its stacks, and a stack that nothing vouches for.
import { ObjectBucket } from "@cdktf/provider-scaleway/lib/object-bucket";
import { ScalewayProvider } from "@cdktf/provider-scaleway/lib/provider";
import { Vpc } from "@cdktf/provider-scaleway/lib/vpc";
import { type TerraformResource, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { environmentNamed } from "../../config/environments";
import { policyInputs } from "../../config/policy-inputs";
import { PoliciesHold } from "../../policies/at-synth";
import { HdhStack } from "../../stacks/hdh-stack";
import { HealthDataHub } from "../../stacks/health-data-hub";
import { synthesize } from "../../stacks/synthesize";

class StrayStack extends TerraformStack {
  constructor(scope: Construct) {
    super(scope, "stray");
    new ScalewayProvider(this, "scaleway", { region: "fr-par", zone: "fr-par-1" });
    new ObjectBucket(this, "bucket", { name: "stray", region: "fr-par" });
  }
}

synthesize((app) => {
  const environment = environmentNamed("sandbox");
  new HealthDataHub(app, environment);
  new StrayStack(app);

  const at = (path: string) => app.node.findAll().find((node) => node.node.path === path) as TerraformResource;
  new Vpc(at("foundation/platform"), "spare", { name: "spare" }); // no region
  at("network-fr-par/platform/acl-ipv4").addOverride("default_policy", "accept");
  at("storage-fr-par/lake/bucket").addOverride("acl", "public-read");
  at("storage-fr-par/raw/bucket").addOverride("region", "pl-waw");

  const guard = { base: "HdhStack", extends: HdhStack.isHdhStack };
  app.node.addValidation(new PoliciesHold(app, policyInputs(environment), guard));
});
