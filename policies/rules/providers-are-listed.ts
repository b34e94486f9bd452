import { fail, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { BUILT_IN_PROVIDER, shortSource } from "../knowledge/providers";
import { sovereigntyRule } from "../sovereignty-rule";

export const providersAreListed = sovereigntyRule({
  id: "HDH-JUR-001",
  severity: "critical",
  title: "Only listed Terraform providers",
  remedy: "Remove the provider: it would give a service outside the listed ones reach over data or control.",
  waivers: "never",
  given: "a stack, a provider block, a resource or a call of a module",
  scenarios: {
    "a stack that requires listed providers only": "pass",
    "a stack that requires any other, used or not": "fail",
    "a stack that requires a listed provider's name from another registry": "fail",
    "a provider that is used and not required: the engine takes it from hashicorp/, and that is not listed": "fail",
    "a module whose requirements are in this JSON, and judged with the stack": "pass",
    "a module whose requirements are not in this JSON": "unknown",
  },
  why: "A provider is a program that runs with every credential of the deployment. One that drives a service under foreign control gives that service reach over the platform.",
  controls: [
    "SNC:15.1.a",
    "SNC:19.6.c",
    "HDS:EXI-30",
    "MR7:5.2",
    "GDPR:28",
    "GDPR:48",
    "SREN:31",
    "CaC:R9",
    "NIS2:21(2)(d)",
  ],
  bad: { terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } },
  good: { terraform: { required_providers: { scaleway: { source: "scaleway/scaleway" } } } },
  reportsOn: ({ mode }) => mode !== "variable" && mode !== "output",
  check: (resource, inputs) => {
    if (resource.mode === "module") return resource.unseen ? unknown("source", resource.unseen) : pass();
    return resource.mode === "terraform" ? required(resource, inputs) : implied(resource, inputs);
  },
});

function required({ stack }: Resource, inputs: PolicyInputs): Verdict[] {
  return [...stack.requiredProviders].map(([name, source]) => {
    const attribute = `required_providers.${name}`;
    return typeof source === "string" ? listed(attribute, source, inputs) : unknown(attribute, "its source is no text");
  });
}

function implied(resource: Resource, inputs: PolicyInputs): Verdict {
  const name = resource.providerName;
  const isRequired = resource.stack.requiredProviders.has(name) || name === BUILT_IN_PROVIDER;
  return isRequired ? pass() : listed("provider", name, inputs);
}

function listed(attribute: string, source: string, { allowedProviders }: PolicyInputs): Verdict {
  if (allowedProviders.includes(source)) return pass();
  const short = shortSource(source);
  const isListed = allowedProviders.some((allowed) => shortSource(allowed) === short);
  return isListed
    ? pass()
    : fail(`${attribute} is ${short}; allowed: ${allowedProviders.join(", ")}`, attribute, source);
}
