import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { integer, ipAddress, listParameter, oneOf, ref } from "../../core/fields";
import { amongIds } from "../../core/listing";
import { resource } from "../../core/resource";
import { isIpv6 } from "../vpc/subnets";
import { gateways } from "./gateways";

export interface PatRule {
  readonly id: string;
  readonly gateway_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly public_port: number;
  readonly private_ip: string;
  readonly private_port: number;
  readonly protocol: "both" | "tcp" | "udp";
  readonly zone: string;
}

const port = integer({ min: 1, max: 65535 });
const fields = {
  public_port: port,
  private_ip: ipAddress().map((value, { argument }) => {
    if (!isIpv6(value)) return value;
    throw invalidArgument(argument, "constraint", "must be an IPv4 address");
  }),
  private_port: port,
  protocol: oneOf("both", "tcp", "udp"),
};

/** Public Gateways API v2, PAT rules: which port of a gateway leads to which one inside. They go with their gateway. */
export const patRules = resource<PatRule>({
  path: "/vpc-gw/v2/zones/{zone}/pat-rules",
  kind: "pat_rule",
  terraformType: "scaleway_vpc_public_gateway_pat_rule",
  create: creation(
    { ...fields, gateway_id: ref(gateways), protocol: fields.protocol.default("both") },
    (given, { id, now, zone, call }) => unambiguous({ id, ...given, zone, created_at: now, updated_at: now }, call),
  ),
  update: update(fields, (rule, given, call) => unambiguous({ ...rule, ...given }, call)),
  inventory: ({ gateway_id, public_port }, platform) => ({
    name: `port ${public_port}`,
    projectId: gateways.documents(platform).get(gateway_id)?.project_id,
  }),
  list: {
    key: "pat_rules",
    orderBy: { created_at: "created_at", public_port: "public_port" },
    filters: {
      gateway_ids: amongIds("gateway_id"),
      private_ips: listParameter(ipAddress())
        .map((wanted) => (rule: PatRule) => wanted.includes(rule.private_ip))
        .optional(),
      protocol: fields.protocol.map((wanted) => (rule: PatRule) => rule.protocol === wanted).optional(),
    },
  },
  deletion: {},
});

/** @throws InvalidArguments when another rule of the gateway takes the port already */
function unambiguous(rule: PatRule, { platform }: Call): PatRule {
  const clash = patRules
    .existing(platform)
    .some(
      ({ id, gateway_id, public_port, protocol }) =>
        id !== rule.id &&
        gateway_id === rule.gateway_id &&
        public_port === rule.public_port &&
        (protocol === rule.protocol || protocol === "both" || rule.protocol === "both"),
    );
  if (clash) throw invalidArgument("public_port", "constraint", `port ${rule.public_port} is forwarded already`);
  return rule;
}
