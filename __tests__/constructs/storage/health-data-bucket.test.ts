import { HealthDataBucket, type HealthDataBucketProps } from "../../../constructs/storage/health-data-bucket";
import { identityIn, keyIn, render, type TestStack } from "../../helpers/render";

function bucket(stack: TestStack, props: Partial<HealthDataBucketProps> = {}): HealthDataBucket {
  const key = props.key ?? keyIn(stack);
  const pipeline = props.pipeline ?? identityIn(stack, key.project, "pipeline");
  return new HealthDataBucket(stack, "lake", { purpose: "lake", role: "curated", key, pipeline, ...props });
}

describe("HealthDataBucket", () => {
  it("is private, versioned, in its key's region and project, and cannot be forced away", () => {
    const template = render((stack) => bucket(stack));

    expect(template.one("object_bucket")).toMatchObject({
      name: "hdh-production-lake-9d0c",
      region: "fr-par",
      project_id: "${scaleway_account_project.project_22F52B9F.id}",
      versioning: { enabled: true },
      object_lock_enabled: false,
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(template.one("object_bucket")).not.toHaveProperty("acl");
    expect(template.one("object_bucket")).not.toHaveProperty("lifecycle_rule");
  });

  it("encrypts every object with the owner's key, by the plain UUID that object storage takes", () => {
    const encryption = render((stack) => bucket(stack)).one("object_bucket_server_side_encryption_configuration");

    expect(encryption).toMatchObject({
      region: "fr-par",
      lifecycle: { prevent_destroy: true },
      rule: [
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: expect.stringMatching(
              /^\$\{element\(split\("\/", scaleway_key_manager_key\.key_\w+\.id\), 1\)\}$/,
            ),
          },
          bucket_key_enabled: true,
        },
      ],
    });
  });

  it("never locks the pipeline out, and admits nobody else unasked", () => {
    const policy = JSON.parse(render((stack) => bucket(stack)).one("object_bucket_policy").policy as string);

    expect(policy).toMatchObject({ Version: "2023-04-17" });
    expect(policy.Statement).toHaveLength(1);
    expect(policy.Statement[0]).toMatchObject({
      Effect: "Allow",
      Principal: { SCW: [expect.stringMatching(/^application_id:\$\{scaleway_iam_application\.pipeline_.*\.id\}$/)] },
      Action: ["s3:*"],
      Resource: ["hdh-production-lake-9d0c", "hdh-production-lake-9d0c/*"],
    });
  });

  it("grants reading and writing, and never deleting", () => {
    const template = render((stack) => {
      const key = keyIn(stack);
      const reader = identityIn(stack, key.project, "reader");
      const writer = identityIn(stack, key.project, "writer");
      bucket(stack, {
        key,
        grants: [
          { identity: reader, access: "read" },
          { identity: writer, access: "write" },
        ],
      });
    });
    const [, read, write] = JSON.parse(template.one("object_bucket_policy").policy as string).Statement;

    expect(read).toMatchObject({ Sid: "reader-read", Action: ["s3:GetObject", "s3:ListBucket"] });
    expect(write).toMatchObject({ Sid: "writer-write", Action: ["s3:ListBucket", "s3:PutObject"] });
  });

  it("puts the policy on last, since only those it names reach the bucket from then on", () => {
    const template = render((stack) => bucket(stack, { role: "raw", lockDays: 30 }));

    expect(template.one("object_bucket_policy").depends_on).toEqual([
      expect.stringContaining("scaleway_object_bucket_server_side_encryption_configuration."),
      expect.stringContaining("scaleway_object_bucket_lock_configuration."),
    ]);
  });

  it("locks what is evidence, in the mode that still allows a lawful erasure", () => {
    const template = render((stack) => bucket(stack, { role: "raw", lockDays: 365 }));

    expect(template.one("object_bucket")).toMatchObject({ object_lock_enabled: true, tags: { "hdh-role": "raw" } });
    expect(template.one("object_bucket_lock_configuration")).toMatchObject({
      rule: { default_retention: { mode: "GOVERNANCE", days: 365 } },
      lifecycle: { prevent_destroy: true },
    });
  });

  it("says what it holds: health data, unless its key says otherwise", () => {
    expect(render((stack) => bucket(stack)).one("object_bucket").tags).toMatchObject({ "hdh-class": "C3" });
    expect(render((stack) => bucket(stack, { key: keyIn(stack, "C1") })).one("object_bucket").tags).toEqual({
      "hdh-class": "C1",
      "hdh-env": "production",
      "hdh-expiry": "2027-12-31",
      "hdh-owner": "platform-team",
      "hdh-phase": "P3",
      "hdh-project": "data",
      "hdh-role": "curated",
      "hdh-zone": "ingest",
    });
  });

  it("can be taken down where the environment has switched protection off", () => {
    const template = render((stack) => bucket(stack, { key: keyIn(stack, "C1"), role: "raw", lockDays: 1 }), "sandbox");

    for (const type of [
      "object_bucket",
      "object_bucket_server_side_encryption_configuration",
      "object_bucket_lock_configuration",
    ]) {
      expect(template.one(type)).not.toHaveProperty("lifecycle");
    }
  });

  it.each(["Lake", "a", "lake_1", "1lake", "lake-", "x".repeat(21)])("refuses the purpose %p", (purpose) => {
    expect(() => render((stack) => bucket(stack, { purpose }))).toThrow(
      `test/lake\n  purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "${purpose}"`,
    );
  });

  it.each(["raw", "release"] as const)("refuses the role %p without a lock", (role) => {
    expect(() => render((stack) => bucket(stack, { role }))).toThrow(`lockDays: needed for the role ${role}`);
  });

  it("refuses a lock on curated data", () => {
    expect(() => render((stack) => bucket(stack, { lockDays: 30 }))).toThrow(
      "lockDays: only for the roles raw and release; the role is curated",
    );
  });

  it.each([0, -1, 1.5, 3651])("refuses a lock of %p days", (lockDays) => {
    expect(() => render((stack) => bucket(stack, { role: "raw", lockDays }))).toThrow(
      `lockDays: whole days from 1 to 3650; got ${lockDays}`,
    );
  });

  it("names every refused property at once", () => {
    expect(() => render((stack) => bucket(stack, { purpose: "Lake", role: "raw" }))).toThrow(
      /purpose: .*\n {2}lockDays: /,
    );
  });
});
