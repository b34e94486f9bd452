import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  DeleteObjectTaggingCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  type GetObjectCommandInput,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketEncryptionCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  PutObjectTaggingCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { codeOf, Fixture, KMS_KEY, send, signed } from "./object-storage-fixture";

const Bucket = "lake";
const Key = "a/b.txt";

describe("objects", () => {
  let fixture: Fixture;
  let client: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => fixture.stop());

  const put = (input: Partial<PutObjectCommandInput> = {}) =>
    client.send(new PutObjectCommand({ Bucket, Key, Body: "0123456789", ...input }));
  const get = (input: Partial<GetObjectCommandInput> = {}) =>
    client.send(new GetObjectCommand({ Bucket, Key, ...input }));
  const text = async (input: Partial<GetObjectCommandInput> = {}) => (await get(input)).Body?.transformToString();

  it("are written, read and deleted, with what was said about them", async () => {
    const { ETag } = await put({
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { owner: "dpo" },
      StorageClass: "ONEZONE_IA",
    });
    expect(ETag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
    const head = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(head).toMatchObject({
      ContentLength: 10,
      ContentType: "text/plain",
      CacheControl: "no-store",
      Metadata: { owner: "dpo" },
      StorageClass: "ONEZONE_IA",
      ETag,
    });
    expect(head.VersionId).toBeUndefined();
    expect(await text()).toBe("0123456789");
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await codeOf(get())).toBe("NoSuchKey");
    expect(await codeOf(client.send(new DeleteObjectCommand({ Bucket, Key })))).toBe("none");
  });

  it("may be empty", async () => {
    await put({ Body: "", ContentLength: 0 });
    expect(await text()).toBe("");
  });

  it.each([
    ["a storage class", { StorageClass: "DEEP_ARCHIVE" as const }, "InvalidStorageClass"],
    ["an ACL", { ACL: "bucket-owner-read" as const }, "InvalidArgument"],
    ["a lock without object lock", { ObjectLockLegalHoldStatus: "ON" as const }, "InvalidRequest"],
    ["eleven tags", { Tagging: Array.from({ length: 11 }, (_, i) => `k${i}=v`).join("&") }, "InvalidTag"],
    ["too much metadata", { Metadata: { a: "x".repeat(2048) } }, "MetadataTooLarge"],
  ])("are refused with %s that the service does not know", async (_, input, code) => {
    expect(await codeOf(put(input))).toBe(code);
    expect(await codeOf(get())).toBe("NoSuchKey");
  });

  it.each([
    ["bytes=0-3", "0123"],
    ["bytes=7-", "789"],
    ["bytes=-2", "89"],
    ["bytes=8-100", "89"],
  ])("are read in part: %s", async (Range, expected) => {
    await put();
    const answer = await get({ Range });
    expect(answer.$metadata.httpStatusCode).toBe(206);
    expect(answer.ContentRange).toMatch(/^bytes \d-9\/10$|^bytes 0-3\/10$/);
    expect(await answer.Body?.transformToString()).toBe(expected);
  });

  it("refuse a range behind their end", async () => {
    await put();
    expect(await codeOf(get({ Range: "bytes=10-" }))).toBe("InvalidRange");
  });

  it("are written on condition: of two clients that create a lock file, one succeeds", async () => {
    const create = () => codeOf(put({ IfNoneMatch: "*" }));
    expect((await Promise.all([create(), create(), create()])).sort()).toEqual([
      "PreconditionFailed",
      "PreconditionFailed",
      "none",
    ]);
    const { ETag } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect(await codeOf(put({ IfMatch: '"0"' }))).toBe("PreconditionFailed");
    expect(await codeOf(put({ IfMatch: ETag, Body: "new" }))).toBe("none");
    expect(await text()).toBe("new");
  });

  it("are read on condition", async () => {
    const { ETag } = await put();
    const status = async (input: Partial<GetObjectCommandInput>) => {
      const [, error] = await get(input).then(
        (answer) => [answer, undefined],
        (error) => [undefined, error],
      );
      return error?.$metadata.httpStatusCode ?? 200;
    };
    expect(await status({ IfNoneMatch: ETag })).toBe(304);
    expect(await status({ IfNoneMatch: '"0"' })).toBe(200);
    expect(await status({ IfMatch: '"0"' })).toBe(412);
    expect(await status({ IfModifiedSince: new Date(Date.now() - 60_000) })).toBe(200);
    expect(await status({ IfModifiedSince: new Date(Date.now() + 60_000) })).toBe(304);
    expect(await status({ IfUnmodifiedSince: new Date(Date.now() - 60_000) })).toBe(412);
  });

  it("are copied with or without what was said about them", async () => {
    await put({ ContentType: "text/plain", Metadata: { owner: "dpo" }, Tagging: "a=b" });
    const copy = (Target: string, input: object = {}) =>
      client.send(new CopyObjectCommand({ Bucket, Key: Target, CopySource: `${Bucket}/${Key}`, ...input }));
    expect((await copy("copy")).CopyObjectResult?.ETag).toBe('"781e5e245d69b566979b86e28d23f2c7"');
    expect(await get({ Key: "copy" })).toMatchObject({
      ContentType: "text/plain",
      Metadata: { owner: "dpo" },
      TagCount: 1,
    });
    await copy("other", {
      MetadataDirective: "REPLACE",
      ContentType: "text/html",
      Metadata: { x: "y" },
      TaggingDirective: "REPLACE",
    });
    expect(await get({ Key: "other" })).toMatchObject({ ContentType: "text/html", Metadata: { x: "y" } });
    expect((await get({ Key: "other" })).TagCount).toBeUndefined();
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(await text({ Key: "copy" })).toBe("0123456789");
    expect(await codeOf(copy("third"))).toBe("NoSuchKey");
    expect(await codeOf(copy("third", { CopySource: "missing/a" }))).toBe("NoSuchBucket");
    expect(await codeOf(copy("third", { CopySource: "missing" }))).toBe("InvalidArgument");
  });

  it("have tags and an ACL of their own", async () => {
    await put({ ACL: "public-read" });
    const { Grants } = await client.send(new GetObjectAclCommand({ Bucket, Key }));
    expect(Grants?.map(({ Permission }) => Permission)).toEqual(["FULL_CONTROL", "READ"]);
    const TagSet = [{ Key: "class", Value: "C1" }];
    await client.send(new PutObjectTaggingCommand({ Bucket, Key, Tagging: { TagSet } }));
    const read = async () => (await client.send(new GetObjectTaggingCommand({ Bucket, Key }))).TagSet;
    expect(await read()).toEqual(TagSet);
    await client.send(new DeleteObjectTaggingCommand({ Bucket, Key }));
    expect(await read()).toEqual([]);
  });

  it("take headers of their answer from the request", async () => {
    await put();
    expect(await get({ ResponseContentType: "text/csv" })).toMatchObject({ ContentType: "text/csv" });
  });

  it("are deleted many at once, and what cannot be is named", async () => {
    for (const one of ["a", "b", "c"]) await put({ Key: one });
    const Delete = { Objects: [{ Key: "a" }, { Key: "b" }, { Key: "missing" }] };
    const { Deleted } = await client.send(new DeleteObjectsCommand({ Bucket, Delete }));
    expect(Deleted?.map((one) => one.Key)).toEqual(["a", "b", "missing"]);
    const quiet = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects: [{ Key: "c" }], Quiet: true } }),
    );
    expect(quiet.Deleted).toBeUndefined();
    expect((await client.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });

  describe("with the bucket's encryption", () => {
    beforeEach(() =>
      client.send(
        new PutBucketEncryptionCommand({
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: [
              {
                ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KMS_KEY },
                BucketKeyEnabled: true,
              },
            ],
          },
        }),
      ),
    );

    it("say how they are encrypted", async () => {
      const kms = { ServerSideEncryption: "aws:kms", SSEKMSKeyId: KMS_KEY, BucketKeyEnabled: true };
      expect(await put()).toMatchObject(kms);
      expect(await get()).toMatchObject(kms);
      expect(await put({ ServerSideEncryption: "AES256" })).toMatchObject({ ServerSideEncryption: "AES256" });
      expect(await codeOf(put({ ServerSideEncryption: "aws:kms", SSEKMSKeyId: "other" }))).toBe("InvalidArgument");
    });

    it("are lost with the key, but not those that were there before", async () => {
      await put();
      await fixture.close();
      fixture = await Fixture.start({ keyExists: () => false }, fixture.directory);
      client = fixture.client();
      expect(await codeOf(get())).toBe("KMS.NotFoundException");
      expect(await codeOf(put({ Key: "new" }))).toBe("KMS.NotFoundException");
    });
  });

  describe("with versions", () => {
    beforeEach(() =>
      client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } })),
    );
    const versions = async () => {
      const { Versions = [], DeleteMarkers = [] } = await client.send(new ListObjectVersionsCommand({ Bucket }));
      return {
        versions: Versions.map(({ VersionId }) => VersionId),
        markers: DeleteMarkers.map(({ VersionId }) => VersionId),
      };
    };

    it("keep every version, and hide behind a marker", async () => {
      const first = (await put({ Body: "first" })).VersionId;
      const second = (await put({ Body: "second" })).VersionId;
      expect(first).toMatch(/^\d{16}$/);
      expect(Number(second)).toBeGreaterThan(Number(first));
      expect(await text()).toBe("second");
      expect(await text({ VersionId: first })).toBe("first");
      const { DeleteMarker, VersionId: marker } = await client.send(new DeleteObjectCommand({ Bucket, Key }));
      expect(DeleteMarker).toBe(true);
      expect(await codeOf(get())).toBe("NoSuchKey");
      expect(await codeOf(get({ VersionId: marker }))).toBe("MethodNotAllowed");
      expect(await codeOf(get({ VersionId: "1" }))).toBe("NoSuchVersion");
      expect(await versions()).toEqual({ versions: [second, first], markers: [marker] });
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: marker }));
      expect(await text()).toBe("second");
      await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId: second }));
      expect(await text()).toBe("first");
    });

    it("are listed page by page", async () => {
      for (const one of ["a", "b"]) for (let i = 0; i < 3; i++) await put({ Key: one, Body: `${one}${i}` });
      const seen: string[] = [];
      let KeyMarker: string | undefined;
      let VersionIdMarker: string | undefined;
      for (let more = true; more; ) {
        const page = await client.send(
          new ListObjectVersionsCommand({ Bucket, MaxKeys: 2, KeyMarker, VersionIdMarker }),
        );
        for (const version of page.Versions ?? []) seen.push(`${version.Key} ${version.IsLatest}`);
        more = page.IsTruncated === true;
        KeyMarker = page.NextKeyMarker;
        VersionIdMarker = page.NextVersionIdMarker;
      }
      expect(seen).toEqual(["a true", "a false", "a false", "b true", "b false", "b false"]);
    });

    it("have one nameless version while versions are suspended", async () => {
      const first = (await put({ Body: "first" })).VersionId;
      await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Suspended" } }));
      expect((await put({ Body: "second" })).VersionId).toBe("null");
      await put({ Body: "third" });
      expect(await versions()).toEqual({ versions: ["null", first], markers: [] });
      expect(await text()).toBe("third");
    });
  });

  it("are uploaded after the server said that it wants them", async () => {
    const body = "x".repeat(100_000);
    const headers = await signed(client, fixture.url, "PUT", "/lake/a", {
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      "content-length": String(body.length),
    });
    expect((await send(fixture.url, "PUT", "/lake/a", { ...headers, expect: "100-continue" }, body)).status).toBe(200);
    expect((await get({ Key: "a" })).ContentLength).toBe(100_000);
  });

  it("belong to the bucket's project", async () => {
    await put();
    const { Owner } = await client.send(new GetObjectAclCommand({ Bucket, Key }));
    expect(Owner?.ID).toBe(`${CREDENTIALS.projectId}:${CREDENTIALS.projectId}`);
  });
});
