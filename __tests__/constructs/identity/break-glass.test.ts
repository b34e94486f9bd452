import { Cidr } from "../../../constructs/core/cidr";
import { BreakGlass, type BreakGlassProps } from "../../../constructs/identity/break-glass";
import { projectIn, render, type TestStack } from "../../helpers/render";

const condition = { ranges: [Cidr.parse("192.0.2.16/28")] };

function breakGlass(stack: TestStack, props: Partial<BreakGlassProps> = {}): BreakGlass {
  return new BreakGlass(stack, "break-glass", {
    purpose: "restore",
    emergency: "The pipeline cannot reach a bucket.",
    grants: [{ project: projectIn(stack), may: { buckets: ["manage"] } }],
    condition,
    ...props,
  });
}

describe("BreakGlass", () => {
  it("is a group that is declared empty, so that a member left in it shows as a difference", () => {
    const group = render((stack) => breakGlass(stack)).one("iam_group");

    expect(group).toMatchObject({ name: "hdh-production-restore", external_membership: false });
    expect(group).not.toHaveProperty("user_ids");
    expect(group).not.toHaveProperty("application_ids");
  });

  it("says what it is for, and carries the label that alerts look for, on group and policy", () => {
    const template = render((stack) => breakGlass(stack));

    for (const type of ["iam_group", "iam_policy"]) {
      expect(template.one(type)).toMatchObject({
        description: "Break-glass. Every use raises an alert. The pipeline cannot reach a bucket.",
        tags: expect.arrayContaining(["hdh-role=break-glass"]),
      });
    }
  });

  it("holds for its group, from the administrators' addresses only", () => {
    expect(render((stack) => breakGlass(stack)).one("iam_policy")).toMatchObject({
      group_id: expect.stringContaining("scaleway_iam_group."),
      rule: [
        {
          permission_set_names: [
            "ObjectStorageBucketPolicyFullAccess",
            "ObjectStorageBucketsRead",
            "ObjectStorageBucketsWrite",
          ],
          condition: 'inIpRange(request.ip, "192.0.2.16/28")',
        },
      ],
    });
  });

  it("can be limited to a window", () => {
    const window = { from: new Date("2026-11-01T08:00:00Z"), until: new Date("2026-11-01T20:00:00Z") };

    expect(
      render((stack) => breakGlass(stack, { condition: { ...condition, window } })).one("iam_policy").rule,
    ).toEqual([
      expect.objectContaining({
        condition:
          'inIpRange(request.ip, "192.0.2.16/28") && request.time >= timestamp("2026-11-01T08:00:00.000Z") && request.time < timestamp("2026-11-01T20:00:00.000Z")',
      }),
    ]);
  });

  it.each<[string, Partial<BreakGlassProps> | ((stack: TestStack) => Partial<BreakGlassProps>), string]>([
    ["a bad purpose", { purpose: "Restore!" }, "test/break-glass\n  purpose: lower case"],
    ["no emergency", { emergency: " " }, "emergency: one sentence"],
    ["no grant", { grants: [] }, "grants: at least one"],
    [
      "every power, even in an emergency",
      (stack) => ({ grants: [{ project: projectIn(stack), permissionSets: ["OrganizationManager"] }] }),
      "grants: OrganizationManager in project data gives every power",
    ],
    ["no address", { condition: { ranges: [] } }, "condition.ranges: at least one public range"],
  ])("refuses %s", (_, props, message) => {
    expect(() => render((stack) => breakGlass(stack, typeof props === "function" ? props(stack) : props))).toThrow(
      message,
    );
  });
});
