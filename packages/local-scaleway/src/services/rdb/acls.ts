import { type Call, fill, ok, operation, type Platform, type Service } from "../../core/api";
import { invalidArgument } from "../../core/errors";
import { cidr, list, object, text, type Values } from "../../core/fields";
import { paged, pageFields } from "../../core/listing";
import type { LiveObject } from "../../core/live-object";
import { type Instance, instances } from "./instances";

/** The API takes IPv4 only (provider, internal/services/rdb/acl.go). */
const ipv4Range = () =>
  cidr().map((value, { argument }) => {
    if (!value.includes(":")) return value;
    throw invalidArgument(argument, "constraint", "must be an IPv4 range");
  });

const ruleFields = {
  ip: ipv4Range(),
  description: text()
    .map((value) => value || "IP allowed")
    .default("IP allowed"),
};
type Rule = Values<typeof ruleFields>;

/** Who may reach an instance that tells it. */
interface Acl {
  readonly instance_id: string;
  readonly rules: readonly Rule[];
  readonly created_at: string;
}

const PATH = "/rdb/v1/regions/{region}/instances/{instance}/acls";
const TERRAFORM_TYPE = "scaleway_rdb_acl";

const acls = ({ world }: Platform) => world.collection<Acl>("rdb/acls");
const rulesOf = (platform: Platform, { id }: Instance) => acls(platform).get(id)?.rules ?? [];

/** Managed Databases API v1, ACL rules of an instance. */
export const instanceAcls: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: pageFields,
      answer: (call, { query }) => {
        const instance = instances.addressed(call);
        return ok(paged("rules", shown(rulesOf(call.platform, instance), instance), query));
      },
    }),
    operation({
      method: "PUT",
      path: PATH,
      body: { rules: list(object(ruleFields)) },
      answer: (call, { body: { rules } }) => {
        const instance = instances.addressed(call);
        keep(call, instance, rules);
        return ok({ rules: shown(rules, instance) });
      },
    }),
    operation({
      method: "DELETE",
      path: PATH,
      body: { acl_rule_ips: list(cidr()) },
      // What was deleted is what it answers.
      answer: (call, { body: { acl_rule_ips } }) => {
        const instance = instances.addressed(call);
        const rules = rulesOf(call.platform, instance);
        const isDeleted = ({ ip }: Rule) => acl_rule_ips.includes(ip);
        keep(
          call,
          instance,
          rules.filter((rule) => !isDeleted(rule)),
        );
        return ok({ rules: shown(rules.filter(isDeleted), instance) });
      },
    }),
  ],

  liveObjects: (platform) =>
    [...acls(platform).values()].flatMap(({ instance_id, created_at }) => {
      const instance = instances.documents(platform).get(instance_id);
      if (!instance) return [];
      return {
        type: TERRAFORM_TYPE,
        id: `${instance.region}/${instance.id}`,
        name: instance.name,
        projectId: instance.project_id,
        seed: false,
        scheduledForDeletion: false,
        created: created_at,
      };
    }),

  removal: ({ id }: LiveObject) => {
    const [region = "", instance = ""] = id.split("/");
    return [{ method: "PUT", path: fill(PATH, { region, instance }), body: { rules: [] } }];
  },
};

function keep({ platform, now }: Call, { id }: Instance, rules: readonly Rule[]): void {
  if (rules.length === 0) acls(platform).delete(id);
  else acls(platform).put(id, { instance_id: id, rules, created_at: acls(platform).get(id)?.created_at ?? now });
}

/** Rules name the port of the public endpoint; 0 when there is none. */
function shown(rules: readonly Rule[], { endpoints }: Instance) {
  const port = endpoints.find(({ load_balancer }) => load_balancer)?.port ?? 0;
  return rules.map((rule) => ({ ...rule, port, protocol: "tcp", direction: "inbound", action: "allow" }));
}
