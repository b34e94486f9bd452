import { createHash } from "node:crypto";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, type S3Client } from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { chunkSigner, type Signature } from "../src/object-storage/signature";
import { codeOf, Fixture, presigned, type RawAnswer, send, signed } from "./object-storage-fixture";

const code = ({ body }: RawAnswer): string => /<Code>(\w+)<\/Code>/.exec(body)?.[1] ?? "none";
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("signatures", () => {
  let fixture: Fixture;
  let client: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket: "lake" }));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await fixture.stop();
  });

  const sign = (headers: Record<string, string> = {}, signer = client) =>
    signed(signer, fixture.url, "PUT", "/lake/a?x-id=PutObject", {
      "x-amz-content-sha256": sha256("body"),
      ...headers,
    });
  const put = (headers: Record<string, string>, body = "body", path = "/lake/a?x-id=PutObject") =>
    send(fixture.url, "PUT", path, headers, body);

  it("accepts what the SDK's signer signs, whatever the key's characters", async () => {
    expect((await put(await sign())).status).toBe(200);
    const Key = "a b+c/ü (1)!'*~&=.txt";
    await client.send(new PutObjectCommand({ Bucket: "lake", Key, Body: "x" }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: "lake", Key }));
    expect(await Body?.transformToString()).toBe("x");
  });

  it("refuses a request that was changed after it was signed", async () => {
    const headers = await sign({ "content-type": "text/plain" });
    expect(code(await put({ ...headers, "content-type": "text/html" }))).toBe("SignatureDoesNotMatch");
    expect(code(await put(headers, "body", "/lake/b?x-id=PutObject"))).toBe("SignatureDoesNotMatch");
    expect(code(await put(headers, "body", "/lake/a?x-id=Other"))).toBe("SignatureDoesNotMatch");
    expect(code(await put(headers, "bodx"))).toBe("XAmzContentSHA256Mismatch");
    const authorization = String(headers.authorization).replace(/.$/, (last) => (last === "0" ? "1" : "0"));
    expect(code(await put({ ...headers, authorization }))).toBe("SignatureDoesNotMatch");
    expect((await put(headers)).status).toBe(200);
  });

  it("refuses a header of Amazon's that was added after it was signed", async () => {
    expect(code(await put({ ...(await sign()), "x-amz-acl": "public-read" }))).toBe("AccessDenied");
  });

  it("refuses an unknown key, a wrong secret and a project that does not exist", async () => {
    const as = (accessKeyId: string, secretAccessKey: string) =>
      sign({}, fixture.client({ credentials: { accessKeyId, secretAccessKey } })).then((headers) => put(headers));
    const { accessKey, secretKey } = CREDENTIALS;
    expect(code(await as("SCWUNKNOWNXXXXXXXXXX", secretKey))).toBe("InvalidAccessKeyId");
    expect(code(await as(accessKey, "wrong"))).toBe("SignatureDoesNotMatch");
    expect(code(await as(`${accessKey}@99999999-9999-9999-9999-999999999999`, secretKey))).toBe("AccessDenied");
    expect(code(await put({}))).toBe("AccessDenied");
  });

  it("refuses a request from another time", async () => {
    const now = jest.spyOn(Date, "now");
    const headers = await sign();
    const signedAt = Date.now();
    now.mockReturnValue(signedAt + 16 * 60 * 1000);
    expect(code(await put(headers))).toBe("RequestTimeTooSkewed");
    now.mockReturnValue(signedAt - 16 * 60 * 1000);
    expect(code(await put(headers))).toBe("RequestTimeTooSkewed");
    now.mockReturnValue(signedAt + 14 * 60 * 1000);
    expect((await put(headers)).status).toBe(200);
  });

  it("refuses a signature for another region than the host's", async () => {
    const headers = await sign({ host: "lake.s3.nl-ams.scw.cloud" });
    expect(code(await put(headers, "body", "/a?x-id=PutObject"))).toBe("AuthorizationHeaderMalformed");
  });

  it.each([
    ["Basic abc", "AuthorizationHeaderMalformed"],
    [
      "AWS4-HMAC-SHA256 Credential=a/20260101/fr-par/ec2/aws4_request, SignedHeaders=host, Signature=0",
      "AuthorizationHeaderMalformed",
    ],
    ["AWS4-HMAC-SHA256 nonsense", "AuthorizationHeaderMalformed"],
  ])("refuses the authorization %p", async (authorization, expected) => {
    expect(code(await put({ ...(await sign()), authorization }))).toBe(expected);
  });

  describe("in a URL", () => {
    it("are accepted until they expire", async () => {
      await client.send(new PutObjectCommand({ Bucket: "lake", Key: "a", Body: "x" }));
      const path = await presigned(client, fixture.url, "GET", "/lake/a", { expiresIn: 60 });
      expect(await send(fixture.url, "GET", path)).toMatchObject({ status: 200, body: "x" });
      expect(code(await send(fixture.url, "GET", path.replace("/lake/a", "/lake/b")))).toBe("SignatureDoesNotMatch");
      jest.spyOn(Date, "now").mockReturnValue(Date.now() + 61_000);
      expect((await send(fixture.url, "GET", path)).body).toContain("Request has expired");
    });

    it("are refused when they would be valid for longer than a week", async () => {
      const path = await presigned(client, fixture.url, "GET", "/lake/a", { expiresIn: 604_800 });
      const longer = path.replace("X-Amz-Expires=604800", "X-Amz-Expires=604801");
      expect(code(await send(fixture.url, "GET", longer))).toBe("AuthorizationQueryParametersError");
    });
  });

  describe("of chunks", () => {
    it("follow Amazon's published example", () => {
      const signature: Signature = {
        accessKey: "AKIAIOSFODNN7EXAMPLE",
        region: "us-east-1",
        scope: "20130524/us-east-1/s3/aws4_request",
        time: "20130524T000000Z",
        signedHeaders: [],
        payload: "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        value: "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
      };
      const sign = chunkSigner(signature, "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
      expect(["a".repeat(65536), "a".repeat(1024), ""].map((chunk) => sign("PAYLOAD", sha256(chunk)))).toEqual([
        "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
        "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
        "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
      ]);
    });

    const stream = async (sent: string, announced = sent) => {
      const headers = await sign({
        "x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        "x-amz-decoded-content-length": String(sent.length),
        "content-encoding": "aws-chunked",
      });
      const [, scope = "", value = ""] =
        /Credential=[^/]+\/(\S+),.*Signature=(\w+)/.exec(String(headers.authorization)) ?? [];
      const signature: Signature = {
        accessKey: CREDENTIALS.accessKey,
        region: "fr-par",
        scope,
        time: String(headers["x-amz-date"]),
        signedHeaders: [],
        payload: "",
        value,
      };
      const chunk = chunkSigner(signature, CREDENTIALS.secretKey);
      const frame = (text: string, hashed: string) =>
        `${text.length.toString(16)};chunk-signature=${chunk("PAYLOAD", sha256(hashed))}\r\n${text}\r\n`;
      return put(
        headers,
        frame(sent.slice(0, 3), announced.slice(0, 3)) + frame(sent.slice(3), announced.slice(3)) + frame("", ""),
      );
    };

    it("are verified one by one", async () => {
      expect((await stream("chunked body")).status).toBe(200);
      const stored = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a" }));
      expect(await stored.Body?.transformToString()).toBe("chunked body");
      expect(stored.ContentEncoding).toBeUndefined();
      expect(code(await stream("chunked body", "chunked bodx"))).toBe("SignatureDoesNotMatch");
    });
  });

  it("can be switched off, for requests that were recorded elsewhere", async () => {
    const lenient = await Fixture.start({ signatures: "off" });
    const dummy = {
      ...(await sign()),
      authorization: String((await sign()).authorization).replace(/Signature=.*/, "Signature=0"),
    };
    expect(
      await codeOf(
        lenient
          .client({ credentials: { accessKeyId: CREDENTIALS.accessKey, secretAccessKey: "any" } })
          .send(new CreateBucketCommand({ Bucket: "lake" })),
      ),
    ).toBe("none");
    expect((await send(lenient.url, "PUT", "/lake/a", dummy, "other body")).status).toBe(200);
    await lenient.stop();
  });
});
