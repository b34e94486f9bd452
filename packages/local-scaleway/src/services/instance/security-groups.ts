import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { type Call, ok, operation, type Platform, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import {
  cidr,
  flag,
  flagParameter,
  integer,
  list,
  object,
  oneOf,
  tags,
  text,
  uuid,
  type Values,
} from "../../core/fields";
import { pageOf, perPageFields } from "../../core/instance-dialect";
import { contains, equalId, paged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";
import { SERVERS, type ServerReference } from "./server-reference";

const policy = oneOf("accept", "drop");
const port = integer({ min: 1, max: 65535 }).nullable();

const ruleFields = {
  id: uuid().optional(),
  action: policy,
  protocol: oneOf("TCP", "UDP", "ICMP", "ANY"),
  direction: oneOf("inbound", "outbound"),
  // A single address has no prefix length here.
  ip_range: cidr().map((range) => range.replace(/(?<=\.\d+)\/32$|(?<=:.*)\/128$/, "")),
  dest_port_from: port,
  dest_port_to: port,
  position: integer({ min: 0, max: 2 ** 31 - 1 }).default(0),
  editable: flag().optional(),
  zone: text().optional(),
};

type GivenRule = Values<typeof ruleFields>;

interface Rule
  extends Pick<GivenRule, "action" | "protocol" | "direction" | "ip_range" | "dest_port_from" | "dest_port_to"> {
  readonly id: string;
}

export interface SecurityGroup {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly project_id: string;
  readonly tags: readonly string[];
  /** Answers to what was let out are let in. */
  readonly stateful: boolean;
  readonly inbound_default_policy: "accept" | "drop";
  readonly outbound_default_policy: "accept" | "drop";
  /** Nothing leaves for the ports of SMTP. */
  readonly enable_default_security: boolean;
  readonly state: "available" | "syncing";
  /** Those that can be changed, in order. */
  readonly rules: readonly Rule[];
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** The project whose default group it is. */
  readonly madeFor?: string;
}

const fields = {
  name: text({ min: 1 }),
  description: text(),
  tags: tags(),
  stateful: flag(),
  inbound_default_policy: policy,
  outbound_default_policy: policy,
  enable_default_security: flag(),
};

const PATH = "/instance/v1/zones/{zone}/security_groups";

/** Instances API v1, security groups. A project's first server in a zone brings its default group along. */
export const securityGroups = resource<SecurityGroup>({
  path: PATH,
  kind: "security_group",
  notFoundAs: "instance_security_group",
  dialect: "instance",
  terraformType: "scaleway_instance_security_group",
  create: creation(
    {
      ...fields,
      project: projectRef(),
      description: fields.description.default(""),
      stateful: fields.stateful.default(false),
      inbound_default_policy: policy.default("accept"),
      outbound_default_policy: policy.default("accept"),
      enable_default_security: fields.enable_default_security.default(true),
    },
    ({ project, ...given }, { id, now, zone }) => ({
      id,
      ...given,
      project_id: project,
      state: "available",
      rules: [],
      zone,
      created_at: now,
      updated_at: now,
    }),
  ),
  update: update(fields, (group: SecurityGroup, given) => {
    const changed = { ...group, ...given };
    return isDeepStrictEqual(changed, group) ? group : { ...changed, state: "syncing" };
  }),
  settled: (group) => (group.state === "available" ? group : { ...group, state: "available" }),
  shown: ({ project_id, description, created_at, updated_at, rules: _, madeFor, ...group }, platform) => ({
    ...group,
    description: description || null,
    organization: ORGANIZATION_ID,
    organization_default: false,
    project: project_id,
    project_default: madeFor !== undefined,
    servers: serversOf(group.id, platform),
    creation_date: withOffset(created_at),
    modification_date: withOffset(updated_at),
  }),
  list: {
    key: "security_groups",
    filters: {
      name: contains("name"),
      organization: ofTheOrganization,
      project: equalId("project_id"),
      tags: text()
        .map((wanted) => (group: SecurityGroup) => wanted.split(",").every((tag) => group.tags.includes(tag)))
        .optional(),
      project_default: flagParameter()
        .map((wanted) => (group: SecurityGroup) => (group.madeFor !== undefined) === wanted)
        .optional(),
    },
  },
  deletion: {},
});

/** The group of servers that name none: one for each project and zone, made when it is first needed. */
export function defaultSecurityGroup(call: Call, project_id: string): SecurityGroup {
  const zone = call.param("zone");
  const existing = securityGroups.existing(call.platform);
  const found = existing.find((group) => group.madeFor === project_id && group.zone === zone);
  if (found) return found;
  const group: SecurityGroup = {
    id: randomUUID(),
    name: "Default security group",
    description: "Auto generated security group.",
    project_id,
    tags: [],
    stateful: true,
    inbound_default_policy: "accept",
    outbound_default_policy: "accept",
    enable_default_security: true,
    state: "available",
    rules: [],
    zone,
    created_at: call.now,
    updated_at: call.now,
    madeFor: project_id,
  };
  securityGroups.put(call.platform, group);
  return group;
}

const serversOf = (group: string, { world }: Platform) =>
  [...world.collection<ServerReference>(SERVERS).values()]
    .filter(({ security_group }) => security_group === group)
    .map(({ id, name }) => ({ id, name }));

/** Instances API v1, the rules of a security group: set together. */
export const securityGroupRules: Service = {
  operations: [
    operation({
      method: "GET",
      path: `${PATH}/{security_group}/rules`,
      query: perPageFields,
      answer: (call, { query }) => {
        // The one list of this API that says nowhere how long it is.
        const { rules } = paged("rules", shownRules(securityGroups.addressed(call)), pageOf(query));
        return ok({ rules });
      },
    }),
    operation({
      method: "PUT",
      path: `${PATH}/{security_group}/rules`,
      body: { rules: list(object(ruleFields).map(fitting)) },
      answer: (call, { body }) => {
        const group = securityGroups.changeable(call);
        const rules = body.rules
          .filter(({ editable }) => editable !== false)
          .sort((a, b) => a.position - b.position)
          .map(({ id = randomUUID(), position: _, editable: __, zone: ___, ...rule }) => ({ id, ...rule }));
        return ok({ rules: shownRules(securityGroups.replace(call, group, { ...group, rules })) });
      },
    }),
  ],
};

/** @throws InvalidArguments when its ports are no range */
function fitting(rule: GivenRule, { argument }: { readonly argument: string }): GivenRule {
  const { protocol, dest_port_from: from, dest_port_to: to } = rule;
  if (protocol === "ICMP" || protocol === "ANY") return { ...rule, dest_port_from: null, dest_port_to: null };
  if (to !== null && (from === null || to < from)) {
    throw invalidArgument(`${argument}.dest_port_to`, "constraint", "must not be below dest_port_from");
  }
  return to === from ? { ...rule, dest_port_to: null } : rule;
}

/** Ports of SMTP, SMTP over TLS and mail submission. */
const MAIL_PORTS = [25, 465, 587];

/** What a group with default security drops: rules with the same ids everywhere, which nobody can change. */
const MAIL_RULES = ["0.0.0.0/0", "::/0"]
  .flatMap((ip_range) => MAIL_PORTS.map((dest_port_from) => ({ ip_range, dest_port_from })))
  .map((rule, index) => ({
    id: `11111111-2222-4333-8444-${String(index + 1).padStart(12, "0")}`,
    protocol: "TCP",
    direction: "outbound",
    action: "drop",
    dest_port_to: null,
    ...rule,
  }));

function shownRules({ enable_default_security, rules, zone }: SecurityGroup): object[] {
  const shown = (editable: boolean) => (rule: object, index: number) => ({
    ...rule,
    dest_ip_range: null,
    position: index + 1,
    editable,
    zone,
  });
  return [...(enable_default_security ? MAIL_RULES : []).map(shown(false)), ...rules.map(shown(true))];
}

/** A moment as this API writes it. */
export const withOffset = (moment: string) => moment.replace(/Z$/, "+00:00");
