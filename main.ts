import "./stacks/without-stack-traces";
import { environmentNamed } from "./config/environments";
import { policyInputs } from "./config/policy-inputs";
import { PoliciesHold } from "./policies/at-synth";
import { HdhStack } from "./stacks/hdh-stack";
import { HealthDataHub } from "./stacks/health-data-hub";
import { synthesize } from "./stacks/synthesize";

synthesize((app) => {
  const environment = environmentNamed(process.env.HDH_ENVIRONMENT ?? "sandbox");
  new HealthDataHub(app, environment);
  const guard = { base: "HdhStack", extends: HdhStack.isHdhStack };
  app.node.addValidation(new PoliciesHold(app, policyInputs(environment), guard));
});
