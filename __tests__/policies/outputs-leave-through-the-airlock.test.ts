import type { Json, JsonObject } from "@hdh/policy-engine";
import { outputsLeaveThroughTheAirlock as rule } from "../../policies/rules/outputs-leave-through-the-airlock";
import { foreign, labels, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const ROLES = [
  "researcher",
  "reviewer",
  "external-reader",
  "external-sender",
  "ingest",
  "pipeline",
  "visitor",
  "constructor",
];
const home = (role: string | null) => ({ "hdh-zone": "workspace", "hdh-project": "ws-1", "hdh-role": role });
const identities: Resources = {
  scaleway_iam_application: {
    ...Object.fromEntries(ROLES.map((role) => [role, { tags: tags(home(role)) as Json }])),
    stranger: { tags: tags({ ...home(null), "hdh-project": "ws-2" }) },
    unclear: { tags: "${var.tags}" },
    open: { tags: ["hdh-role=visitor", "${var.tag}"] },
  },
  scaleway_iam_user: { u: { tags: tags(home("pipeline")) } },
};
const bucket = (role: string | null, dataClass: string) => ({
  scaleway_object_bucket: { b: { name: "b", tags: labels({ ...home(role), "hdh-class": dataClass }) } },
});
const policy = (role: string | null, statement: JsonObject, dataClass = role === "release" ? "C2" : "C3") =>
  says(rule, {
    ...identities,
    ...bucket(role, dataClass),
    scaleway_object_bucket_policy: {
      p: {
        bucket: "${scaleway_object_bucket.b.name}",
        policy: JSON.stringify({ Version: "2023-04-17", Statement: [{ Effect: "Allow", ...statement }] }),
      },
    },
  });
const allows = (role: string | null, who: string, ...actions: string[]) =>
  policy(role, {
    Principal: { SCW: [`application_id:\${scaleway_iam_application.${who}.id}`] },
    Action: actions.map((action) => `s3:${action}`),
    Resource: ["b/*"],
  });
const PRINCIPAL = ["fail scaleway_object_bucket_policy.p policy.Statement.Principal.SCW[0]"];
const action = (index: number) => `fail scaleway_object_bucket_policy.p policy.Statement.Action[${index}]`;

describe("HDH-PRJ-004: outward", () => {
  it("researchers who put into quarantine, and work in the workspace", () => {
    expect(allows("quarantine", "researcher", "PutObject")).toEqual([]);
    expect(allows("workspace", "researcher", "GetObject", "PutObject", "ListBucket", "DeleteObject")).toEqual([]);
  });

  it("reviewers who read the quarantine and write the release", () => {
    expect(allows("quarantine", "reviewer", "GetObject", "ListBucket")).toEqual([]);
    expect(allows("release", "reviewer", "PutObject")).toEqual([]);
  });

  it("readers from outside who get what is released", () => {
    expect(allows("release", "external-reader", "GetObject")).toEqual([]);
  });

  it("researchers who read, list or delete in quarantine", () => {
    expect(allows("quarantine", "researcher", "PutObject", "GetObject", "ListBucket", "DeleteObject")).toEqual(
      [1, 2, 3].map(action),
    );
  });

  it("researchers who do anything in the release", () => {
    expect(allows("release", "researcher", "PutObject")).toEqual(PRINCIPAL);
    expect(allows("release", "researcher", "GetObject")).toEqual(PRINCIPAL);
  });

  it("reviewers in the workspace, or readers from outside anywhere but in the release", () => {
    expect(allows("workspace", "reviewer", "GetObject")).toEqual(PRINCIPAL);
    expect(allows("workspace", "external-reader", "GetObject")).toEqual(PRINCIPAL);
    expect(allows("quarantine", "external-reader", "GetObject")).toEqual(PRINCIPAL);
  });

  const given = (tags: Json, policyText: Json) =>
    says(rule, {
      ...identities,
      scaleway_object_bucket: { b: { name: "b", tags } },
      scaleway_object_bucket_policy: { p: { bucket: "${scaleway_object_bucket.b.name}", policy: policyText } },
    }).filter((said) => said.includes("bucket_policy"));

  it("a bucket whose labels, or a policy whose text, only the engine knows", () => {
    expect(given("${var.tags}", "{}")).toEqual(["unknown scaleway_object_bucket_policy.p bucket"]);
    expect(given(labels(home("release")), "${var.policy}")).toEqual(["unknown scaleway_object_bucket_policy.p policy"]);
    expect(given(labels(home("${var.role}")), "{}")).toEqual(["unknown scaleway_object_bucket_policy.p bucket"]);
    for (const role of [null, "raw"]) {
      const open = { ...labels({ "hdh-zone": "platform", "hdh-role": role }), other: "${var.label}" };
      expect(given(labels({ "hdh-zone": "platform", "hdh-role": role }), "${var.policy}")).toEqual([]);
      expect(given(open, "{}")).toEqual(role ? [] : ["unknown scaleway_object_bucket_policy.p bucket"]);
    }
    expect(given(labels(home("release")), null)).toEqual([]);
    expect(given(labels({ "hdh-zone": "platform", "hdh-role": "release" }), "${var.policy}")).toEqual([
      "unknown scaleway_object_bucket_policy.p policy",
    ]);
    expect(
      says(rule, { scaleway_object_bucket_policy: { p: { bucket: "elsewhere", policy: "${var.policy}" } } }),
    ).toEqual([]);
  });

  it("a statement that denies, whomever it names", () => {
    const stranger = { Principal: { SCW: ["application_id:${scaleway_iam_application.stranger.id}"] } };
    expect(policy("quarantine", { ...stranger, Effect: "Deny", Action: ["s3:GetObject"] })).toEqual([]);
    expect(policy("quarantine", { ...stranger, Action: ["s3:GetObject"] })).toEqual(PRINCIPAL);
  });
});

describe("HDH-PRJ-004: inward", () => {
  it("senders who put into the intake, and researchers who get what was admitted", () => {
    expect(allows("intake", "external-sender", "PutObject")).toEqual([]);
    expect(allows("intake", "reviewer", "GetObject")).toEqual([]);
    expect(allows("admitted", "reviewer", "PutObject")).toEqual([]);
    expect(allows("admitted", "researcher", "GetObject", "ListBucket")).toEqual([]);
  });

  it("researchers in the intake", () => {
    expect(allows("intake", "researcher", "GetObject")).toEqual(PRINCIPAL);
    expect(allows("intake", "external-sender", "GetObject")).toEqual([action(0)]);
  });
});

describe("HDH-PRJ-004: everything else", () => {
  it("anybody without a role in the airlock, or with every action", () => {
    expect(allows("quarantine", "visitor", "PutObject")).toEqual(PRINCIPAL);
    expect(allows("quarantine", "stranger", "PutObject")).toEqual(PRINCIPAL);
    expect(allows("quarantine", "constructor", "PutObject")).toEqual(PRINCIPAL);
    expect(policy("quarantine", { Principal: { SCW: [7] }, Action: ["s3:PutObject"] })).toEqual(PRINCIPAL);
    const researcher = { Principal: { SCW: ["application_id:${scaleway_iam_application.researcher.id}"] } };
    expect(policy("quarantine", { ...researcher, NotAction: "s3:GetObject" })).toEqual([
      "fail scaleway_object_bucket_policy.p policy.Statement.NotAction",
    ]);
    expect(allows("quarantine", "researcher", "*")).toEqual([action(0)]);
    expect(policy("release", { Principal: "*", Action: "s3:GetObject" })).toEqual([
      "fail scaleway_object_bucket_policy.p policy.Statement.Principal",
    ]);
  });

  it("a bucket of the airlock without a policy", () => {
    for (const role of ["workspace", "quarantine", "release", "intake", "admitted"]) {
      expect(says(rule, bucket(role, "C2"))).toEqual(["fail scaleway_object_bucket.b scaleway_object_bucket_policy"]);
    }
    expect(says(rule, bucket("raw", "C3"))).toEqual([]);
  });

  it("a bucket of the airlock with a policy that count or for_each may leave out", () => {
    const repeated = { p: { bucket: "b", policy: "{}", count: "${var.n}" } };
    expect(says(rule, { ...bucket("quarantine", "C3"), scaleway_object_bucket_policy: repeated })).toEqual([
      "unknown scaleway_object_bucket.b scaleway_object_bucket_policy",
    ]);
  });

  it.each(["C1", "C3"])("a release of another class than C2: %s", (dataClass) => {
    const readers = { Principal: { SCW: "application_id:${scaleway_iam_application.external-reader.id}" } };
    expect(policy("release", { ...readers, Action: "s3:GetObject" }, dataClass)).toEqual([
      "fail scaleway_object_bucket.b tags.hdh-class",
    ]);
  });

  it("any other bucket of a workspace that somebody from outside it may use", () => {
    expect(allows("curated", "stranger", "GetObject")).toEqual(PRINCIPAL);
    expect(allows(null, "stranger", "GetObject")).toEqual(PRINCIPAL);
    expect(allows("curated", "researcher", "GetObject")).toEqual([]);
  });

  it("any other bucket of a workspace, by somebody of whom nobody says where he belongs", () => {
    expect(allows("curated", "open", "GetObject")).toEqual(PRINCIPAL.map((said) => said.replace("fail", "unknown")));
    const homeless = { b: { name: "b", tags: { "hdh-zone": "workspace" } } };
    const statement = {
      Effect: "Allow",
      Principal: { SCW: "application_id:${scaleway_iam_application.x.id}" },
      Action: "s3:GetObject",
    };
    const letting = {
      scaleway_iam_application: { x: {} },
      scaleway_object_bucket: homeless,
      scaleway_object_bucket_policy: { p: { bucket: "b", policy: JSON.stringify({ Statement: statement }) } },
    };
    expect(says(rule, letting)).toEqual(["fail scaleway_object_bucket_policy.p policy.Statement.Principal.SCW"]);
  });

  it("the pipeline, which may do everything", () => {
    expect(allows("release", "pipeline", "*")).toEqual([]);
    const user = { Principal: { SCW: ["user_id:${scaleway_iam_user.u.id}"] }, Action: "s3:*" };
    expect(policy("release", user)).toEqual(PRINCIPAL);
  });

  it("a principal, an action or a role that only the engine knows", () => {
    const unclear = "unknown scaleway_object_bucket_policy.p policy.Statement.";
    expect(policy("release", { Principal: { SCW: "${var.who}" }, Action: "s3:GetObject" })).toEqual([
      `${unclear}Principal.SCW`,
    ]);
    const reviewer = { Principal: { SCW: "application_id:${scaleway_iam_application.reviewer.id}" } };
    expect(policy("release", { ...reviewer, Action: "${var.action}" })).toEqual([`${unclear}Action`]);
    expect(allows("release", "unclear", "GetObject")).toEqual([`${unclear}Principal.SCW[0]`]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { tags: labels({ "hdh-role": "release" }) }))).toEqual([]);
  });
});
