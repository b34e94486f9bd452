import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { clientFor, codeOf, Fixture, newDirectory } from "./object-storage-fixture";

const Bucket = "lake";
const text = async (client: S3Client, Key: string, VersionId?: string) =>
  (await client.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

describe("a restart", () => {
  it("keeps buckets, configurations, versions and unfinished uploads, and no byte that nothing refers to", async () => {
    let fixture = await Fixture.start();
    let client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket }));
    await client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "a", Value: "b" }] } }));
    await client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const { VersionId } = await client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "first" }));
    await client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "second" }));
    await client.send(new PutObjectCommand({ Bucket, Key: "b", Body: "gone" }));
    await client.send(new DeleteObjectCommand({ Bucket, Key: "b" }));
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key: "c" }));
    await client.send(new UploadPartCommand({ Bucket, Key: "c", UploadId, PartNumber: 1, Body: "part" }));
    const before = fixture.storage.liveObjects();

    await fixture.close();
    const objects = join(fixture.directory, "objects");
    writeFileSync(join(objects, "0".repeat(64)), "left behind by a kill");
    writeFileSync(join(objects, "incoming", "half"), "left behind by a kill");
    fixture = await Fixture.start({}, fixture.directory);
    client = fixture.client();

    expect(fixture.storage.liveObjects()).toEqual(before);
    expect((await client.send(new GetBucketTaggingCommand({ Bucket }))).TagSet).toEqual([{ Key: "a", Value: "b" }]);
    expect(await text(client, "a")).toBe("second");
    expect(await text(client, "a", VersionId)).toBe("first");
    expect(await codeOf(text(client, "b"))).toBe("NoSuchKey");
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads?.[0]?.UploadId).toBe(UploadId);
    expect(readdirSync(objects)).toHaveLength(4 + 1);
    expect(readdirSync(join(objects, "incoming"))).toEqual([]);
    const { VersionId: next } = await client.send(new PutObjectCommand({ Bucket, Key: "a", Body: "third" }));
    expect((await client.send(new ListObjectVersionsCommand({ Bucket, Prefix: "a" }))).Versions?.[0]?.VersionId).toBe(
      next,
    );
    await fixture.stop();
  });
});

describe("a kill", () => {
  const directory = newDirectory();
  let child: ChildProcess;
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const start = (): Promise<string> =>
    new Promise((resolve, reject) => {
      child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "object-storage-server.ts"), directory], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      child.once("error", reject);
      child.stdout?.once("data", (url: Buffer) => resolve(url.toString().trim()));
    });
  const kill = () =>
    new Promise((resolve) => {
      child.once("exit", resolve);
      child.kill("SIGKILL");
    });

  it("in the middle of writing loses nothing that was answered", async () => {
    let client = clientFor(await start());
    await client.send(new CreateBucketCommand({ Bucket }));
    const answered: string[] = [];
    const writer = async (name: string) => {
      for (let i = 0; ; i++) {
        const Key = `${name}/${i}`;
        await client.send(new PutObjectCommand({ Bucket, Key, Body: Key.repeat(1000) }));
        answered.push(Key);
      }
    };
    const writers = Promise.allSettled(["a", "b", "c"].map(writer));
    while (answered.length < 30) await new Promise((resolve) => setTimeout(resolve, 5));
    await kill();
    await writers;

    client = clientFor(await start());
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
    const kept = Contents.map(({ Key }) => Key ?? "");
    expect(kept).toEqual(expect.arrayContaining(answered));
    expect(kept.length - answered.length).toBeLessThanOrEqual(3);
    for (const Key of kept) expect(await text(client, Key)).toBe(Key.repeat(1000));
    await kill();
  });
});
