import type { Json, JsonObject } from "@hdh/policy-engine";
import { grantsStayInTheirProject as rule } from "../../policies/rules/grants-stay-in-their-project";
import { foreign, INPUTS, labels, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const HOMES: Readonly<Record<string, readonly [zone: string, project: string]>> = {
  a: ["workspace", "ws-1"],
  b: ["workspace", "ws-2"],
  data: ["ingest", "data"],
  hub: ["platform", "platform"],
};
const labelsOf = ([zone, project]: readonly [string, string], role: string | null = null) => ({
  "hdh-zone": zone,
  "hdh-project": project,
  "hdh-role": role,
});
const id = (name: string) => `\${scaleway_account_project.${name}.id}`;
const projects: Resources = {
  scaleway_account_project: { ...Object.fromEntries(Object.keys(HOMES).map((name) => [name, { name }])), empty: {} },
  scaleway_vpc: Object.fromEntries(
    Object.entries(HOMES).map(([name, home]) => [name, { project_id: id(name), tags: tags(labelsOf(home)) as Json }]),
  ),
};
const granted = (who: Json, rules: JsonObject, inputs = INPUTS, rest: Resources = {}) =>
  says(
    rule,
    {
      ...projects,
      scaleway_iam_application: { x: { tags: who } },
      scaleway_iam_policy: {
        p: {
          application_id: "${scaleway_iam_application.x.id}",
          rule: [{ permission_set_names: ["ObjectStorageObjectsRead"], ...rules }],
        },
      },
      ...rest,
    },
    inputs,
  );
const as = (name: string, role: string | null = null) => tags(labelsOf(HOMES[name]!, role)) as Json;
const into = (...names: string[]) => ({ project_ids: names.map(id) });
const failure = (index: number) => `fail scaleway_iam_policy.p rule.project_ids[${index}]`;

describe("HDH-PRJ-005", () => {
  it("a workspace's identity that is granted its own project", () => {
    expect(granted(as("a"), into("a"))).toEqual([]);
  });

  it("a workspace's identity that is granted another workspace", () => {
    expect(granted(as("a"), into("a", "b"))).toEqual([failure(1)]);
    const declared = { ...INPUTS, grantFlows: [["workspace", "workspace"]] as const };
    expect(granted(as("a"), into("b"), declared)).toEqual([failure(0)]);
  });

  it("a workspace's identity that may read the shared registry", () => {
    const read = { ...into("hub"), permission_set_names: ["ContainerRegistryReadOnly"] };
    expect(granted(as("a"), read)).toEqual([]);
    for (const sets of [["ContainerRegistryFullAccess"], ["ContainerRegistryReadOnly", "VPCReadOnly"], []]) {
      expect(granted(as("a"), { ...read, permission_set_names: sets })).toEqual([failure(0)]);
    }
    expect(granted([], { ...into("a", "hub"), permission_set_names: ["ContainerRegistryReadOnly"] })).toEqual([]);
  });

  it("a workspace's identity that is granted all projects", () => {
    expect(granted(as("a"), { organization_id: "11111111-1111-1111-1111-111111111111" })).toEqual([
      "fail scaleway_iam_policy.p rule.project_ids",
    ]);
  });

  it("an identity that comes by it through a group", () => {
    const group: Resources = {
      scaleway_iam_group: {
        g: { application_ids: ["${scaleway_iam_application.x.id}"], tags: as("b") },
      },
      scaleway_iam_policy: {
        p: {
          group_id: "${scaleway_iam_group.g.id}",
          rule: [{ permission_set_names: ["ObjectStorageObjectsRead"], ...into("b") }],
        },
      },
    };
    expect(granted(as("a"), {}, INPUTS, group)).toEqual([failure(0)]);
    expect(granted(as("b"), {}, INPUTS, group)).toEqual([]);
  });

  it("an identity of the platform in a zone that the platform runs", () => {
    expect(granted(as("hub"), into("data", "hub"))).toEqual([]);
  });

  it("an identity in a zone to which no flow is declared", () => {
    expect(granted(as("hub"), into("a"))).toEqual([failure(0)]);
    expect(granted(as("data"), into("hub"))).toEqual([failure(0)]);
    expect(granted(as("hub"), into("data"), { ...INPUTS, grantFlows: [] })).toEqual([failure(0)]);
  });

  it("an identity without labels that is granted one project", () => {
    expect(granted([], into("a"))).toEqual([]);
    expect(granted([], into("a", "a"))).toEqual([]);
  });

  it("an identity without labels that is granted two", () => {
    expect(granted([], into("a", "b"))).toEqual([failure(1)]);
  });

  const inBucket = (who: string, role: string | null = null): Resources => ({
    scaleway_object_bucket: { k: { name: "k", tags: labels(labelsOf(HOMES[who]!, role)) } },
    scaleway_object_bucket_policy: {
      p: {
        bucket: "${scaleway_object_bucket.k.name}",
        policy: JSON.stringify({
          Statement: {
            Effect: "Allow",
            Principal: { SCW: "application_id:${scaleway_iam_application.x.id}" },
            Action: "s3:GetObject",
          },
        }),
      },
    },
  });

  it("an identity without labels that is granted one project, or two, which no stack makes", () => {
    const [one, other] = ["11111111-1111-1111-1111-111111111111", "22222222-2222-2222-2222-222222222222"];
    expect(granted([], { project_ids: [one, one] })).toEqual([]);
    expect(granted([], { project_ids: [one, other] })).toEqual([failure(1)]);
    expect(granted([], { project_ids: [id("a"), one] })).toEqual([failure(1)]);
    expect(granted([], { project_ids: [one, "${var.project}"] })).toEqual([failure(1)]);
    expect(granted([], { project_ids: ["${var.project}", one] })).toEqual([failure(1)]);
  });

  it("an identity outside of the workspaces, or of unknown labels, that is granted all projects", () => {
    expect(granted(as("hub"), {})).toEqual([]);
    expect(granted("${var.tags}", {})).toEqual(["unknown scaleway_iam_policy.p rule.project_ids"]);
  });

  it("a project of which not everything is labelled, and an identity that no stack makes", () => {
    const unlabelled = { scaleway_vpc: { first: { project_id: id("a") }, ...projects.scaleway_vpc } };
    expect(granted(as("a"), into("a"), INPUTS, unlabelled)).toEqual([]);
    const user_id = "33333333-3333-3333-3333-333333333333";
    const policy = { user_id, rule: [{ permission_set_names: ["ObjectStorageObjectsRead"], ...into("a", "b") }] };
    expect(says(rule, { ...projects, scaleway_iam_policy: { p: policy } })).toEqual([]);
  });

  it("an identity named in the bucket policy of another project", () => {
    expect(granted(as("a"), into("a"), INPUTS, inBucket("b"))).toEqual(["fail scaleway_object_bucket_policy.p policy"]);
    expect(granted(as("a"), into("a"), INPUTS, inBucket("a"))).toEqual([]);
    expect(granted(as("a"), into("a"), INPUTS, inBucket("b", "release"))).toEqual([]);
  });

  it("an identity named in the policy of a bucket without labels, or of unknown ones", () => {
    const tagged = (tags: Json) => ({ ...inBucket("b"), scaleway_object_bucket: { k: { name: "k", tags } } });
    expect(granted(as("a"), into("a"), INPUTS, tagged({}))).toEqual([]);
    expect(granted(as("a"), into("a"), INPUTS, tagged("${var.tags}"))).toEqual([
      "unknown scaleway_object_bucket_policy.p policy",
    ]);
  });

  it("the platform's pipeline, in any project that a stack makes", () => {
    expect(granted(as("hub", "pipeline"), into("a", "b"), INPUTS, inBucket("b"))).toEqual([]);
  });

  it("the platform's pipeline, in a project that no stack makes", () => {
    const stranger = { project_ids: [id("a"), "11111111-1111-1111-1111-111111111111"] };
    expect(granted(as("hub", "pipeline"), stranger)).toEqual(["unknown scaleway_iam_policy.p rule.project_ids[1]"]);
  });

  it("the pipeline of a workspace, in another one", () => {
    expect(granted(as("a", "pipeline"), into("a"), INPUTS, inBucket("a"))).toEqual([]);
    expect(granted(as("a", "pipeline"), into("b"))).toEqual([failure(0)]);
    expect(granted(as("a", "pipeline"), into("a", "b"))).toEqual([failure(1)]);
    expect(granted(as("a", "pipeline"), into("a"), INPUTS, inBucket("b"))).toEqual([
      "fail scaleway_object_bucket_policy.p policy",
    ]);
    const unlabelled = tags({ "hdh-role": "pipeline", "hdh-zone": "anywhere" }) as Json;
    expect(granted(unlabelled, into("b"))).toEqual([failure(0)]);
  });

  it("a project that only the engine knows, or whose zone cannot be told", () => {
    const unclear = ["unknown scaleway_iam_policy.p rule.project_ids[0]"];
    expect(granted(as("a"), { project_ids: ["${var.project}"] })).toEqual(unclear);
    expect(granted(as("a"), { project_ids: ["11111111-1111-1111-1111-111111111111"] })).toEqual(unclear);
    expect(granted(as("a"), into("empty"))).toEqual(unclear);
    expect(granted("${var.tags}", into("a"))).toEqual(unclear);
  });

  it("has nothing to say of another provider's policy", () => {
    expect(saysOf(rule, foreign("iam_policy", { rule: [{ project_ids: ["a", "b"] }] }))).toEqual([]);
  });
});
