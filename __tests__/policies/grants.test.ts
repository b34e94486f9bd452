import { graphOf, type Json, type JsonObject } from "@hdh/policy-engine";
import { grantsOf, type Holder } from "../../policies/grants/grants";
import { hasPower, mayDo } from "../../policies/grants/powers";
import { planOf } from "../helpers/plan-json";
import { type Resources, stackOf } from "../helpers/terraform-json";

const USER = "22222222-2222-2222-2222-222222222222";
const graph = (resource: Resources, rest: JsonObject = {}) => graphOf([stackOf(resource, rest)]);
const nameOf = ({ subject }: Holder) => (typeof subject === "string" ? subject : subject.address);
const setsOf = ({ grants }: Holder) =>
  grants.flatMap(({ sets }) => sets.map(({ value }) => value.is === "known" && value.value));
const policy = (principal: JsonObject, set: string, project = "p"): JsonObject => ({
  ...principal,
  rule: [{ permission_set_names: [set], project_ids: [`\${scaleway_account_project.${project}.id}`] }],
});

describe("grantsOf", () => {
  it("spreads what a group has over its members, whoever names them", () => {
    const { holders, open } = grantsOf(
      graph({
        scaleway_account_project: { p: {} },
        scaleway_iam_application: { a: {}, b: {} },
        scaleway_iam_group: { g: { application_ids: ["${scaleway_iam_application.a.id}"], user_ids: [USER] } },
        scaleway_iam_group_membership: {
          m: { group_id: "${scaleway_iam_group.g.id}", application_id: "${scaleway_iam_application.b.id}" },
        },
        scaleway_iam_policy: {
          own: policy({ application_id: "${scaleway_iam_application.a.id}" }, "VPCReadOnly"),
          shared: policy({ group_id: "${scaleway_iam_group.g.id}" }, "IPAMReadOnly"),
        },
      }),
    );
    expect(Object.fromEntries(holders.map((holder) => [nameOf(holder), setsOf(holder)]))).toEqual({
      "scaleway_iam_application.a": ["VPCReadOnly", "IPAMReadOnly"],
      "scaleway_iam_application.b": ["IPAMReadOnly"],
      "scaleway_iam_group.g": ["IPAMReadOnly"],
      [USER]: ["IPAMReadOnly"],
    });
    expect(holders.find((holder) => nameOf(holder) === USER)?.grants[0]?.through?.address).toBe("scaleway_iam_group.g");
    expect(open).toEqual([]);
  });

  it("finds an application of another stack, and the holder behind a block", () => {
    const identity: JsonObject = {
      terraform: { backend: { local: { path: "../identity.tfstate" } } },
      resource: { scaleway_iam_application: { a: {} } },
      output: { id: { value: "${scaleway_iam_application.a.id}" } },
    };
    const user: JsonObject = {
      terraform: { backend: { local: { path: "../user.tfstate" } } },
      data: { terraform_remote_state: { i: { backend: "local", config: { path: "../identity.tfstate" } } } },
      resource: {
        scaleway_iam_policy: { x: { application_id: "${data.terraform_remote_state.i.outputs.id}", rule: [] } },
      },
    };
    const both = graphOf([
      { name: "identity", json: identity },
      { name: "user", json: user },
    ]);
    const [application] = both.managed("scaleway_iam_application");
    expect(grantsOf(both).holderOf(application!)).toBeDefined();
    expect(grantsOf(both)).toBe(grantsOf(both));
  });

  it("lists what does not say whom it is for", () => {
    const { holders, open } = grantsOf(
      graph({ scaleway_iam_policy: { x: policy({ group_id: "${var.group}" }, "VPCReadOnly") } }),
    );
    expect(holders).toEqual([]);
    expect(open).toMatchObject([{ attribute: "group_id", why: expect.stringContaining("variable group") }]);
  });

  it.each(["", 7])("lists a policy whose principal is no name: %p", (user_id) => {
    const { holders, open } = grantsOf(graph({ scaleway_iam_policy: { x: policy({ user_id }, "VPCReadOnly") } }));
    expect(holders).toEqual([]);
    expect(open).toMatchObject([{ attribute: "user_id", why: "it names no single principal" }]);
  });

  const letting = (SCW: Json) => {
    const statement = { Effect: "Allow", Principal: { SCW }, Action: "s3:GetObject" };
    const scaleway_object_bucket_policy = { p: { bucket: "b", policy: JSON.stringify({ Statement: [statement] }) } };
    return grantsOf(
      graph({
        scaleway_iam_application: { a: {} },
        scaleway_object_bucket: { b: { name: "b" } },
        scaleway_object_bucket_policy,
      }),
    );
  };

  it.each([
    ["application_id:${var.who}", "variable who"],
    ["application_id:${scaleway_iam_application.a.id}-x", "known only after apply"],
    [7, "it names no single principal"],
  ])("lists a bucket's policy that does not say whom it lets in: %p", (principal, why) => {
    const { holders, open } = letting(principal);
    expect(holders).toEqual([]);
    expect(open).toMatchObject([
      {
        resource: { address: "scaleway_object_bucket_policy.p" },
        attribute: "policy.Statement.Principal.SCW",
        why: expect.stringContaining(why),
      },
    ]);
  });

  it.each([
    [`user_id:${USER}`, USER],
    ["somebody", "somebody"],
    ["application_id:${scaleway_iam_application.a.id}", "scaleway_iam_application.a"],
  ])("knows whom a bucket's policy lets in: %s", (principal, name) => {
    const { holders, open } = letting(principal);
    expect(holders.map(nameOf)).toEqual([name]);
    expect(open).toEqual([]);
  });

  it("knows by its id, where a plan shows that, whom a bucket's policy lets in", () => {
    const statement = { Effect: "Allow", Principal: { SCW: `application_id:${USER}` }, Action: "s3:GetObject" };
    const json = planOf([
      { address: "scaleway_iam_application.a", actions: ["no-op"], before: { id: USER }, after: { id: USER } },
      {
        address: "scaleway_object_bucket_policy.p",
        after: { bucket: "b", policy: JSON.stringify({ Statement: [statement] }) },
      },
    ]);
    expect(grantsOf(graphOf([{ name: "plan", json }])).holders.map(nameOf)).toEqual(["scaleway_iam_application.a"]);
  });

  it("names no group that brings a grant, where no block makes it", () => {
    const group = "11111111-2222-3333-4444-555555555555";
    const { holders } = grantsOf(
      graph({
        scaleway_iam_group_membership: { m: { group_id: group, user_id: USER } },
        scaleway_iam_policy: { x: policy({ group_id: group }, "VPCReadOnly") },
      }),
    );
    expect(holders.map(nameOf)).toEqual([group, USER]);
    expect(holders[1]?.grants).toMatchObject([{ through: undefined }]);
  });

  it("lists a member of a group of which nothing says what it is granted", () => {
    const stranger = "11111111-2222-3333-4444-555555555555";
    const { holders, open } = grantsOf(
      graph({ scaleway_iam_group_membership: { m: { group_id: stranger, user_id: stranger } } }),
    );
    expect(holders).toEqual([]);
    expect(open).toMatchObject([
      { attribute: "group_id", why: expect.stringContaining("no stack here makes the group") },
    ]);
  });

  it("gives everybody what a bucket's policy gives to all, and nobody what it denies", () => {
    const statement = (effect: string, principal: string, action: string) => ({
      Effect: effect,
      Principal: { SCW: principal },
      Action: action,
    });
    const statements = [
      statement("Allow", "*", "s3:GetObject"),
      statement("Allow", `user_id:${USER}`, "s3:PutObject"),
      statement("Deny", `user_id:${USER}`, "s3:DeleteObject"),
    ];
    const one = graph({
      scaleway_object_bucket: { b: { name: "b" } },
      scaleway_object_bucket_policy: { p: { bucket: "b", policy: JSON.stringify({ Statement: statements }) } },
    });
    const [bucket] = one.managed("scaleway_object_bucket");
    const [holder, ...others] = grantsOf(one).holders;
    expect(others).toEqual([]);
    expect(mayDo(holder!, "s3:GetObject", "object-reading", bucket!)).toBe(true);
    expect(mayDo(holder!, "s3:PutObject", "object-writing", bucket!)).toBe(true);
    expect(mayDo(holder!, "s3:DeleteObject", "object-deletion", bucket!)).toBe(false);
  });
});

describe("mayDo", () => {
  const reads = (statement: JsonObject, sets: Json = ["ObjectStorageObjectsRead"], principal = `user_id:${USER}`) => {
    const document = { Statement: [{ Effect: "Allow", Principal: { SCW: principal }, ...statement }] };
    const one = graph({
      scaleway_object_bucket: { b: { name: "b" } },
      scaleway_object_bucket_policy: { p: { bucket: "b", policy: JSON.stringify(document) } },
      scaleway_iam_policy: { x: { user_id: USER, rule: [{ permission_set_names: sets }] } },
    });
    const holder = grantsOf(one).holderOf(USER)!;
    return mayDo(holder, "s3:GetObject", "object-reading", one.managed("scaleway_object_bucket")[0]!);
  };

  it.each(["s3:GetObject", "S3:getobject", "*", "s3:*", "s3:Get*", "s3:GetObjec?", "S3:get*"])(
    "reads wildcards of actions, in upper and lower case: %s",
    (Action) => {
      expect(reads({ Action })).toBe(true);
    },
  );

  it.each([
    "s3:PutObject",
    "s3:Put*",
    "s3:GetObject?",
    "GetObject",
    "Get*",
    "s3:Get",
    "(s3:GetObjec?)",
    "s3:GetObject.*",
  ])("does not take one action for another: %s", (Action) => {
    expect(reads({ Action })).toBe(false);
  });

  it("takes all but some actions for all, and does not know what only the engine knows", () => {
    expect(reads({ NotAction: "s3:GetObject" })).toBe(true);
    expect(reads({ Action: "${var.action}" })).toBeUndefined();
    expect(reads({ Action: ["${var.action}", "s3:GetObject"] })).toBe(true);
    expect(reads({})).toBe(false);
  });

  it("asks IAM and the bucket's policy, and whether somebody may change that", () => {
    expect(reads({ Action: "s3:GetObject" }, ["VPCReadOnly"])).toBe(false);
    expect(reads({ Action: "s3:GetObject" }, ["${var.set}"])).toBeUndefined();
    const changing = ["ObjectStorageObjectsRead", "ObjectStorageBucketPolicyFullAccess"];
    const other = "user_id:33333333-3333-3333-3333-333333333333";
    expect(reads({ Action: "s3:GetObject" }, changing, other)).toBe(true);
    expect(reads({ Action: "s3:GetObject" }, changing.slice(0, 1), other)).toBe(false);
  });
});

describe("hasPower", () => {
  const bucketIn = (project: string, rest: JsonObject) => {
    const one = graph({
      scaleway_account_project: { p: {}, q: {} },
      scaleway_object_bucket: { b: { project_id: `\${scaleway_account_project.${project}.id}` } },
      scaleway_iam_policy: { x: { user_id: USER, ...rest } },
    });
    return hasPower(grantsOf(one).holders[0]!, "object-reading", one.managed("scaleway_object_bucket")[0]!);
  };
  const reading = policy({}, "ObjectStorageObjectsRead");

  it("is true in the projects that a rule names, and false in others", () => {
    expect(bucketIn("p", reading)).toBe(true);
    expect(bucketIn("q", reading)).toBe(false);
    expect(bucketIn("p", policy({}, "ObjectStorageObjectsWrite"))).toBe(false);
  });

  it("is true in a project that is named by its id, and open in all others", () => {
    const one = (mine: string, project_ids: Json) => {
      const grants = { user_id: USER, rule: [{ permission_set_names: ["ObjectStorageReadOnly"], project_ids }] };
      const all = graph({
        scaleway_account_project: { p: {} },
        scaleway_object_bucket: { b: { project_id: mine } },
        scaleway_iam_policy: { x: grants },
      });
      return hasPower(grantsOf(all).holders[0]!, "object-reading", all.managed("scaleway_object_bucket")[0]!);
    };
    expect(one(USER, [USER])).toBe(true);
    expect(one(USER, ["${scaleway_account_project.p.id}"])).toBe(false);
    expect(one(USER, ["${scaleway_account_project.p.id}", "${var.project}"])).toBeUndefined();
    expect(one("${scaleway_account_project.p.id}", [USER])).toBeUndefined();
  });

  it("is true everywhere for a rule that names none, and open where the engine decides", () => {
    expect(bucketIn("p", { rule: [{ permission_set_names: ["ObjectStorageReadOnly"] }] })).toBe(true);
    expect(bucketIn("p", policy({}, "${var.set}"))).toBeUndefined();
    expect(
      bucketIn("p", { rule: [{ permission_set_names: ["ObjectStorageReadOnly"], project_ids: "${var.p}" }] }),
    ).toBe(undefined);
  });
});
