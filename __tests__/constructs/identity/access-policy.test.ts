import { IamApplication } from "@cdktf/provider-scaleway/lib/iam-application";
import { IamGroup } from "@cdktf/provider-scaleway/lib/iam-group";
import { Cidr } from "../../../constructs/core/cidr";
import { AccessPolicy, type AccessPolicyProps } from "../../../constructs/identity/access-policy";
import { ORGANIZATION_PERMISSIONS, PROJECT_PERMISSIONS } from "../../../constructs/identity/permission-sets";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { projectIn, render, type TestStack } from "../../helpers/render";

const office = Cidr.parse("192.0.2.16/28");

function policy(stack: TestStack, props: Partial<AccessPolicyProps> = {}): AccessPolicy {
  return new AccessPolicy(stack, "policy", {
    purpose: "analyst",
    description: "Reads results.",
    principal: new IamApplication(stack, "application", { name: "analyst" }),
    grants: [{ project: projectIn(stack), may: { objects: ["read"] } }],
    ...props,
  });
}

function secondProject(stack: TestStack): ProjectScope {
  return new ProjectScope(stack, "second", { purpose: "audit", zone: "platform", description: "Audit." });
}

describe("AccessPolicy", () => {
  it("says what may be done by verb and product, for one application in one project", () => {
    const template = render((stack) => void policy(stack));

    expect(template.one("iam_policy")).toMatchObject({
      name: "hdh-production-analyst",
      description: "Reads results.",
      application_id: expect.stringContaining("scaleway_iam_application."),
      rule: [
        {
          project_ids: [expect.stringContaining("scaleway_account_project.project_")],
          permission_set_names: ["ObjectStorageObjectsRead"],
        },
      ],
    });
    expect(template.one("iam_policy")).not.toHaveProperty("group_id");
  });

  it("is for a group as well, and carries the label of its role", () => {
    const template = render((stack) =>
      policy(stack, { principal: new IamGroup(stack, "group", { name: "analysts" }), role: "auditor" }),
    );

    expect(template.one("iam_policy")).toMatchObject({ group_id: expect.stringContaining("scaleway_iam_group.") });
    expect(template.one("iam_policy")).not.toHaveProperty("application_id");
    expect(template.one("iam_policy").tags).toContain("hdh-role=auditor");
  });

  it("folds all that is granted in a project into one sorted rule, so that no reordering shows as a difference", () => {
    const rulesOf = (reversed: boolean) =>
      render((stack) => {
        const project = projectIn(stack);
        const grants = [
          { project, may: { objects: ["write", "read"], keys: ["encrypt"] } },
          { project, may: { keys: ["encrypt", "read"] }, permissionSets: ["ObservabilityReadOnly"] },
        ] as const;
        policy(stack, { grants: reversed ? [...grants].reverse() : grants });
      }).one("iam_policy").rule;

    expect(rulesOf(false)).toMatchObject([
      {
        permission_set_names: [
          "KeyManagerKeyEncrypt",
          "KeyManagerReadOnly",
          "ObjectStorageObjectsRead",
          "ObjectStorageObjectsWrite",
          "ObservabilityReadOnly",
        ],
      },
    ]);
    expect(rulesOf(true)).toEqual(rulesOf(false));
  });

  it("keeps projects apart, and the organisation apart from them, since the API refuses a rule that mixes them", () => {
    const { rule } = render((stack) =>
      policy(stack, {
        grants: [
          { project: secondProject(stack), may: { buckets: ["read"] } },
          { project: projectIn(stack), may: { objects: ["read"] } },
        ],
        organization: { "audit-trail": ["read"], billing: ["read"], iam: ["read"], projects: ["read"] },
      }),
    ).one("iam_policy");

    expect(rule).toEqual([
      {
        project_ids: [expect.stringContaining("scaleway_account_project.second_")],
        permission_set_names: ["ObjectStorageBucketsRead"],
      },
      {
        project_ids: [expect.stringContaining("scaleway_account_project.project_")],
        permission_set_names: ["ObjectStorageObjectsRead"],
      },
      {
        organization_id: expect.stringMatching(/^\$\{scaleway_iam_application\.application\.organization_id\}$/),
        permission_set_names: ["AuditTrailReadOnly", "BillingReadOnly", "IAMReadOnly", "ProjectReadOnly"],
      },
    ]);
  });

  it("holds only for requests from the stated ranges in the stated time, in every rule", () => {
    const { rule } = render((stack) =>
      policy(stack, {
        condition: {
          ranges: [office, Cidr.parse("192.0.2.4/32")],
          window: { from: new Date("2026-11-01T08:00:00Z"), until: new Date("2026-11-01T20:00:00Z") },
        },
        organization: { billing: ["read"] },
      }),
    ).one("iam_policy");

    const condition =
      '(inIpRange(request.ip, "192.0.2.16/28") || inIpRange(request.ip, "192.0.2.4/32"))' +
      ' && request.time >= timestamp("2026-11-01T08:00:00.000Z") && request.time < timestamp("2026-11-01T20:00:00.000Z")';
    expect(rule).toMatchObject([{ condition }, { condition }]);
  });

  it("grants no deletion of what holds data to whoever manages it", () => {
    for (const product of ["buckets", "keys", "secrets"] as const) {
      expect(PROJECT_PERMISSIONS[product].manage.join()).not.toMatch(
        /Delete|Decrypt|SecretAccess|(Storage|Manager)FullAccess/,
      );
    }
    expect(JSON.stringify(ORGANIZATION_PERMISSIONS)).not.toMatch(/Manager|FullAccess|Delete/);
  });

  it.each<[string, Partial<AccessPolicyProps> | ((stack: TestStack) => Partial<AccessPolicyProps>), string]>([
    ["a bad purpose", { purpose: "Analyst" }, "test/policy\n  purpose: lower case"],
    ["no grant", { grants: [] }, "grants: at least one"],
    ["an organisation without a verb", { grants: [], organization: { billing: [] } }, "grants: at least one"],
    [
      "an empty grant",
      (stack) => ({ grants: [{ project: projectIn(stack), may: { objects: [] } }] }),
      "grants: project data names no permission set",
    ],
    [
      "a set that holds every power",
      (stack) => ({ grants: [{ project: projectIn(stack), permissionSets: ["AllProductsFullAccess"] }] }),
      "grants: AllProductsFullAccess in project data gives every power",
    ],
    [
      "a set of the organisation in the rule of a project",
      (stack) => ({ grants: [{ project: projectIn(stack), permissionSets: ["AuditTrailReadOnly"] }] }),
      "grants: AuditTrailReadOnly is scoped to the organisation, not to project data; grant it as `organization`",
    ],
    ["a condition without a range", { condition: { ranges: [] } }, "condition.ranges: at least one public range"],
    [
      "a wide range",
      { condition: { ranges: [Cidr.parse("0.0.0.0/0")] } },
      "condition.ranges: ranges of at most 16 addresses, /28 to /32; got 0.0.0.0/0",
    ],
    [
      "a private range, which IAM never sees",
      { condition: { ranges: [Cidr.parse("10.0.0.16/28")] } },
      "condition.ranges: public ranges, as Scaleway sees them; 10.0.0.16/28 is private",
    ],
    [
      "a window that ends before it begins",
      { condition: { ranges: [office], window: { from: new Date("2026-11-02Z"), until: new Date("2026-11-01Z") } } },
      "condition.window: ends after it begins; got 2026-11-02T00:00:00.000Z to 2026-11-01T00:00:00.000Z",
    ],
    [
      "a window without a date",
      { condition: { ranges: [office], window: { from: new Date("soon"), until: new Date("2026-11-01Z") } } },
      "condition.window.from: a date; got an invalid one",
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => render((stack) => policy(stack, typeof props === "function" ? props(stack) : props))).toThrow(message);
  });
});
