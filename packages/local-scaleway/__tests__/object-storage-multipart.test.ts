import { readdirSync } from "node:fs";
import { join } from "node:path";
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from "@aws-sdk/client-s3";
import { codeOf, Fixture } from "./object-storage-fixture";

const Bucket = "lake";
const Key = "large";
const MEBIBYTE = 1024 ** 2;

describe("a multipart upload", () => {
  let fixture: Fixture;
  let client: S3Client;
  let UploadId: string | undefined;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket }));
    const create = new CreateMultipartUploadCommand({
      Bucket,
      Key,
      ContentType: "text/plain",
      ChecksumAlgorithm: "CRC32",
    });
    UploadId = (await client.send(create)).UploadId;
  });
  afterEach(() => fixture.stop());

  const upload = async (PartNumber: number, Body: Buffer) => {
    const { ETag } = await client.send(new UploadPartCommand({ Bucket, Key, UploadId, PartNumber, Body }));
    return { PartNumber, ETag };
  };
  const complete = (...Parts: { PartNumber: number; ETag: string | undefined }[]) =>
    client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }));
  const blobs = () =>
    readdirSync(join(fixture.directory, "objects"), { withFileTypes: true }).filter((one) => one.isFile()).length;

  it("becomes one object, and its parts are forgotten", async () => {
    const [first, second] = [Buffer.alloc(5 * MEBIBYTE, "a"), Buffer.from("end")];
    const parts = [await upload(1, first), await upload(3, second)];
    expect((await client.send(new ListPartsCommand({ Bucket, Key, UploadId }))).Parts?.map(({ Size }) => Size)).toEqual(
      [5 * MEBIBYTE, 3],
    );
    const { ETag } = await complete(...(parts as [(typeof parts)[0], (typeof parts)[0]]));
    expect(ETag).toMatch(/^"[0-9a-f]{32}-2"$/);
    const { Body, ContentType } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(ContentType).toBe("text/plain");
    expect(Buffer.from((await Body?.transformToByteArray()) ?? []).equals(Buffer.concat([first, second]))).toBe(true);
    expect(blobs()).toBe(1);
    expect(await codeOf(complete(...parts))).toBe("NoSuchUpload");
  });

  it("is refused with parts that are not there, out of order, or too small", async () => {
    const parts = [await upload(1, Buffer.from("a")), await upload(2, Buffer.from("b"))] as const;
    expect(await codeOf(complete({ PartNumber: 1, ETag: '"0"' }))).toBe("InvalidPart");
    expect(await codeOf(complete({ PartNumber: 9, ETag: parts[0].ETag }))).toBe("InvalidPart");
    expect(await codeOf(complete(parts[1], parts[0]))).toBe("InvalidPartOrder");
    expect(await codeOf(complete(...parts))).toBe("EntityTooSmall");
    expect(await codeOf(complete())).toBe("MalformedXML");
    expect(await codeOf(upload(0, Buffer.from("a")))).toBe("InvalidArgument");
    expect(await codeOf(upload(1001, Buffer.from("a")))).toBe("InvalidArgument");
  });

  it("is listed until it is aborted, and keeps its bucket from being deleted", async () => {
    await upload(1, Buffer.from("a"));
    await upload(1, Buffer.from("b"));
    expect(blobs()).toBe(1);
    const list = async () =>
      (await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.map((one) => one.UploadId);
    expect(await list()).toEqual([UploadId]);
    expect(await codeOf(client.send(new DeleteBucketCommand({ Bucket })))).toBe("BucketNotEmpty");
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    expect(await list()).toBeUndefined();
    expect(blobs()).toBe(0);
    expect(await codeOf(upload(1, Buffer.from("a")))).toBe("NoSuchUpload");
    expect(await codeOf(client.send(new DeleteBucketCommand({ Bucket })))).toBe("none");
  });

  it("takes parts of other objects", async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: "source", Body: "0123456789" }));
    const copy = new UploadPartCopyCommand({
      Bucket,
      Key,
      UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/source`,
      CopySourceRange: "bytes=2-4",
    });
    const { CopyPartResult } = await client.send(copy);
    await complete({ PartNumber: 1, ETag: CopyPartResult?.ETag });
    expect(await (await client.send(new GetObjectCommand({ Bucket, Key }))).Body?.transformToString()).toBe("234");
  });
});
