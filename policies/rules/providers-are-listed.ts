import { fail, pass, type Resource, rule, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { BUILT_IN_PROVIDER, shortSource } from "../knowledge/providers";

/**
 * Given a stack
 *   1. that requires listed providers only                                              → pass
 *   2. that requires any other, used or not                                             → fail
 *   3. that requires a listed provider's name from another registry                     → fail
 * Given a provider block or a resource whose provider the stack does not require
 *   4. then the engine takes it from hashicorp/, and that is not listed                 → fail
 * Given a call of a module
 *   5. what it requires is not in this JSON                                             → unknown
 */
export const providersAreListed = rule<PolicyInputs>({
  id: "HDH-JUR-001",
  severity: "critical",
  title: "Only listed Terraform providers",
  remedy: "Remove the provider: it would give a service outside the listed ones reach over data or control.",
  reportsOn: () => true,
  check: (resource, inputs) => {
    if (resource.mode === "module")
      return unknown("source", "what a module requires is not in this JSON, only in its plan");
    return resource.mode === "terraform" ? required(resource, inputs) : implied(resource, inputs);
  },
});

function required({ stack }: Resource, inputs: PolicyInputs): Verdict[] {
  return [...stack.requiredProviders].map(([name, source]) => {
    const attribute = `required_providers.${name}`;
    return typeof source === "string" ? listed(attribute, source, inputs) : unknown(attribute, "its source is no text");
  });
}

function implied(resource: Resource, inputs: PolicyInputs): Verdict[] {
  const name = resource.providerName;
  if (name === BUILT_IN_PROVIDER || resource.stack.requiredProviders.has(name)) return [];
  return [listed("provider", name, inputs)];
}

function listed(attribute: string, source: string, { allowedProviders }: PolicyInputs): Verdict {
  const short = shortSource(source);
  const isListed = allowedProviders.some((allowed) => shortSource(allowed) === short);
  return isListed
    ? pass()
    : fail(`${attribute} is ${short}; allowed: ${allowedProviders.join(", ")}`, attribute, source);
}
