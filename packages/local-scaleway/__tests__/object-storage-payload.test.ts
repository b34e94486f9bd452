import { createHash } from "node:crypto";
import {
  ChecksumAlgorithm,
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import { Fixture, type RawAnswer, send, signed } from "./object-storage-fixture";

const code = ({ body }: RawAnswer): string => /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? "none";

describe("a body", () => {
  let fixture: Fixture;
  let client: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket: "lake" }));
  });
  afterEach(() => fixture.stop());

  const put = async (headers: Record<string, string>, body: string) => {
    const all = await signed(client, fixture.url, "PUT", "/lake/a", {
      "x-amz-content-sha256": "UNSIGNED-PAYLOAD",
      ...headers,
    });
    return send(fixture.url, "PUT", "/lake/a", all, body);
  };
  const stored = async () => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a" }));
    return Body?.transformToString();
  };

  it.each([ChecksumAlgorithm.CRC32, ChecksumAlgorithm.CRC32C, ChecksumAlgorithm.SHA1, ChecksumAlgorithm.SHA256])(
    "keeps the %s that the client sent, and gives it back",
    async (algorithm) => {
      const upload = new PutObjectCommand({ Bucket: "lake", Key: "a", Body: "hello", ChecksumAlgorithm: algorithm });
      const field = `Checksum${algorithm}` as "ChecksumCRC32";
      const { [field]: sent } = await client.send(upload);
      expect(sent).toMatch(/=$/);
      const answer = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a", ChecksumMode: "ENABLED" }));
      expect(answer[field]).toBe(sent);
      expect(await answer.Body?.transformToString()).toBe("hello");
    },
  );

  it.each([
    ["content-md5", createHash("md5").update("hello").digest("base64")],
    ["x-amz-checksum-crc32", "NhCmhg=="],
    ["x-amz-checksum-crc32c", "mnG7TA=="],
    ["x-amz-checksum-sha256", createHash("sha256").update("hello").digest("base64")],
  ])("must have the %s that is announced", async (header, value) => {
    expect((await put({ [header]: value }, "hello")).status).toBe(200);
    expect(code(await put({ [header]: value }, "hellx"))).toBe("BadDigest");
    expect(await stored()).toBe("hello");
  });

  it("is refused with a digest that is none, with two, and with one that is not supported", async () => {
    expect(code(await put({ "content-md5": "abc" }, "hello"))).toBe("InvalidDigest");
    const two = { "x-amz-checksum-crc32": "NhCmhg==", "x-amz-checksum-crc32c": "mnG7TA==" };
    expect(code(await put(two, "hello"))).toBe("InvalidRequest");
    expect(code(await put({ "x-amz-checksum-crc64nvme": "AAAAAAAAAAA=" }, "hello"))).toBe("InvalidRequest");
  });

  describe("in chunks with a trailer", () => {
    const streaming = {
      "content-encoding": "aws-chunked, gzip",
      "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
      "x-amz-decoded-content-length": "5",
      "x-amz-trailer": "x-amz-checksum-crc32",
    };
    const chunks = (data: string, trailer = "x-amz-checksum-crc32:NhCmhg==") => `${data}0\r\n${trailer}\r\n\r\n`;

    it("is put together", async () => {
      expect((await put(streaming, chunks("2\r\nhe\r\n3\r\nllo\r\n"))).status).toBe(200);
      const answer = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a" }));
      expect(await answer.Body?.transformToString()).toBe("hello");
      expect(answer.ContentEncoding).toBe("gzip");
    });

    it.each([
      ["another checksum", chunks("5\r\nhello\r\n", "x-amz-checksum-crc32:AAAAAA=="), "BadDigest"],
      ["no trailer", "5\r\nhello\r\n0\r\n\r\n", "BadDigest"],
      ["another length", chunks("4\r\nhell\r\n"), "IncompleteBody"],
      ["a chunk cut short", "5\r\nhel", "IncompleteBody"],
      ["a chunk too long", chunks("4\r\nhello\r\n"), "IncompleteBody"],
      ["no chunks", "hello", "IncompleteBody"],
    ])("is refused with %s", async (_, body, expected) => {
      expect(code(await put(streaming, body))).toBe(expected);
      expect(code(await put({ ...streaming, "x-amz-decoded-content-length": "" }, body))).not.toBe("none");
    });

    it("is refused without its length", async () => {
      const { "x-amz-decoded-content-length": _, ...rest } = streaming;
      expect(code(await put(rest, chunks("5\r\nhello\r\n")))).toBe("MissingContentLength");
    });
  });

  it("that is larger than one request may carry is refused before it is sent", async () => {
    const answer = await put(
      {
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": String(5 * 1024 ** 3 + 1),
      },
      "",
    );
    expect(code(answer)).toBe("EntityTooLarge");
  });
});
