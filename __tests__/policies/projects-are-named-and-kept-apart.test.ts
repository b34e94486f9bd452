import type { Json } from "@hdh/policy-engine";
import { projectsAreNamedAndKeptApart as rule } from "../../policies/rules/projects-are-named-and-kept-apart";
import { findingsOf, foreign, labels, type Resources, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const PROJECTS: Resources = { scaleway_account_project: { a: { name: "a" }, b: { name: "b" } } };
const A = "${scaleway_account_project.a.id}";
const B = "${scaleway_account_project.b.id}";
const bucket = (project_id: Json) => ({ ...PROJECTS, scaleway_object_bucket: { x: { name: "x", project_id } } });
const ID = "11111111-1111-1111-1111-111111111111";

describe("HDH-PRJ-001", () => {
  it("a resource in a project that is named", () => {
    expect(says(rule, bucket(A))).toEqual([]);
    expect(says(rule, { scaleway_object_bucket: { x: { name: "x", project_id: ID } } })).toEqual([]);
    expect(says(rule, { ...bucket(A), scaleway_account_project: { a: { name: "default" } } })).toEqual([]);
    const data = { data: { scaleway_account_project: { d: { name: "platform" } } } };
    expect(saysOf(rule, stackOf(bucket("${data.scaleway_account_project.d.id}"), data))).toEqual([]);
  });

  it("a resource that names no project", () => {
    expect(says(rule, bucket(null))).toEqual(["fail scaleway_object_bucket.x project_id"]);
    expect(says(rule, bucket(""))).toEqual(["fail scaleway_object_bucket.x project_id"]);
    expect(says(rule, { scaleway_cockpit_source: { s: {} }, scaleway_iam_policy: { p: {} } })).toEqual([
      "fail scaleway_cockpit_source.s project_id",
    ]);
  });

  it.each(["project_id", "organization_id"])(
    "a resource in the default project of its provider or organisation: %s",
    (argument) => {
      const provider = { provider: { scaleway: [{ [argument]: ID }] } };
      expect(saysOf(rule, stackOf(bucket(ID), provider))).toEqual(["fail scaleway_object_bucket.x project_id"]);
      expect(saysOf(rule, stackOf(bucket(A), provider))).toEqual([]);
      const data = { data: { scaleway_account_project: { d: { name: "default" } } } };
      expect(saysOf(rule, stackOf(bucket("${data.scaleway_account_project.d.id}"), data))).toEqual([
        "fail scaleway_object_bucket.x project_id",
      ]);
    },
  );

  it("a resource whose project refers to something else than a project", () => {
    expect(says(rule, { scaleway_iam_application: { i: {} }, ...bucket("${scaleway_iam_application.i.id}") })).toEqual([
      "fail scaleway_object_bucket.x project_id",
    ]);
  });

  it("a resource whose project only the engine knows", () => {
    expect(says(rule, bucket("${var.project}"))).toEqual(["unknown scaleway_object_bucket.x project_id"]);
  });

  it("a resource in a project that no stack makes, where stacks make projects", () => {
    expect(says(rule, bucket(ID))).toEqual(["unknown scaleway_object_bucket.x project_id"]);
    const [projects, alone] = [stackOf(PROJECTS, {}, "foundation"), { scaleway_vpc: { v: { project_id: ID } } }];
    expect(saysOf(rule, [projects, stackOf(alone)])).toEqual(["unknown scaleway_vpc.v project_id"]);
  });

  it("a part in another project than its whole", () => {
    const policy = (project_id: string) => ({
      ...bucket(A),
      scaleway_object_bucket_policy: { p: { bucket: "${scaleway_object_bucket.x.id}", project_id } },
    });
    expect(says(rule, policy(A))).toEqual([]);
    expect(says(rule, policy(B))).toEqual(["fail scaleway_object_bucket_policy.p project_id"]);
  });

  const content = (other: Readonly<Record<string, string>>) =>
    says(rule, {
      ...PROJECTS,
      scaleway_vpc: { v: { project_id: A, tags: tags() } },
      scaleway_object_bucket: { x: { project_id: A, tags: labels(other) } },
    });

  it("a project whose content has one hdh-project and one hdh-zone", () => {
    expect(content({})).toEqual([]);
  });

  it("a project that holds two zones, or two projects by label", () => {
    expect(content({ "hdh-zone": "workspace" })).toEqual(["fail scaleway_account_project.a hdh-zone"]);
    expect(content({ "hdh-project": "ws-0002" })).toEqual(["fail scaleway_account_project.a hdh-project"]);
  });

  it("says which values a project holds", () => {
    const both = { a: { project_id: A, tags: labels() }, b: { project_id: A, tags: labels({ "hdh-zone": "access" }) } };
    const [finding] = findingsOf(rule, stackOf({ ...PROJECTS, scaleway_object_bucket: both }));
    expect(finding?.message).toBe("holds resources of 2 values of hdh-zone: access, ingest; must be one");
  });

  it("has nothing to say of what is read, or of another provider's bucket", () => {
    expect(saysOf(rule, stackOf({}, { data: { scaleway_object_bucket: { x: { name: "x" } } } }))).toEqual([]);
    expect(saysOf(rule, foreign("object_bucket", {}))).toEqual([]);
  });
});
