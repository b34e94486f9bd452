import { randomUUID } from "node:crypto";
import { invalidArgument } from "../../core/errors";
import { list, object, ref, text } from "../../core/fields";
import { organization } from "../account/organization";
import { projects } from "../account/projects";
import { type Scope, scopeOf } from "./permission-sets";

/** What a client says of a rule. */
export interface RuleSpecification {
  readonly permission_set_names: readonly string[];
  readonly permission_sets_scope_type: Scope;
  readonly condition: string;
  readonly organization_id?: string;
  readonly project_ids?: readonly string[];
}

export interface Rule extends RuleSpecification {
  readonly id: string;
}

export const newRule = (specification: RuleSpecification): Rule => ({ id: randomUUID(), ...specification });

/**
 * A rule of a policy: known permission sets of one scope, for the organisation or for projects that exist. Sets with
 * the scope of projects may be granted in the whole organisation, but not the reverse.
 */
export const ruleField = object({
  permission_set_names: list(text({ min: 1 }), { min: 1 }),
  condition: text().default(""),
  project_ids: list(ref(projects), { min: 1 }).optional(),
  organization_id: organization().optional(),
}).map(({ project_ids, organization_id, ...rule }, { argument }): RuleSpecification => {
  const refuse = (name: string, help: string) => invalidArgument(`${argument}.${name}`, "constraint", help);
  const scopes = rule.permission_set_names.map((name) => {
    const scope = scopeOf(name);
    if (!scope) throw refuse("permission_set_names", `there is no permission set "${name}"`);
    return scope;
  });
  const scope = scopes[0]!;
  if (scopes.some((other) => other !== scope)) {
    throw refuse("permission_set_names", "sets of organisation scope and of project scope cannot be in one rule");
  }
  if ((project_ids === undefined) === (organization_id === undefined)) {
    throw invalidArgument(argument, "required", "needs exactly one of project_ids and organization_id");
  }
  if (scope === "organization" && project_ids) {
    throw refuse("project_ids", `"${rule.permission_set_names[0]}" needs an organization_id instead`);
  }
  return {
    permission_set_names: rule.permission_set_names,
    permission_sets_scope_type: scope,
    condition: rule.condition,
    ...(project_ids ? { project_ids } : { organization_id }),
  };
});
