import {
  evaluate,
  type Finding,
  graphOf,
  type Json,
  type JsonObject,
  type Rule,
  type StackDocument,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { defaults } from "../../policies/knowledge/defaults";
import { LISTED_PROVIDERS } from "../../policies/knowledge/providers";

/** Resources by type and name, as Terraform's JSON has them. */
export type Resources = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** What the rules are told of an environment with nothing special. */
export const INPUTS: PolicyInputs = {
  environment: "sandbox",
  profile: "fr-multi-az",
  allowedRegions: ["fr-par"],
  allowedZones: ["fr-par-1", "fr-par-2", "fr-par-3"],
  deviatingRegions: [],
  allowedProviders: LISTED_PROVIDERS,
  ownerPrincipals: [],
};

/** The profile under which a second region outside France is declared. */
export const EU_DR: PolicyInputs = { ...INPUTS, profile: "eu-dr", deviatingRegions: ["nl-ams"] };

/** One stack that requires the Scaleway provider. */
export function stackOf(resource: Resources, rest: JsonObject = {}, name = "stack"): StackDocument {
  const terraform = { required_providers: { scaleway: { source: "scaleway/scaleway", version: "2.81.0" } } };
  return { name, json: { terraform, resource: resource as unknown as JsonObject, ...rest } };
}

/** Everything that a rule has to say of some stacks, passes apart. */
export function findingsOf(
  rule: Rule<PolicyInputs>,
  stacks: StackDocument | readonly StackDocument[],
  inputs: PolicyInputs = INPUTS,
): readonly Finding[] {
  return evaluate({ rules: [rule], graph: graphOf([stacks].flat(), defaults), inputs }).findings;
}

/** The same in short: `fail scaleway_vpc.x region`. */
export function saysOf(
  rule: Rule<PolicyInputs>,
  stacks: StackDocument | readonly StackDocument[],
  inputs: PolicyInputs = INPUTS,
): string[] {
  return findingsOf(rule, stacks, inputs).map(({ outcome, address, attribute }) =>
    [outcome, address, attribute].filter((part) => part !== undefined).join(" "),
  );
}

/** What a rule says of resources of one stack, in short. */
export function says(rule: Rule<PolicyInputs>, resource: Resources, inputs: PolicyInputs = INPUTS): string[] {
  return saysOf(rule, stackOf(resource), inputs);
}

/** Every label that a resource needs, as a map. */
export function labels(changes: Readonly<Record<string, Json>> = {}): JsonObject {
  return {
    "hdh-class": "C1",
    "hdh-env": "sandbox",
    "hdh-expiry": "2027-12-31",
    "hdh-owner": "platform-team",
    "hdh-phase": "P0",
    "hdh-project": "data",
    "hdh-zone": "ingest",
    ...changes,
  };
}

/** The same as the list that most resources take. */
export function tags(changes: Readonly<Record<string, Json>> = {}, separator = "="): string[] {
  return Object.entries(labels(changes)).map(([key, value]) => `${key}${separator}${String(value)}`);
}

/** A resource whose provider is somebody else's, with the arguments that would break a rule on Scaleway's. */
export function foreign(type: string, attributes: JsonObject): StackDocument {
  return {
    name: "foreign",
    json: {
      terraform: { required_providers: { elsewhere: { source: "example/elsewhere" } } },
      resource: { [`elsewhere_${type}`]: { x: attributes } },
    },
  };
}
