import { PipelineIdentities } from "../../../constructs/identity/pipeline-identities";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { ManagedKey } from "../../../constructs/keys/managed-key";
import { ArchiveBucket, type ArchiveBucketProps } from "../../../constructs/storage/archive-bucket";
import { HealthDataBucket } from "../../../constructs/storage/health-data-bucket";
import { frPar, identityIn, keyIn, projectIn, render, type Template, type TestStack } from "../../helpers/render";

function archiveProject(stack: TestStack): ProjectScope {
  const existing = stack.node.tryFindChild("archive-project") as ProjectScope | undefined;
  const props = { purpose: "archive", zone: "platform", description: "Logs and evidence." } as const;
  return existing ?? new ProjectScope(stack, "archive-project", props);
}

function archiveKey(stack: TestStack, id = "archive-key"): ManagedKey {
  return new ManagedKey(stack, id, { purpose: id, project: archiveProject(stack), locality: frPar, dataClass: "C2" });
}

function archive(stack: TestStack, props: Partial<ArchiveBucketProps> = {}, id = "logs"): ArchiveBucket {
  const key = props.key ?? archiveKey(stack);
  const pipeline = props.pipeline ?? identityIn(stack, key.project, `${id}-pipeline`);
  return new ArchiveBucket(stack, id, { purpose: id, role: "log-archive", key, pipeline, ...props });
}

function dataBucket(stack: TestStack, key: ManagedKey): HealthDataBucket {
  const pipeline = identityIn(stack, key.project, "lake-pipeline");
  return new HealthDataBucket(stack, "lake", { purpose: "lake", role: "curated", key, pipeline });
}

function statements(template: Template) {
  return JSON.parse(template.one("object_bucket_policy").policy as string).Statement;
}

describe("ArchiveBucket", () => {
  it("is written once: every object is locked for a year, by nobody to be shortened", () => {
    const template = render((stack) => archive(stack));

    expect(template.one("object_bucket")).toMatchObject({
      name: "hdh-production-logs-9d0c",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project.archive-project_"),
      object_lock_enabled: true,
      versioning: { enabled: true },
      force_destroy: false,
      tags: { "hdh-class": "C2", "hdh-project": "archive", "hdh-role": "log-archive" },
      lifecycle: { prevent_destroy: true },
    });
    expect(template.one("object_bucket_lock_configuration")).toMatchObject({
      rule: { default_retention: { mode: "COMPLIANCE", days: 365 } },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("encrypts with its own key", () => {
    expect(
      render((stack) => archive(stack)).one("object_bucket_server_side_encryption_configuration").rule,
    ).toMatchObject([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringContaining("scaleway_key_manager_key.archive-key_"),
        },
      },
    ]);
  });

  it("admits the pipeline alone, which would otherwise lock itself out", () => {
    expect(statements(render((stack) => archive(stack)))).toEqual([
      expect.objectContaining({
        Sid: "pipeline",
        Principal: { SCW: [expect.stringContaining("scaleway_iam_application.logs-pipeline_")] },
        Action: ["s3:*"],
      }),
    ]);
  });

  it("lets writers add and readers read, and neither do the other, nor anybody delete", () => {
    const [, write, read, ...others] = statements(
      render((stack) => {
        const project = archiveProject(stack);
        archive(stack, {
          role: "evidence",
          retentionDays: 1095,
          writers: [identityIn(stack, project, "collector")],
          readers: [identityIn(stack, project, "auditor")],
        });
      }),
    );

    expect(write).toMatchObject({
      Sid: "collector-write",
      Principal: { SCW: [expect.stringContaining("scaleway_iam_application.collector_")] },
      Action: ["s3:PutObject"],
      Resource: ["hdh-production-logs-9d0c", "hdh-production-logs-9d0c/*"],
    });
    expect(read).toMatchObject({ Sid: "auditor-read", Action: ["s3:GetObject", "s3:ListBucket"] });
    expect(others).toEqual([]);
  });

  it("is managed by both identities of the pipeline where there are two", () => {
    const [pipeline] = statements(
      render((stack) => {
        const projects = [{ project: projectIn(stack), products: ["buckets"] }] as const;
        archive(stack, { pipeline: new PipelineIdentities(stack, "pipeline", { projects }) });
      }),
    );

    expect(pipeline.Principal.SCW).toEqual([
      expect.stringContaining("scaleway_iam_application.pipeline_apply_"),
      expect.stringContaining("scaleway_iam_application.pipeline_plan_"),
    ]);
  });

  it("waits for the material of a key that its owner brings", () => {
    const template = render((stack) => {
      const project = archiveProject(stack);
      archive(stack, {
        key: new ManagedKey(stack, "own", { purpose: "own-key", project, locality: frPar, ownMaterial: true }),
      });
    });

    expect(template.one("object_bucket_server_side_encryption_configuration").depends_on).toEqual([
      expect.stringContaining("scaleway_key_manager_key_material.own_material_"),
    ]);
  });

  it("shares its project with other archives, each with its own key", () => {
    const template = render((stack) => {
      archive(stack);
      archive(stack, { key: archiveKey(stack, "proof-key"), role: "evidence" }, "proof");
    });

    expect(template.all("object_bucket")).toHaveLength(2);
  });

  it("can be taken down where the environment has switched protection off", () => {
    expect(render((stack) => archive(stack), "sandbox").one("object_bucket_lock_configuration")).not.toHaveProperty(
      "lifecycle",
    );
  });

  it.each([0, 364, 365.5, 1096, Number.NaN])("refuses a term of %p days", (retentionDays) => {
    expect(() => render((stack) => archive(stack, { retentionDays }))).toThrow(
      `test/logs\n  retentionDays: whole days from 365 to 1095; got ${retentionDays}`,
    );
  });

  it.each<[string, (stack: TestStack) => unknown, string]>([
    ["a bad purpose", (stack) => archive(stack, { purpose: "Logs" }), "purpose: lower case"],
    [
      "a key that encrypts another archive",
      (stack) => [archive(stack), archive(stack, { key: stack.node.findChild("archive-key") as ManagedKey }, "proof")],
      "test/proof\n  key: one for each archive; test/archive-key already encrypts test/logs",
    ],
    [
      "a project that holds data",
      (stack) => [dataBucket(stack, keyIn(stack)), archive(stack, { key: secondDataKey(stack) })],
      "test/logs\n  key: data, archives, copies and states stand in projects of their own; project data already holds another",
    ],
    [
      "data in the project of an archive",
      (stack) => [archive(stack), dataBucket(stack, archiveKey(stack, "lake-key"))],
      "test/lake\n  key: data, archives, copies and states stand in projects of their own; project archive already holds another",
    ],
    [
      "a writer who reads",
      (stack) => {
        const collector = identityIn(stack, archiveProject(stack), "collector");
        return archive(stack, { writers: [collector], readers: [collector] });
      },
      "readers: collector writes the archive, and so cannot read it",
    ],
  ])("refuses %s", (_, build, message) => {
    expect(() => render((stack) => void build(stack))).toThrow(message);
  });
});

/** Another key in the project of the data. */
function secondDataKey(stack: TestStack): ManagedKey {
  return new ManagedKey(stack, "second-key", { purpose: "second", project: projectIn(stack), locality: frPar });
}
