import "./stacks/without-stack-traces";
import { environmentNamed } from "./config/environments";
import { policyInputs } from "./config/policy-inputs";
import { enforcePolicies } from "./policies/at-synth";
import { HdhStack } from "./stacks/hdh-stack";
import { HealthDataHub } from "./stacks/health-data-hub";
import { synthesize } from "./stacks/synthesize";

synthesize((app) => {
  const environment = environmentNamed(process.env.HDH_ENVIRONMENT ?? "sandbox");
  new HealthDataHub(app, environment);
  enforcePolicies(app, policyInputs(environment), { base: "HdhStack", extends: HdhStack.isHdhStack });
});
