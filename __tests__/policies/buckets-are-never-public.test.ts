import type { Json, JsonObject } from "@hdh/policy-engine";
import { bucketsAreNeverPublic as rule } from "../../policies/rules/buckets-are-never-public";
import { planOf } from "../helpers/plan-json";
import {
  findingsOf,
  foreign,
  INPUTS,
  labels,
  type Resources,
  says,
  saysOf,
  stackOf,
  tags,
} from "../helpers/terraform-json";

const open = { name: "lake", tags: labels() };
const bucket = (changes: JsonObject = {}) => says(rule, { scaleway_object_bucket: { b: { ...open, ...changes } } });
const acl = (json: JsonObject) => says(rule, { scaleway_object_bucket_acl: { a: json } });

const identities: Resources = {
  scaleway_iam_application: {
    pipeline: { tags: tags({ "hdh-role": "pipeline" }) },
    ingest: { tags: tags() },
  },
  scaleway_iam_group: { g: { tags: tags({ "hdh-role": "pipeline" }) } },
};
const PIPELINE = "application_id:${scaleway_iam_application.pipeline.id}";
const INGEST = "application_id:${scaleway_iam_application.ingest.id}";

interface Statement {
  readonly [key: string]: Json;
}
const grant = (changes: Statement = {}): Statement => ({
  Effect: "Allow",
  Principal: { SCW: [INGEST] },
  Action: ["s3:GetObject"],
  Resource: ["lake", "lake/*"],
  ...changes,
});
const resources = (policy: Json, dataClass = "C1"): Resources => ({
  ...identities,
  scaleway_object_bucket: {
    b: { name: "lake", tags: labels({ "hdh-class": dataClass }) },
    other: { name: "other", tags: labels() },
  },
  scaleway_object_bucket_policy: { p: { bucket: "${scaleway_object_bucket.b.id}", policy } },
});
const policy = (...statements: Statement[]) =>
  says(rule, resources(JSON.stringify({ Version: "2023-04-17", Statement: statements })));
const fails = (...paths: string[]) => paths.map((path) => `fail scaleway_object_bucket_policy.p policy.${path}`);
const unclear = (path: string) => [`unknown scaleway_object_bucket_policy.p ${path}`];

describe("HDH-DAT-003: ACLs, objects, websites, CORS", () => {
  it("a bucket whose ACL is private, or absent", () => {
    expect(bucket()).toEqual([]);
    expect(bucket({ acl: "private" })).toEqual([]);
    expect(acl({ acl: "private" })).toEqual([]);
  });

  it.each(["public-read", "public-read-write", "authenticated-read"])(
    "a bucket with any other ACL, on the bucket or as a resource of its own: %s",
    (name) => {
      expect(bucket({ acl: name })).toEqual(["fail scaleway_object_bucket.b acl"]);
      expect(acl({ acl: name })).toEqual(["fail scaleway_object_bucket_acl.a acl"]);
    },
  );

  it("an ACL or a policy that only the engine knows, or an ACL that nobody states", () => {
    expect(bucket({ acl: "${var.acl}" })).toEqual(["unknown scaleway_object_bucket.b acl"]);
    expect(acl({})).toEqual(["unknown scaleway_object_bucket_acl.a acl"]);
  });

  const grants = (...grantees: Json[]) =>
    acl({
      access_control_policy: {
        owner: { id: "me" },
        grant: grantees.map((grantee) => ({ permission: "READ", grantee })),
      },
    });

  it("a bucket with an ACL that grants to anyone but the owner", () => {
    expect(grants({ id: "me", type: "CanonicalUser" })).toEqual([]);
    expect(grants({ id: "me" }, { id: "stranger" })).toEqual([
      "fail scaleway_object_bucket_acl.a access_control_policy.grant[1].grantee.id",
    ]);
    expect(grants({ type: "Group", uri: "http://acs.amazonaws.com/groups/global/AllUsers" })).toEqual([
      "fail scaleway_object_bucket_acl.a access_control_policy.grant.grantee.uri",
    ]);
    expect(grants({ id: "${var.who}" })).toEqual([
      "unknown scaleway_object_bucket_acl.a access_control_policy.grant.grantee.id",
    ]);
  });

  it("an object that is public, a website, or CORS for every origin", () => {
    const object = (visibility: Json) => says(rule, { scaleway_object: { o: { visibility } } });
    expect(object(null)).toEqual([]);
    expect(object("public-read")).toEqual(["fail scaleway_object.o visibility"]);
    expect(says(rule, { scaleway_object_bucket_website_configuration: { w: {} } })).toEqual([
      "fail scaleway_object_bucket_website_configuration.w",
    ]);
    expect(bucket({ cors_rule: [{ allowed_origins: ["https://hub.example"] }] })).toEqual([]);
    expect(bucket({ cors_rule: [{ allowed_origins: ["https://hub.example", "*"] }] })).toEqual([
      "fail scaleway_object_bucket.b cors_rule.allowed_origins[1]",
    ]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { acl: "public-read" }))).toEqual([]);
  });
});

describe("HDH-DAT-003: whether a bucket has a policy", () => {
  const one = JSON.stringify({ Version: "2023-04-17", Statement: [grant()] });

  it.each(["C2", "C3", "C4"])(
    "a bucket of class C2 or above, or of no stated class, with no policy: %s",
    (dataClass) => {
      expect(bucket({ tags: labels({ "hdh-class": dataClass }) })).toEqual([
        "fail scaleway_object_bucket.b scaleway_object_bucket_policy",
      ]);
      expect(says(rule, resources(one, dataClass))).toEqual([]);
    },
  );

  it("a bucket of class C2 or above, or of no stated class, with no policy", () => {
    expect(bucket({ tags: {} })).toEqual(["fail scaleway_object_bucket.b scaleway_object_bucket_policy"]);
    expect(bucket()).toEqual([]);
  });

  it.each(["raw", "log-archive", "evidence", "release", "state-backup"])(
    "a bucket of a lower class, of the role raw, log-archive, evidence, release or state-backup, with no policy: %s",
    (role) => {
      expect(bucket({ tags: labels({ "hdh-role": role }) })).toEqual([
        "fail scaleway_object_bucket.b scaleway_object_bucket_policy",
      ]);
      expect(bucket({ tags: labels({ "hdh-role": "curated" }) })).toEqual([]);
    },
  );

  const second = (extra: JsonObject) => {
    const base = resources(one, "C3");
    return {
      ...base,
      scaleway_object_bucket_policy: { ...base.scaleway_object_bucket_policy, ...extra },
    } as Resources;
  };

  it("such a bucket with two policies, which overwrite one another", () => {
    const failure = ["fail scaleway_object_bucket.b scaleway_object_bucket_policy"];
    expect(says(rule, second({ q: { bucket: "lake", policy: one } }))).toEqual(failure);
    const byName = { p: { bucket: "${scaleway_object_bucket.b.name}", policy: one } };
    expect(says(rule, second(byName))).toEqual([]);
    expect(says(rule, second({ ...byName, q: { bucket: "lake", policy: one } }))).toEqual(failure);
  });

  it("such a bucket with a policy that count or for_each may leave out", () => {
    expect(says(rule, second({ p: { bucket: "lake", policy: one, count: "${var.n}" } }))).toEqual([
      "unknown scaleway_object_bucket.b scaleway_object_bucket_policy",
    ]);
  });
});

describe("HDH-DAT-003: what a bucket policy says", () => {
  it("a policy that names applications and users of these stacks, and what each may do", () => {
    expect(policy(grant({ Principal: { SCW: [PIPELINE] }, Action: ["s3:*"] }), grant())).toEqual([]);
    expect(policy(grant({ Principal: { SCW: INGEST }, Action: "s3:GetObject", Resource: "lake/a/*" }))).toEqual([]);
    expect(
      policy(grant({ Resource: ["${scaleway_object_bucket.b.name}", "${scaleway_object_bucket.b.name}/*"] })),
    ).toEqual([]);
    expect(policy(grant({ Resource: "lake/${scaleway_iam_application.ingest.id}/*" }))).toEqual([]);
    expect(policy(grant({ Resource: "${scaleway_object_bucket.b.name}/${var.folder}/*" }))).toEqual([]);
    expect(policy(grant(), { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "lake" })).toEqual([]);
  });

  it("reads what jsonencode makes", () => {
    const statement = `{"Effect" = "Allow", "Principal" = {"SCW" = ["${INGEST}"]}, "Action" = ["s3:GetObject"], "Resource" = [scaleway_object_bucket.b.name]}`;
    expect(says(rule, resources(`\${jsonencode({"Version" = "2023-04-17", "Statement" = [${statement}]})}`))).toEqual(
      [],
    );
  });

  it("reads principals that stand in a local value", () => {
    const statement = `{"Effect" = "Allow", "Principal" = local.all, "Action" = ["s3:GetObject"], "Resource" = ["lake"]}`;
    const json = `\${jsonencode({"Version" = "2023-04-17", "Statement" = [${statement}]})}`;
    expect(saysOf(rule, stackOf(resources(json), { locals: { all: ["*", "*"] } }))).toEqual(
      fails("Statement.Principal[0]", "Statement.Principal[1]"),
    );
  });

  it("lets an owner in that the environment names", () => {
    const owner = "application_id:11111111-1111-1111-1111-111111111111";
    const json = JSON.stringify({
      Version: "2023-04-17",
      Statement: [grant({ Principal: { SCW: [owner] }, Action: ["s3:*"] })],
    });
    expect(says(rule, resources(json), { ...INPUTS, ownerPrincipals: [owner] })).toEqual([]);
    expect(says(rule, resources(json))).toEqual(fails("Statement.Action[0]", "Statement.Principal.SCW[0]"));
  });

  it.each<[Json, string]>([
    ["*", "Principal"],
    [["*"], "Principal[0]"],
    [{ SCW: "*" }, "Principal.SCW"],
    [{ AWS: ["*"] }, "Principal.AWS[0]"],
    [["*", { SCW: INGEST }], "Principal[0]"],
    [{ SCW: ["project_id:${scaleway_account_project.p.id}"] }, "Principal.SCW[0]"],
    [{ SCW: ["project_id:11111111-1111-1111-1111-111111111111"] }, "Principal.SCW[0]"],
    [{ SCW: ["application_id:11111111-1111-1111-1111-111111111111"] }, "Principal.SCW[0]"],
    [{ SCW: ["application_id:${scaleway_object_bucket.b.id}"] }, "Principal.SCW[0]"],
    [{ SCW: ["user_id:${scaleway_iam_application.ingest.id}"] }, "Principal.SCW[0]"],
    [{ SCW: ["application_id:", INGEST] }, "Principal.SCW[0]"],
    [{ SCW: [7, INGEST] }, "Principal.SCW[0]"],
    [[INGEST, 7], "Principal[1]"],
    [{}, "Principal"],
    [null, "Principal"],
  ])("a policy for everyone, for a project, or for a subject that no stack makes: %j", (principal, path) => {
    expect(policy(grant({ Principal: principal }))).toEqual(fails(`Statement.${path}`));
  });

  it("looks at every statement, and at a statement that is no list", () => {
    expect(policy(grant(), grant({ Principal: "*" }))).toEqual(fails("Statement[1].Principal"));
    const single = JSON.stringify({ Version: "2023-04-17", Statement: grant({ Principal: "*" }) });
    expect(says(rule, resources(single))).toEqual(fails("Statement.Principal"));
    expect(policy()).toEqual(fails("Statement"));
  });

  it("knows a subject by its id, where a plan shows it", () => {
    const [pipeline, ingest] = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"];
    const planned = (...principals: string[]) => {
      const statement = grant({ Principal: { SCW: principals }, Action: "s3:*" });
      const json = JSON.stringify({ Version: "2023-04-17", Statement: [statement] });
      const application = (name: string, id: string, role: string | null) => ({
        address: `scaleway_iam_application.${name}`,
        actions: ["no-op"],
        before: { id },
        after: { id, tags: tags({ "hdh-role": role }) },
      });
      return saysOf(rule, {
        name: "plan",
        json: planOf([
          application("pipeline", pipeline, "pipeline"),
          application("ingest", ingest, null),
          { address: "scaleway_object_bucket.b", after: { name: "lake", tags: labels() } },
          { address: "scaleway_object_bucket_policy.p", after: { bucket: "lake", policy: json } },
        ]),
      });
    };
    expect(planned(`application_id:${pipeline}`)).toEqual([]);
    expect(planned(`application_id:${ingest}`)).toEqual(fails("Statement.Action"));
    for (const other of [`user_id:${pipeline}`, pipeline, `${pipeline}application_id:`]) {
      expect(planned(other)).toEqual(fails("Statement.Action", "Statement.Principal.SCW[0]"));
    }
  });

  it("says of a principal why it cannot be known", () => {
    const why = (principal: string) => {
      const statement = grant({ Principal: { SCW: principal } });
      const json = JSON.stringify({ Version: "2023-04-17", Statement: [statement] });
      return findingsOf(rule, stackOf(resources(json)))[0]?.message;
    };
    expect(why("application_id:${var.who}")).toContain("variable who");
    expect(why(`${INGEST}-\${var.who}`)).toContain("variable who");
    expect(why("application_id:${scaleway_iam_application.ingest.id}-x")).toContain("no single principal");
  });

  it.each(["s3:*", "*", "s3:Get*", "s3:Delet?Object"])(
    "a policy that allows every action to anyone but the pipeline: %p",
    (action) => {
      expect(policy(grant({ Action: [action] }))).toEqual(fails("Statement.Action[0]"));
      expect(policy(grant({ Action: action, Principal: { SCW: [PIPELINE, INGEST] } }))).toEqual(
        fails("Statement.Action"),
      );
    },
  );

  it("knows the pipeline by its application, not by a group of that role", () => {
    expect(policy(grant({ Action: "s3:*", Principal: { SCW: "application_id:${scaleway_iam_group.g.id}" } }))).toEqual(
      fails("Statement.Action", "Statement.Principal.SCW"),
    );
  });

  it.each<[Statement, string]>([
    [{ Resource: ["lake", "other/*"] }, "Resource[1]"],
    [{ Resource: "*" }, "Resource"],
    [{ Resource: "lake2" }, "Resource"],
    [{ Resource: "lake*" }, "Resource"],
    [{ Resource: ["${scaleway_object_bucket.b.name}2", "lake"] }, "Resource[0]"],
    [{ Resource: "${scaleway_object_bucket.other.name}/*" }, "Resource"],
    [{ Resource: "${scaleway_object_bucket.b.name}${scaleway_object_bucket.other.name}" }, "Resource"],
    [{ Resource: "lake${scaleway_object_bucket.other.name}" }, "Resource"],
    [{ Resource: "${scaleway_object_bucket.other.name}/${scaleway_object_bucket.b.name}/*" }, "Resource"],
    [{ Resource: 7 }, "Resource"],
    [{ Resource: null }, "Resource"],
    [{ Action: [7, "s3:GetObject"] }, "Action[0]"],
    [{ Action: null }, "Action"],
    [{ NotPrincipal: "x" }, "NotPrincipal"],
    [{ NotAction: "x" }, "NotAction"],
    [{ NotResource: "x" }, "NotResource"],
  ])("a policy that reaches beyond its bucket, or names what it leaves out: %j", (changes, path) => {
    expect(policy(grant(changes))).toEqual(fails(`Statement.${path}`));
  });

  it.each(["2012-10-17", null])("a policy of an old version: %p", (Version) => {
    expect(says(rule, resources(JSON.stringify({ Version, Statement: [grant()] })))).toEqual(fails("Version"));
  });

  it("a policy that nobody wrote", () => {
    expect(says(rule, resources(null))).toEqual(["fail scaleway_object_bucket_policy.p policy"]);
  });

  it("a policy of a bucket that no stack makes, or whose name only the engine knows", () => {
    const json = JSON.stringify({ Version: "2023-04-17", Statement: [grant()] });
    const elsewhere = { ...identities, scaleway_object_bucket_policy: { p: { bucket: "lake", policy: json } } };
    const both = [...unclear("policy.Statement.Resource[0]"), ...unclear("policy.Statement.Resource[1]")];
    expect(says(rule, elsewhere)).toEqual(both);
    const nameless = { b: { name: "${var.name}", tags: labels({ "hdh-class": "C1" }) } };
    expect(says(rule, { ...resources(json), scaleway_object_bucket: nameless })).toEqual(both);
  });

  it("an ACL or a policy that only the engine knows", () => {
    expect(says(rule, resources("${var.policy}"))).toEqual(unclear("policy"));
    expect(says(rule, resources("not json"))).toEqual(unclear("policy"));
    expect(policy(grant({ Principal: { SCW: ["${var.who}"] } }))).toEqual(unclear("policy.Statement.Principal.SCW[0]"));
    expect(policy(grant({ Principal: { SCW: ["application_id:${var.who}"] }, Action: "s3:*" }))).toEqual(
      unclear("policy.Statement.Principal.SCW[0]"),
    );
    expect(policy(grant({ Action: "${var.action}" }))).toEqual(unclear("policy.Statement.Action"));
    expect(policy(grant({ Resource: "${var.bucket}" }))).toEqual(unclear("policy.Statement.Resource"));
    expect(policy(grant({ Principal: "${var.p}" }))).toEqual(unclear("policy.Statement.Principal"));
    expect(policy(grant({ Principal: { SCW: `${INGEST}-x` } }))).toEqual(unclear("policy.Statement.Principal.SCW"));
    expect(policy(grant({ Resource: "lake/${var.folder}" }))).toEqual(unclear("policy.Statement.Resource"));
    const statements = JSON.stringify({ Version: "2023-04-17", Statement: ["${var.statement}"] });
    expect(says(rule, resources(statements))).toEqual(unclear("policy.Statement"));
  });
});
