import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectLegalHoldCommand,
  GetObjectRetentionCommand,
  HeadObjectCommand,
  type ObjectLockRetention,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectLegalHoldCommand,
  PutObjectLockConfigurationCommand,
  PutObjectRetentionCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { codeOf, Fixture } from "./object-storage-fixture";

const Bucket = "archive";
const Key = "log";
const inDays = (days: number) => new Date(Date.now() + days * 24 * 3600 * 1000);

describe("object lock", () => {
  let fixture: Fixture;
  let client: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket, ObjectLockEnabledForBucket: true }));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await fixture.stop();
  });

  const put = async (input: Partial<PutObjectCommandInput> = {}) =>
    (await client.send(new PutObjectCommand({ Bucket, Key, Body: "x", ...input }))).VersionId;
  const remove = (VersionId: string | undefined, BypassGovernanceRetention = false) =>
    codeOf(client.send(new DeleteObjectCommand({ Bucket, Key, VersionId, BypassGovernanceRetention })));
  const retain = (Retention: ObjectLockRetention, BypassGovernanceRetention = false) =>
    codeOf(client.send(new PutObjectRetentionCommand({ Bucket, Key, Retention, BypassGovernanceRetention })));

  it("protects a version, not the name: a delete without a version only hides it", async () => {
    const version = await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
    expect(await remove(undefined)).toBe("none");
    expect(await remove(version)).toBe("AccessDenied");
  });

  it("yields to nobody in COMPLIANCE mode", async () => {
    const version = await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
    expect(await remove(version, true)).toBe("AccessDenied");
    expect(await retain({ Mode: "COMPLIANCE", RetainUntilDate: inDays(0.5) }, true)).toBe("AccessDenied");
    expect(await retain({ Mode: "GOVERNANCE", RetainUntilDate: inDays(2) }, true)).toBe("AccessDenied");
    expect(await retain({}, true)).toBe("AccessDenied");
    expect(await retain({ Mode: "COMPLIANCE", RetainUntilDate: inDays(2) })).toBe("none");
  });

  it("yields in GOVERNANCE mode to who says so", async () => {
    const version = await put({ ObjectLockMode: "GOVERNANCE", ObjectLockRetainUntilDate: inDays(1) });
    expect(await remove(version)).toBe("AccessDenied");
    expect(await retain({ Mode: "GOVERNANCE", RetainUntilDate: inDays(0.5) })).toBe("AccessDenied");
    expect(await retain({ Mode: "GOVERNANCE", RetainUntilDate: inDays(0.5) }, true)).toBe("none");
    expect(await remove(version, true)).toBe("none");
  });

  it("ends with its date", async () => {
    const version = await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
    jest.spyOn(Date, "now").mockReturnValue(Date.now() + 25 * 3600 * 1000);
    expect(await remove(version)).toBe("none");
  });

  it("keeps what is under legal hold, whatever its date", async () => {
    const version = await put({ ObjectLockLegalHoldStatus: "ON" });
    const hold = (Status: "ON" | "OFF") =>
      client.send(new PutObjectLegalHoldCommand({ Bucket, Key, LegalHold: { Status } }));
    expect(await remove(version, true)).toBe("AccessDenied");
    await hold("OFF");
    expect((await client.send(new GetObjectLegalHoldCommand({ Bucket, Key }))).LegalHold).toEqual({ Status: "OFF" });
    await hold("ON");
    expect(await remove(version, true)).toBe("AccessDenied");
    await hold("OFF");
    expect(await remove(version)).toBe("none");
  });

  it("is given by the bucket's default rule, unless the object has its own", async () => {
    const Rule = { DefaultRetention: { Mode: "GOVERNANCE", Days: 3 } } as const;
    const ObjectLockConfiguration = { ObjectLockEnabled: "Enabled", Rule } as const;
    await client.send(new PutObjectLockConfigurationCommand({ Bucket, ObjectLockConfiguration }));
    await put();
    const { Retention } = await client.send(new GetObjectRetentionCommand({ Bucket, Key }));
    expect(Retention?.Mode).toBe("GOVERNANCE");
    expect(Math.round(((Retention?.RetainUntilDate?.getTime() ?? 0) - Date.now()) / 3_600_000)).toBe(72);
    await put({ ObjectLockMode: "COMPLIANCE", ObjectLockRetainUntilDate: inDays(1) });
    expect(await client.send(new HeadObjectCommand({ Bucket, Key }))).toMatchObject({ ObjectLockMode: "COMPLIANCE" });
  });

  it("refuses an unknown mode, a past date, and what is not locked", async () => {
    expect(await retain({ Mode: "GOVERNANCE", RetainUntilDate: inDays(1) })).toBe("NoSuchKey");
    await put();
    expect(await codeOf(client.send(new GetObjectRetentionCommand({ Bucket, Key })))).toBe(
      "NoSuchObjectLockConfiguration",
    );
    expect(await retain({ Mode: "STRICT" as "GOVERNANCE", RetainUntilDate: inDays(1) })).toBe("InvalidArgument");
    expect(await retain({ Mode: "GOVERNANCE", RetainUntilDate: inDays(-1) })).toBe("InvalidArgument");
    expect(await codeOf(put({ ObjectLockMode: "GOVERNANCE" }))).toBe("InvalidArgument");
  });
});
