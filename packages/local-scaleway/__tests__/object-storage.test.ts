import {
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketAclCommand,
  GetBucketLocationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { codeOf, Fixture, OTHER_PROJECT, send } from "./object-storage-fixture";

describe("object storage", () => {
  let fixture: Fixture;
  beforeEach(async () => {
    fixture = await Fixture.start();
  });
  afterEach(() => fixture.stop());

  describe("buckets", () => {
    it("creates a bucket, finds it, and deletes it", async () => {
      const client = fixture.client();
      expect(await client.send(new CreateBucketCommand({ Bucket: "lake" }))).toMatchObject({ Location: "/lake" });
      expect(await client.send(new HeadBucketCommand({ Bucket: "lake" }))).toMatchObject({ BucketRegion: "fr-par" });
      expect(await client.send(new GetBucketLocationCommand({ Bucket: "lake" }))).toMatchObject({
        LocationConstraint: "fr-par",
      });
      expect((await client.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual(["lake"]);
      await client.send(new DeleteBucketCommand({ Bucket: "lake" }));
      expect(await codeOf(client.send(new HeadBucketCommand({ Bucket: "lake" })))).toBe("NotFound");
    });

    it.each(["Lake", "a", "lake_1", "-lake", "la..ke", "10.0.0.1", "a".repeat(64)])(
      "refuses the name %p",
      async (name) => {
        expect(await codeOf(fixture.client().send(new CreateBucketCommand({ Bucket: name })))).toBe(
          "InvalidBucketName",
        );
      },
    );

    it("keeps names unique over projects and regions", async () => {
      const create = (client: S3Client) => codeOf(client.send(new CreateBucketCommand({ Bucket: "lake" })));
      expect(await create(fixture.client())).toBe("none");
      expect(await create(fixture.client())).toBe("BucketAlreadyOwnedByYou");
      expect(await create(fixture.inProject(OTHER_PROJECT))).toBe("BucketAlreadyExists");
      expect(await create(fixture.client({ region: "nl-ams" }))).toBe("BucketAlreadyExists");
    });

    it("shows a bucket to its own region only", async () => {
      await fixture.client().send(new CreateBucketCommand({ Bucket: "lake" }));
      const abroad = fixture.client({ region: "nl-ams" });
      expect(await codeOf(abroad.send(new ListObjectsCommand({ Bucket: "lake" })))).toBe("NoSuchBucket");
      expect((await abroad.send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
    });

    it("refuses a location other than the endpoint's", async () => {
      const create = new CreateBucketCommand({
        Bucket: "lake",
        // The SDK knows Amazon's regions only.
        CreateBucketConfiguration: { LocationConstraint: "nl-ams" as "eu-west-1" },
      });
      expect(await codeOf(fixture.client().send(create))).toBe("IllegalLocationConstraintException");
    });

    it("gives a bucket to the project of the credential", async () => {
      const client = fixture.inProject(OTHER_PROJECT);
      await client.send(new CreateBucketCommand({ Bucket: "lake" }));
      const { Owner } = await client.send(new GetBucketAclCommand({ Bucket: "lake" }));
      expect(Owner?.ID).toBe(`${OTHER_PROJECT}:${OTHER_PROJECT}`);
      expect((await fixture.client().send(new ListBucketsCommand())).Buckets ?? []).toEqual([]);
    });

    it("does not delete a bucket that holds something", async () => {
      const client = fixture.client();
      await client.send(new CreateBucketCommand({ Bucket: "lake" }));
      await client.send(new PutObjectCommand({ Bucket: "lake", Key: "a", Body: "a" }));
      expect(await codeOf(client.send(new DeleteBucketCommand({ Bucket: "lake" })))).toBe("BucketNotEmpty");
    });
  });

  describe("addressing", () => {
    const host = (name: string) => ({ host: name });

    beforeEach(() => fixture.client().send(new CreateBucketCommand({ Bucket: "my.lake" })));

    it.each([
      ["my.lake.s3.fr-par.scw.cloud", "/?acl"],
      ["s3.fr-par.scw.cloud", "/my.lake?acl"],
      ["S3.FR-PAR.SCW.CLOUD:443", "/my.lake/?acl"],
      ["127.0.0.1:9000", "/my.lake?acl"],
      ["localhost", "/my.lake?acl"],
    ])("finds the bucket at %s%s", async (name, path) => {
      const { body } = await send(fixture.url, "GET", path, host(name));
      expect(body).toContain("<Code>AccessDenied</Code>");
      expect(body).toContain("<Resource>/my.lake</Resource>");
    });

    it("refuses a region that does not exist", async () => {
      const answer = await send(fixture.url, "GET", "/?acl", host("my.lake.s3.us-east.scw.cloud"));
      expect(answer.status).toBe(400);
      expect(answer.body).toContain("fr-par, nl-ams, pl-waw, it-mil");
      expect(await codeOf(fixture.client({ region: "us-east-1" }).send(new ListBucketsCommand()))).toBe(
        "InvalidRequest",
      );
    });

    it("refuses a foreign host, as a web page that resolves to loopback would send", async () => {
      expect((await send(fixture.url, "GET", "/my.lake", host("evil.example"))).status).toBe(400);
    });

    it("refuses a path that is no UTF-8", async () => {
      expect((await send(fixture.url, "GET", "/my.lake/%ff")).body).toContain("InvalidURI");
    });
  });

  describe("listing", () => {
    const keys = ["a", "b/1", "b/2", "b/c/3", "d e+f/ü", "z"];

    beforeEach(async () => {
      await fixture.client().send(new CreateBucketCommand({ Bucket: "lake" }));
      for (const Key of keys) await fixture.client().send(new PutObjectCommand({ Bucket: "lake", Key, Body: Key }));
    });

    it("lists keys in the order of their bytes, with what is known about them", async () => {
      const { Contents, Owner } = (await fixture.client().send(new ListObjectsCommand({ Bucket: "lake" }))) as {
        Contents?: { Key?: string; Size?: number; Owner?: { ID?: string } }[];
        Owner?: unknown;
      };
      expect(Owner).toBeUndefined();
      expect(Contents?.map(({ Key }) => Key)).toEqual(keys);
      expect(Contents?.[0]).toMatchObject({ Size: 1, StorageClass: "STANDARD", ChecksumAlgorithm: ["CRC32"] });
      expect(Contents?.[0]?.Owner?.ID).toBe(`${CREDENTIALS.projectId}:${CREDENTIALS.projectId}`);
    });

    it("collapses what is behind the delimiter", async () => {
      const list = new ListObjectsV2Command({ Bucket: "lake", Delimiter: "/" });
      const { Contents, CommonPrefixes, KeyCount } = await fixture.client().send(list);
      expect(Contents?.map(({ Key }) => Key)).toEqual(["a", "z"]);
      expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["b/", "d e+f/"]);
      expect(KeyCount).toBe(4);
    });

    it("keeps to the prefix", async () => {
      const list = new ListObjectsV2Command({ Bucket: "lake", Prefix: "b/", Delimiter: "/" });
      const { Contents, CommonPrefixes } = await fixture.client().send(list);
      expect(Contents?.map(({ Key }) => Key)).toEqual(["b/1", "b/2"]);
      expect(CommonPrefixes?.map(({ Prefix }) => Prefix)).toEqual(["b/c/"]);
    });

    it.each([1, 2, 3, 100])("finds everything once in pages of %p", async (MaxKeys) => {
      const seen: (string | undefined)[] = [];
      for (let token: string | undefined, more = true; more; ) {
        const list = new ListObjectsV2Command({ Bucket: "lake", Delimiter: "/", MaxKeys, ContinuationToken: token });
        const page = await fixture.client().send(list);
        seen.push(
          ...(page.Contents ?? []).map(({ Key }) => Key),
          ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
        );
        more = page.IsTruncated === true;
        token = page.NextContinuationToken;
      }
      expect(seen.sort()).toEqual(["a", "b/", "d e+f/", "z"]);
    });

    it("encodes names when asked to", async () => {
      const list = new ListObjectsCommand({ Bucket: "lake", Prefix: "d", EncodingType: "url" });
      expect((await fixture.client().send(list)).Contents?.[0]?.Key).toBe("d%20e%2Bf/%C3%BC");
    });

    it("refuses a token that it did not give", async () => {
      const list = new ListObjectsV2Command({ Bucket: "lake", ContinuationToken: "!" });
      expect(await codeOf(fixture.client().send(list))).toBe("InvalidArgument");
    });
  });

  it("answers 501 to what it does not know, and counts it", async () => {
    await send(fixture.url, "GET", "/lake?website");
    await send(fixture.url, "GET", "/lake?website");
    const unknownHeader = await send(fixture.url, "PUT", "/lake/a", { "x-amz-grant-read": "id=x" });
    expect(unknownHeader.status).toBe(501);
    expect(unknownHeader.body).toContain("<Code>NotImplemented</Code>");
    const host = new URL(fixture.url).host;
    expect(fixture.storage.unhandled()).toEqual([
      { method: "GET", path: `${host}/lake?website`, count: 2 },
      { method: "PUT", path: `${host}/lake/a`, count: 1 },
    ]);
  });

  it("shows buckets and their configurations as Terraform knows them", async () => {
    const client = fixture.inProject(OTHER_PROJECT);
    await client.send(new CreateBucketCommand({ Bucket: "lake" }));
    const allow = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "lake/*" };
    const Policy = JSON.stringify({ Version: "2023-04-17", Statement: [allow] });
    await client.send(new PutBucketPolicyCommand({ Bucket: "lake", Policy }));
    expect(fixture.storage.liveObjects()).toMatchObject([
      { type: "scaleway_object_bucket", id: "fr-par/lake", projectId: OTHER_PROJECT, seed: false },
      { type: "scaleway_object_bucket_policy", id: "fr-par/lake", scheduledForDeletion: false },
    ]);
    fixture.storage.reset();
    expect(fixture.storage.liveObjects()).toEqual([]);
  });
});
