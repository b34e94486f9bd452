import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetBucketAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  PutBucketAclCommand,
  PutBucketPolicyCommand,
  PutObjectAclCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { APPLICATION, codeOf, Fixture, OTHER_PROJECT, send } from "./object-storage-fixture";

const Bucket = "lake";
const get = (client: S3Client, Key: string) => codeOf(client.send(new GetObjectCommand({ Bucket, Key })));
const list = (client: S3Client, Prefix = "") => codeOf(client.send(new ListObjectsCommand({ Bucket, Prefix })));

describe("access", () => {
  let fixture: Fixture;
  let owner: S3Client;
  let application: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    owner = fixture.client();
    application = fixture.application();
    await owner.send(new CreateBucketCommand({ Bucket }));
    for (const Key of ["in/a", "out/b"]) await owner.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  });
  afterEach(() => fixture.stop());

  it("is for the bucket's project only", async () => {
    expect(await get(application, "in/a")).toBe("none");
    const stranger = fixture.inProject(OTHER_PROJECT);
    expect(await get(stranger, "in/a")).toBe("AccessDenied");
    const head = stranger.send(new HeadBucketCommand({ Bucket }));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    expect((await send(fixture.url, "GET", "/lake/in/a")).status).toBe(403);
    expect((await send(fixture.url, "GET", "/")).status).toBe(403);
  });

  it("is refused when the bucket belongs to somebody else than expected", async () => {
    const acl = (ExpectedBucketOwner: string) =>
      codeOf(owner.send(new GetBucketAclCommand({ Bucket, ExpectedBucketOwner })));
    expect(await acl(CREDENTIALS.projectId)).toBe("none");
    expect(await acl(OTHER_PROJECT)).toBe("AccessDenied");
  });

  it("uses the default project of a key when the credential names none", async () => {
    const key = { accessKeyId: "SCWSECONDXXXXXXXXXXX", secretAccessKey: "secret" };
    const other = await Fixture.start({
      keys: () => ({ secretKey: key.secretAccessKey, defaultProjectId: OTHER_PROJECT }),
    });
    const { Owner } = await other.client({ credentials: key }).send(new ListBucketsCommand());
    expect(Owner?.ID).toBe(`${OTHER_PROJECT}:${OTHER_PROJECT}`);
    await other.stop();
  });

  describe("under a bucket policy", () => {
    const set = (...Statement: object[]) =>
      owner.send(new PutBucketPolicyCommand({ Bucket, Policy: JSON.stringify({ Version: "2023-04-17", Statement }) }));
    const allow = (changes: object) => ({
      Effect: "Allow",
      Principal: { SCW: `application_id:${APPLICATION}` },
      Action: ["s3:GetObject", "s3:ListBucket"],
      Resource: ["lake", "lake/in/*"],
      ...changes,
    });

    it("is what the policy allows, and nothing else", async () => {
      await set(allow({}));
      expect(await get(application, "in/a")).toBe("none");
      expect(await list(application)).toBe("none");
      expect(await get(application, "out/b")).toBe("AccessDenied");
      const write = new PutObjectCommand({ Bucket, Key: "in/c", Body: "c" });
      expect(await codeOf(application.send(write))).toBe("AccessDenied");
      expect(await codeOf(application.send(new DeleteBucketPolicyCommand({ Bucket })))).toBe("AccessDenied");
    });

    it("takes access away from whom it does not name, but never from the owner", async () => {
      await set(allow({ Principal: { SCW: `application_id:${OTHER_PROJECT}` } }));
      expect(await get(application, "in/a")).toBe("AccessDenied");
      expect(await get(owner, "in/a")).toBe("none");
      await owner.send(new DeleteBucketPolicyCommand({ Bucket }));
      expect(await get(application, "in/a")).toBe("none");
    });

    it("can be everybody's, or another project's", async () => {
      await set(allow({ Principal: "*", Resource: "lake/in/*" }));
      expect((await send(fixture.url, "GET", "/lake/in/a")).status).toBe(200);
      await set(allow({ Principal: { SCW: [`project_id:${OTHER_PROJECT}`] } }));
      expect((await send(fixture.url, "GET", "/lake/in/a")).status).toBe(403);
      expect(await get(fixture.inProject(OTHER_PROJECT), "in/a")).toBe("none");
    });

    it("ends where something is denied", async () => {
      await set(allow({ Action: "s3:*" }), allow({ Effect: "Deny", Action: "s3:GetObject" }));
      expect(await get(application, "in/a")).toBe("AccessDenied");
      expect(await list(application)).toBe("none");
    });

    it.each([
      [{ IpAddress: { "aws:SourceIp": "127.0.0.0/8" } }, "none"],
      [{ IpAddress: { "aws:SourceIp": ["10.0.0.1", "192.0.2.0/24"] } }, "AccessDenied"],
      [{ NotIpAddress: { "aws:SourceIp": "127.0.0.1" } }, "AccessDenied"],
      [{ NotIpAddress: { "aws:SourceIp": "::1" } }, "none"],
      [{ DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" } }, "none"],
      [{ DateLessThan: { "aws:EpochTime": "1577836800" } }, "AccessDenied"],
      [{ Bool: { "aws:SecureTransport": "true" } }, "AccessDenied"],
      [{ StringEquals: { "s3:prefix": ["in/", "tmp/"] } }, "none"],
      [{ StringEquals: { "s3:prefix": "IN/" } }, "AccessDenied"],
      [{ StringEqualsIgnoreCase: { "s3:prefix": "IN/" } }, "none"],
      [{ StringLike: { "s3:prefix": "i?/*" } }, "none"],
      [{ StringNotLike: { "s3:prefix": "i*" } }, "AccessDenied"],
      [{ StringLike: { "aws:Referer": "*" } }, "AccessDenied"],
      [{ StringNotEquals: { "aws:Referer": "x" }, DateLessThan: { "aws:CurrentTime": "2020-01-01" } }, "AccessDenied"],
    ])("depends on the condition %j", async (Condition, expected) => {
      await set(allow({ Condition }));
      expect(await list(application, "in/")).toBe(expected);
    });

    it("is decided for each key of a list to delete", async () => {
      await set(allow({ Action: ["s3:DeleteObject"] }));
      const Delete = { Objects: [{ Key: "in/a" }, { Key: "out/b" }] };
      const { Deleted, Errors } = await application.send(new DeleteObjectsCommand({ Bucket, Delete }));
      expect(Deleted).toEqual([{ Key: "in/a" }]);
      expect(Errors).toMatchObject([{ Key: "out/b", Code: "AccessDenied" }]);
      expect(await codeOf(application.send(new DeleteObjectCommand({ Bucket, Key: "out/b" })))).toBe("AccessDenied");
    });
  });

  describe("of strangers without a policy", () => {
    it("is what the ACLs grant", async () => {
      expect((await send(fixture.url, "GET", "/lake")).status).toBe(403);
      await owner.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
      expect((await send(fixture.url, "GET", "/lake")).status).toBe(200);
      expect((await send(fixture.url, "GET", "/lake/in/a")).status).toBe(403);
      await owner.send(new PutObjectAclCommand({ Bucket, Key: "in/a", ACL: "public-read" }));
      expect((await send(fixture.url, "GET", "/lake/in/a")).body).toBe("in/a");
      expect((await send(fixture.url, "PUT", "/lake/in/a")).status).toBe(403);
    });

    it("may be for those with any key", async () => {
      await owner.send(new PutObjectAclCommand({ Bucket, Key: "in/a", ACL: "authenticated-read" }));
      expect(await get(fixture.inProject(OTHER_PROJECT), "in/a")).toBe("none");
      expect((await send(fixture.url, "GET", "/lake/in/a")).status).toBe(403);
    });
  });
});
