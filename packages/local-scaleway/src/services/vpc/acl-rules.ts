import { fill, ok, operation, type Platform, type Service } from "../../core/api";
import { invalidArgument } from "../../core/errors";
import { cidr, flag, flagParameter, integer, list, object, oneOf, text, type Values } from "../../core/fields";
import type { LiveObject } from "../../core/live-object";
import { isIpv6 } from "./subnets";
import { type Vpc, vpcs } from "./vpcs";

const port = integer({ min: 0, max: 65535 }).default(0);
const action = oneOf("accept", "drop");
const ruleFields = {
  protocol: oneOf("ANY", "TCP", "UDP", "ICMP").default("ANY"),
  source: cidr(),
  src_port_low: port,
  src_port_high: port,
  destination: cidr(),
  dst_port_low: port,
  dst_port_high: port,
  action,
  description: text().default(""),
};

type AclRule = Values<typeof ruleFields>;

/** The list of rules of one VPC for one IP version. A VPC without one accepts everything. */
export interface Acl {
  readonly vpc_id: string;
  readonly is_ipv6: boolean;
  readonly default_policy: "accept" | "drop";
  readonly rules: readonly AclRule[];
  readonly created_at: string;
}

const PATH = "/vpc/v2/regions/{region}/vpcs/{vpc}/acl-rules";
const TERRAFORM_TYPE = "scaleway_vpc_acl";
/** Most rules of one list (Scaleway documentation, VPC, reference content, understanding NACLs). */
const MOST_RULES = 255;

const acls = (platform: Platform) => platform.world.collection<Acl>("vpc/acls");
const version = (ipv6: boolean) => (ipv6 ? "ipv6" : "ipv4");
const keyOf = (vpc: Vpc, ipv6: boolean) => `${vpc.id}/${version(ipv6)}`;

/** VPC API v2, network ACLs: always there, one list per VPC and IP version. */
export const aclRules: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: { is_ipv6: flagParameter().default(false) },
      answer: (call, { query }) => {
        const vpc = vpcs.find(call, call.param("vpc"));
        return ok(shown(acls(call.platform).get(keyOf(vpc, query.is_ipv6))));
      },
    }),
    operation({
      method: "PUT",
      path: PATH,
      body: {
        rules: list(object(ruleFields), { max: MOST_RULES }).default([]),
        is_ipv6: flag().default(false),
        default_policy: action,
      },
      answer: (call, { body }) => {
        const vpc = vpcs.find(call, call.param("vpc"));
        for (const [index, rule] of body.rules.entries()) refuseContradictions(rule, body.is_ipv6, `rules.${index}`);
        const key = keyOf(vpc, body.is_ipv6);
        const acl = { vpc_id: vpc.id, ...body, created_at: acls(call.platform).get(key)?.created_at ?? call.now };
        if (isUntouched(acl)) acls(call.platform).delete(key);
        else acls(call.platform).put(key, acl);
        vpcs.replace(call, vpc, { ...vpc });
        return ok(shown(acl));
      },
    }),
  ],

  liveObjects: (platform) =>
    [...acls(platform).values()].flatMap((acl) => {
      const vpc = vpcs.documents(platform).get(acl.vpc_id);
      if (!vpc) return [];
      return {
        type: TERRAFORM_TYPE,
        id: `${vpc.region}/${vpc.id}`,
        discriminator: version(acl.is_ipv6),
        name: vpc.name,
        projectId: vpc.project_id,
        seed: false,
        scheduledForDeletion: false,
        created: acl.created_at,
      };
    }),

  removal: ({ id, discriminator }: LiveObject) => {
    const [region = "", vpc = ""] = id.split("/");
    const body = { is_ipv6: discriminator === "ipv6", default_policy: "accept" };
    return [{ method: "PUT", path: fill(PATH, { region, vpc }), body }];
  },
};

function refuseContradictions(rule: AclRule, ipv6: boolean, place: string): void {
  for (const end of ["source", "destination"] as const) {
    if (isIpv6(rule[end]) !== ipv6) {
      throw invalidArgument(`${place}.${end}`, "constraint", `must be an ${ipv6 ? "IPv6" : "IPv4"} range`);
    }
  }
  for (const side of ["src", "dst"] as const) {
    if (rule[`${side}_port_low`] > rule[`${side}_port_high`]) {
      throw invalidArgument(`${place}.${side}_port_low`, "constraint", `must not be above ${side}_port_high`);
    }
  }
}

const isUntouched = ({ default_policy, rules }: Acl) => default_policy === "accept" && rules.length === 0;

/** The API says in each description who made the rule. */
const shown = ({ default_policy, rules }: Pick<Acl, "default_policy" | "rules"> = UNTOUCHED) => ({
  default_policy,
  rules: rules.map((rule) => ({ ...rule, description: `(Rule scope: client) ${rule.description}` })),
});

const UNTOUCHED = { default_policy: "accept", rules: [] } as const;
