import type { JsonObject } from "@hdh/policy-engine";
import { grantsNameTheirProjects as rule } from "../../policies/rules/grants-name-their-projects";
import { foreign, INPUTS, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const PROJECT = "${scaleway_account_project.p.id}";
const GROUP = { group_id: "${scaleway_iam_group.g.id}" };
const ORGANISATION = "11111111-1111-1111-1111-111111111111";

const STRANGER = "11111111-2222-3333-4444-555555555555";

const policy = (rules: JsonObject | JsonObject[], changes: JsonObject = GROUP, inputs = INPUTS) =>
  says(
    rule,
    {
      scaleway_account_project: { p: {} },
      scaleway_iam_application: { a: {} },
      scaleway_iam_group: { g: {}, emergency: { tags: tags({ "hdh-role": "break-glass" }) } },
      scaleway_iam_policy: { x: { rule: rules, ...changes } },
    },
    inputs,
  );
const reads = { permission_set_names: ["ObjectStorageObjectsRead"] };
const within = { ...reads, project_ids: [PROJECT] };
const fails = (path: string) => [`fail scaleway_iam_policy.x ${path}`];

describe("HDH-IAM-002", () => {
  it("for an application or a group, each rule naming its projects", () => {
    expect(policy([within, within])).toEqual([]);
    expect(policy(within, { application_id: "${scaleway_iam_application.a.id}" })).toEqual([]);
    expect(policy({ ...reads, project_ids: [ORGANISATION] })).toEqual([]);
  });

  it("with a rule for the whole organisation", () => {
    expect(policy([within, { ...reads, organization_id: ORGANISATION }])).toEqual(
      fails("rule[1].permission_set_names[0]"),
    );
    expect(policy({ ...within, organization_id: ORGANISATION })).toEqual(fails("rule.organization_id"));
    expect(policy({ permission_set_names: ["IAMReadOnly", "IAMGroupManager"], organization_id: ORGANISATION })).toEqual(
      fails("rule.permission_set_names[1]"),
    );
  });

  it("with a rule for the whole organisation that only reads, as an auditor's does", () => {
    const auditor = { permission_set_names: ["IAMReadOnly", "AuditTrailReadOnly"], organization_id: ORGANISATION };
    expect(policy(auditor)).toEqual([]);
    expect(policy({ permission_set_names: ["AllProductsReadOnly"], organization_id: ORGANISATION })).toEqual(
      fails("rule.permission_set_names[0]"),
    );
  });

  it("with a rule for the whole organisation, as a policy of the role bootstrap", () => {
    const bootstrap = { ...GROUP, tags: tags({ "hdh-role": "bootstrap" }) };
    expect(policy({ permission_set_names: ["IAMManager"], organization_id: ORGANISATION }, bootstrap)).toEqual([]);
  });

  it("with a rule that names no project", () => {
    expect(policy(reads)).toEqual(fails("rule.permission_set_names[0]"));
    expect(policy({ ...reads, project_ids: [] })).toEqual(fails("rule.permission_set_names[0]"));
    expect(policy({ ...reads, project_ids: [""] })).toEqual(fails("rule.project_ids[0]"));
  });

  it("for a user", () => {
    expect(policy(within, { user_id: ORGANISATION })).toEqual(fails("user_id"));
  });

  it.each(["application_id", "group_id"])("for an application or a group that no stack makes or reads: %s", (name) => {
    expect(policy(within, { [name]: STRANGER })).toEqual(fails(name));
  });

  it("for a group that a data source reads", () => {
    const data = { data: { scaleway_iam_group: { g: { name: "analysts" } } } };
    const bound = { group_id: "${data.scaleway_iam_group.g.id}", rule: { ...reads, project_ids: [STRANGER] } };
    expect(saysOf(rule, stackOf({ scaleway_iam_policy: { x: bound } }, data))).toEqual([]);
  });

  it("for the pipeline that the environment names", () => {
    const inputs = { ...INPUTS, ownerPrincipals: [`application_id:${STRANGER}`] };
    expect(policy(within, { application_id: STRANGER }, inputs)).toEqual([]);
    expect(policy(within, { group_id: STRANGER }, inputs)).toEqual(fails("group_id"));
  });

  const CONDITION = { condition: 'inIpRange(request.ip, "192.0.2.16/28")' };
  const emergency: readonly JsonObject[] = [
    { group_id: "${scaleway_iam_group.emergency.id}" },
    { ...GROUP, tags: tags({ "hdh-role": "break-glass" }) },
  ];

  it.each(emergency)("for emergencies, with a condition on every rule: %j", (bound) => {
    expect(policy([{ ...within, ...CONDITION }], bound)).toEqual([]);
  });

  it.each(emergency)("for emergencies, with a rule without condition: %j", (bound) => {
    expect(policy([{ ...within, ...CONDITION }, within], bound)).toEqual(fails("rule[1].condition"));
    expect(policy({ ...within, condition: "" }, bound)).toEqual(fails("rule.condition"));
    expect(policy({ ...within, condition: "${var.condition}" }, bound)).toEqual([
      "unknown scaleway_iam_policy.x rule.condition",
    ]);
  });

  it("for nobody, to be bound later", () => {
    expect(policy(within, { no_principal: true })).toEqual(fails("no_principal"));
    expect(policy(within, {})).toEqual(["fail scaleway_iam_policy.x"]);
  });

  it("with a principal, projects or sets that only the engine knows", () => {
    expect(policy(within, { application_id: "${var.who}" })).toEqual(["unknown scaleway_iam_policy.x application_id"]);
    expect(policy({ ...reads, project_ids: "${var.projects}" })).toEqual([
      "unknown scaleway_iam_policy.x rule.project_ids",
    ]);
    expect(policy({ ...reads, project_ids: [PROJECT, "${var.project}"] })).toEqual([
      "unknown scaleway_iam_policy.x rule.project_ids[1]",
    ]);
    expect(policy({ permission_set_names: "${var.sets}", organization_id: ORGANISATION })).toEqual([
      "unknown scaleway_iam_policy.x rule.permission_set_names",
    ]);
    const dynamic = { ...GROUP, rule: null, dynamic: { rule: { for_each: "${var.x}", content: {} } } };
    expect(policy([], dynamic).every((said) => said.startsWith("unknown"))).toBe(true);
    expect(policy([], dynamic)).not.toEqual([]);
  });

  it("has nothing to say of another provider's policy", () => {
    expect(saysOf(rule, foreign("iam_policy", { user_id: "x", rule: [reads] }))).toEqual([]);
  });
});
