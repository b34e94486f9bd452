import { invalidArgument } from "../../core/errors";
import { cidr, flag, list, object, text } from "../../core/fields";

/** Who reaches the API server of a cluster: a range of addresses, or everything at Scaleway. */
export interface AclRule {
  readonly id: string;
  readonly ip?: string;
  readonly scaleway_ranges?: true;
  readonly description: string;
  /** Always empty. */
  readonly region: "";
}

export type AclRuleRequest = Omit<AclRule, "id">;

const EVERYBODY = "0.0.0.0/0";

/** What a new cluster has (provider, docs/resources/k8s_acl.md). */
export const ALLOW_ALL: AclRuleRequest = { ip: EVERYBODY, description: "", region: "" };

/** Whether the rules keep somebody out. */
export const areRestrictive = (rules: readonly AclRule[]) => !rules.some(({ ip }) => ip === EVERYBODY);

const rule = object({ ip: cidr().optional(), scaleway_ranges: flag().default(false), description: text().default("") });

export const aclRuleRequests = () =>
  list(
    rule.map(({ ip, scaleway_ranges, description }, { argument }): AclRuleRequest => {
      if ((ip !== undefined) === scaleway_ranges) {
        throw invalidArgument(argument, "constraint", "must have precisely one of ip and scaleway_ranges");
      }
      return ip === undefined ? { scaleway_ranges: true, description, region: "" } : { ip, description, region: "" };
    }),
  )
    .map((rules, { argument }) => {
      if (rules.filter(({ scaleway_ranges }) => scaleway_ranges).length <= 1) return rules;
      throw invalidArgument(argument, "constraint", "can have scaleway_ranges once");
    })
    .default([]);
