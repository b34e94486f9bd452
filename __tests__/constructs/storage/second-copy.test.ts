import { regionNamed } from "../../../config/localities";
import type { DataClass } from "../../../constructs/core/data-class";
import { PipelineIdentities } from "../../../constructs/identity/pipeline-identities";
import { ProjectScope } from "../../../constructs/identity/project-scope";
import { ManagedKey } from "../../../constructs/keys/managed-key";
import { HealthDataBucket } from "../../../constructs/storage/health-data-bucket";
import { SecondCopy, type SecondCopyProps } from "../../../constructs/storage/second-copy";
import { frPar, identityIn, keyIn, projectIn, render, type Template, type TestStack } from "../../helpers/render";

const nlAms = regionNamed("nl-ams");

function recoveryProject(stack: TestStack): ProjectScope {
  const existing = stack.node.tryFindChild("recovery") as ProjectScope | undefined;
  const props = { purpose: "recovery", zone: "platform", description: "Second copies." } as const;
  return existing ?? new ProjectScope(stack, "recovery", props);
}

/** A key in a French region, which is what holds a copy there. */
function keyOfCopies(stack: TestStack, props: { ownMaterial?: boolean; locality?: typeof frPar } = {}): ManagedKey {
  const project = recoveryProject(stack);
  return new ManagedKey(stack, "copy-key", { purpose: "lake", project, locality: frPar, ...props });
}

/** What holds a copy of ciphertext abroad: a place, and no key. */
function abroad(stack: TestStack, dataClass: DataClass = "C1", locality = nlAms) {
  return { project: recoveryProject(stack), locality, dataClass };
}

function copy(stack: TestStack, props: Partial<SecondCopyProps> = {}): SecondCopy {
  const holder = props.holder ?? keyOfCopies(stack);
  return new SecondCopy(stack, "lake", {
    purpose: "lake",
    holder,
    writer: identityIn(stack, holder.project, "copier"),
    ...props,
    pipeline: props.pipeline ?? identityIn(stack, holder.project, "pipeline"),
  });
}

function statements(template: Template) {
  return JSON.parse(template.one("object_bucket_policy").policy as string).Statement;
}

describe("SecondCopy", () => {
  it("keeps every copy for a month, and every version of it, in a project of its own", () => {
    const template = render((stack) => {
      expect(copy(stack).bucketName).toBe("hdh-production-lake-copy-9d0c");
    });

    expect(template.one("object_bucket")).toMatchObject({
      name: "hdh-production-lake-copy-9d0c",
      region: "fr-par",
      project_id: expect.stringContaining("scaleway_account_project.recovery_"),
      object_lock_enabled: true,
      versioning: { enabled: true },
      force_destroy: false,
      tags: { "hdh-class": "C3", "hdh-dr": "fr", "hdh-project": "recovery", "hdh-role": "second-copy" },
      lifecycle: { prevent_destroy: true },
    });
    expect(template.one("object_bucket_lock_configuration")).toMatchObject({
      rule: { default_retention: { mode: "GOVERNANCE", days: 30 } },
    });
  });

  it("encrypts with a key of its own in France", () => {
    const template = render((stack) => copy(stack));

    expect(template.one("object_bucket_server_side_encryption_configuration").rule).toMatchObject([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringContaining("scaleway_key_manager_key.copy-key_"),
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  it("waits for the material of a key that its owner brings", () => {
    const template = render((stack) => copy(stack, { holder: keyOfCopies(stack, { ownMaterial: true }) }));

    expect(template.one("object_bucket_server_side_encryption_configuration").depends_on).toEqual([
      expect.stringContaining("scaleway_key_manager_key_material.copy-key_material_"),
    ]);
  });

  it("holds ciphertext abroad, of C1 at most, without any key", () => {
    const template = render((stack) => copy(stack, { holder: abroad(stack), lockDays: 3650 }));

    expect(template.one("object_bucket")).toMatchObject({
      region: "nl-ams",
      tags: { "hdh-class": "C1", "hdh-dr": "eu" },
    });
    expect(template.one("object_bucket_server_side_encryption_configuration")).toMatchObject({
      region: "nl-ams",
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }],
    });
    expect(template.one("object_bucket_lock_configuration").rule).toEqual({
      default_retention: { mode: "GOVERNANCE", days: 3650 },
    });
    expect(template.all("key_manager_key")).toEqual([]);
  });

  it("lets the writer bring copies in, and neither read nor delete them; the pipeline comes first, or it would lock itself out", () => {
    const template = render((stack) => {
      const projects = [{ project: projectIn(stack), products: ["buckets"] }] as const;
      copy(stack, { pipeline: new PipelineIdentities(stack, "pipeline", { projects }) });
    });

    expect(statements(template)).toEqual([
      expect.objectContaining({
        Sid: "pipeline",
        Principal: {
          SCW: [
            expect.stringContaining("scaleway_iam_application.pipeline_apply_"),
            expect.stringContaining("scaleway_iam_application.pipeline_plan_"),
          ],
        },
        Action: ["s3:*"],
      }),
      expect.objectContaining({
        Sid: "copier-write",
        Principal: { SCW: [expect.stringContaining("scaleway_iam_application.copier_")] },
        Action: ["s3:ListBucket", "s3:PutObject"],
        Resource: ["hdh-production-lake-copy-9d0c", "hdh-production-lake-copy-9d0c/*"],
      }),
    ]);
  });

  it("is sealed only after it is encrypted and locked", () => {
    expect(render((stack) => copy(stack)).one("object_bucket_policy").depends_on).toEqual([
      expect.stringContaining("scaleway_object_bucket_server_side_encryption_configuration.lake_encryption_"),
      expect.stringContaining("scaleway_object_bucket_lock_configuration.lake_lock_"),
    ]);
  });

  it("can be taken down where the environment has switched protection off", () => {
    expect(render((stack) => copy(stack), "sandbox").one("object_bucket")).not.toHaveProperty("lifecycle");
  });

  it.each([0, 29, 30.5, 3651, Number.NaN])("refuses a lock of %p days", (lockDays) => {
    expect(() => render((stack) => copy(stack, { lockDays }))).toThrow(
      `test/lake\n  lockDays: whole days from 30 to 3650; got ${lockDays}`,
    );
  });

  it.each<DataClass>(["C2", "C3", "C4"])("refuses %s abroad, ciphertext or not", (dataClass) => {
    expect(() => render((stack) => copy(stack, { holder: abroad(stack, dataClass) }))).toThrow(
      `test/lake\n  holder: ${dataClass} stays in France; nl-ams is in NL. Use the profile fr-second-site`,
    );
  });

  it.each<[string, (stack: TestStack) => unknown, string]>([
    [
      "a bad purpose",
      (stack) => copy(stack, { purpose: "Lake" }),
      'test/lake\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Lake"',
    ],
    [
      "a key abroad",
      (stack) => {
        const place = { project: recoveryProject(stack), locality: nlAms, dataClass: "C1" } as const;
        return copy(stack, { holder: new ManagedKey(stack, "copy-key", { purpose: "lake", ...place }) });
      },
      "test/lake\n  holder: keys stay in France; copies in nl-ams are ciphertext when they arrive. State project, locality and dataClass",
    ],
    [
      "a copy in France without a key",
      (stack) => copy(stack, { holder: abroad(stack, "C1", frPar) }),
      "test/lake\n  holder: a key in fr-par; only ciphertext abroad goes without",
    ],
    [
      "a project that holds the originals",
      (stack) => {
        const key = keyIn(stack);
        const pipeline = identityIn(stack, key.project, "deployer");
        new HealthDataBucket(stack, "original", { purpose: "lake", role: "curated", key, pipeline });
        return copy(stack, { holder: key });
      },
      "test/lake\n  holder: data, archives, copies and states stand in projects of their own; project data already holds another",
    ],
  ])("refuses %s", (_, build, message) => {
    expect(() => render((stack) => void build(stack))).toThrow(new Error(message));
  });

  it("refuses originals in the project of the copies", () => {
    expect(() =>
      render((stack) => {
        const key = keyOfCopies(stack);
        copy(stack, { holder: key });
        const pipeline = identityIn(stack, key.project, "deployer");
        new HealthDataBucket(stack, "original", { purpose: "lake", role: "curated", key, pipeline });
      }),
    ).toThrow(
      "test/original\n  key: data, archives, copies and states stand in projects of their own; project recovery already holds another",
    );
  });
});
