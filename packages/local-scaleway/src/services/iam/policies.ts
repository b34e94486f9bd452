import { ok, operation, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, list, ref, tags, text } from "../../core/fields";
import { amongIds, contains, equalId, isSet, paged, pageFields, tagContains } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, organization } from "../account/organization";
import { applications } from "./applications";
import { groups } from "./groups";
import { newRule, type Rule, ruleField } from "./rules";
import { users } from "./users";

/** Whom a policy is for: exactly one of these is there. */
interface Principal {
  readonly application_id?: string;
  readonly group_id?: string;
  readonly user_id?: string;
  readonly no_principal?: boolean;
}

export interface Policy extends Principal {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly organization_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly editable: boolean;
  readonly deletable: boolean;
  readonly managed: boolean;
  readonly tags: readonly string[];
  readonly nb_rules: number;
  readonly nb_scopes: number;
  readonly nb_permission_sets: number;
  /** Shown by an endpoint of their own. */
  readonly rules: readonly Rule[];
}

const common = {
  name: text({ min: 1, max: 64 }),
  description: text({ max: 200 }),
  tags: tags({ max: 10 }),
};

const principal = {
  application_id: ref(applications).optional(),
  user_id: ref(users).optional(),
  group_id: ref(groups).optional(),
  no_principal: flag().optional(),
};

/** IAM API v1alpha1, policies. */
export const policies = resource<Policy>({
  path: "/iam/v1alpha1/policies",
  kind: "policy",
  terraformType: "scaleway_iam_policy",
  create: creation(
    {
      ...common,
      description: common.description.default(""),
      organization_id: organization().default(ORGANIZATION_ID),
      rules: list(ruleField).default([]),
      ...principal,
    },
    ({ rules, application_id, user_id, group_id, no_principal, ...given }, { id, now }) => {
      const only = onePrincipal({ application_id, user_id, group_id, no_principal });
      if (!only) throw invalidArgument("principal", "required", `one of ${PRINCIPALS.join(", ")}`);
      return {
        id,
        ...given,
        created_at: now,
        updated_at: now,
        editable: true,
        deletable: true,
        managed: false,
        nb_rules: 0,
        nb_scopes: 0,
        nb_permission_sets: 0,
        rules: rules.map(newRule),
        ...only,
      };
    },
  ),
  update: update(
    { ...common, ...principal },
    (policy, { application_id, user_id, group_id, no_principal, ...changes }) => {
      const only = onePrincipal({ application_id, user_id, group_id, no_principal });
      const { application_id: _a, user_id: _u, group_id: _g, no_principal: _n, ...rest } = policy;
      return { ...rest, ...changes, ...(only ?? onePrincipal(policy)) };
    },
  ),
  // The answer to the creation has not counted the rules yet.
  settled: (policy) => (policy.nb_rules === policy.rules.length ? policy : { ...policy, ...counted(policy.rules) }),
  shown: ({ rules: _, ...policy }) => policy,
  list: {
    key: "policies",
    orderBy: { policy_name: "name", created_at: "created_at" },
    filters: {
      organization_id: equalId("organization_id"),
      editable: isSet("editable"),
      user_ids: amongIds("user_id"),
      group_ids: amongIds("group_id"),
      application_ids: amongIds("application_id"),
      no_principal: isSet("no_principal"),
      policy_name: contains("name"),
      policy_ids: amongIds("id"),
      tag: tagContains,
    },
  },
  deletion: {},
});

/** The rules of a policy, replaced all at once. */
export const policyRules: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/iam/v1alpha1/rules",
      query: { ...pageFields, policy_id: ref(policies) },
      answer: (call, { query }) => ok(paged("rules", policies.find(call, query.policy_id).rules, query)),
    }),
    operation({
      method: "PUT",
      path: "/iam/v1alpha1/rules",
      body: { policy_id: ref(policies), rules: list(ruleField) },
      answer: (call, { body }) => {
        const rules = body.rules.map(newRule);
        const policy = policies.find(call, body.policy_id);
        policies.replace(call, policy, { ...policy, rules, ...counted(rules) });
        return ok({ rules });
      },
    }),
  ],
};

const PRINCIPALS = ["application_id", "user_id", "group_id", "no_principal"] as const;

/**
 * The principal among these; undefined when there is none.
 * @throws InvalidArguments when there is more than one
 */
function onePrincipal(candidates: Principal): Principal | undefined {
  const [name, another] = PRINCIPALS.filter((candidate) => candidates[candidate] !== undefined);
  if (another) throw invalidArgument(another, "constraint", `cannot be together with ${name}`);
  return name && { [name]: candidates[name] };
}

const counted = (rules: readonly Rule[]) => ({
  nb_rules: rules.length,
  nb_scopes: new Set(rules.flatMap((rule) => rule.project_ids ?? rule.organization_id ?? [])).size,
  nb_permission_sets: new Set(rules.flatMap((rule) => rule.permission_set_names)).size,
});
