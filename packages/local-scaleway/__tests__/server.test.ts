import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { deleteLiveObject, startLocalScaleway } from "../src";
import { presignedUrl } from "../src/presigned-url";
import { Client, NOBODY, temporaryDirectory, withServer } from "./helpers/server";

const root = temporaryDirectory();
const TOKEN = { "X-Auth-Token": "11111111-1111-1111-1111-111111111111" };
const VPCS = "/vpc/v2/regions/fr-par/vpcs";
let stale = 0;

/** A server in a process of its own, once it answers. */
async function spawnServer(directory: string): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join(__dirname, "helpers/serve.ts"), directory], {
    cwd: __dirname,
    env: { PATH: process.env.PATH },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(child.stdout!.setEncoding("utf8"), "data");
  return { child, url: String(line).trim() };
}

describe("startLocalScaleway", () => {
  it("keeps everything over a restart, and seeds only once", async () => {
    const directory = join(root, "restart");
    const first = await startLocalScaleway({ directory });
    const client = new Client(first);
    const vpc = await client.create(VPCS, { name: "kept" });
    const key = await client
      .create("/iam/v1alpha1/applications", { name: "a" })
      .then(({ id }) => client.create("/iam/v1alpha1/api-keys", { application_id: id }));
    const before = await client.status();
    await first.stop();

    const second = await startLocalScaleway({ directory });
    const again = new Client(second);
    expect((await again.status()).objects).toEqual(before.objects);
    expect((await again.as(key.secret_key).get(`${VPCS}/${vpc.id}`)).body).toEqual(vpc);
    await second.stop();
  });

  it("has lost nothing that it answered when it is killed", async () => {
    const directory = join(root, "killed");
    const { child, url } = await spawnServer(directory);
    const answered: string[] = [];
    const killed = once(child, "exit");
    const flood = Array.from({ length: 8 }, async () => {
      for (;;) {
        const answer = await fetch(`${url}${VPCS}`, { method: "POST", headers: TOKEN, body: "{}" });
        answered.push(((await answer.json()) as { id: string }).id);
        if (answered.length === 60) child.kill("SIGKILL");
      }
    });
    await Promise.allSettled(flood);
    await killed;
    expect(answered.length).toBeGreaterThanOrEqual(60);

    const server = await startLocalScaleway({ directory });
    const ids = new Set((await new Client(server).status()).objects.map(({ id }) => id));
    expect(answered.filter((id) => !ids.has(`fr-par/${id}`))).toEqual([]);
    await server.stop();
  });

  it("lets no second server into its directory, in this process or another one", async () => {
    const directory = join(root, "shared");
    const server = await startLocalScaleway({ directory });
    await expect(startLocalScaleway({ directory })).rejects.toThrow(
      `${directory} is in use by the local Scaleway with process id ${process.pid}. Stop that one`,
    );
    await server.stop();

    const { child } = await spawnServer(directory);
    await expect(startLocalScaleway({ directory })).rejects.toThrow(`with process id ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "exit");
    await (await startLocalScaleway({ directory })).stop();
  });

  it.each(["", "not a number", "0", String(process.pid)])(
    "takes over the lock of a dead server that reads %p",
    async (content) => {
      const directory = join(root, `stale-${stale++}`);
      await (await startLocalScaleway({ directory })).stop();
      writeFileSync(join(directory, "lock"), content);
      await (await startLocalScaleway({ directory })).stop();
    },
  );

  it("names a port that is taken, and gives the directory back", async () => {
    const first = await startLocalScaleway({ directory: join(root, "port-1") });
    const apiPort = Number(new URL(first.apiUrl).port);
    const directory = join(root, "port-2");
    await expect(startLocalScaleway({ directory, apiPort })).rejects.toThrow(`EADDRINUSE`);
    await (await startLocalScaleway({ directory })).stop();
    await first.stop();
  });
});

describe("deleteLiveObject", () => {
  const host = withServer();
  const find = async (type: string, discriminator?: string) =>
    (await host.client.status()).objects.find(
      (object) => object.type === type && !object.seed && object.discriminator === discriminator,
    )!;

  it("deletes whatever a client can, and what must be undone first", async () => {
    const { client, server } = host;
    const vpc = await client.create(VPCS);
    await client.create("/vpc/v2/regions/fr-par/private-networks", { vpc_id: vpc.id });
    await client.put(`${VPCS}/${vpc.id}/acl-rules`, { is_ipv6: false, default_policy: "drop" });
    await client.put(`${VPCS}/${vpc.id}/acl-rules`, { is_ipv6: true, default_policy: "drop" });
    await client.create("/key-manager/v1alpha1/regions/fr-par/keys", {
      usage: { symmetric_encryption: "aes_256_gcm" },
    });

    expect(await deleteLiveObject(server, await find("scaleway_vpc"))).toEqual({
      refused: `DELETE ${VPCS}/${vpc.id} answered 412: the vpc still has 1 private network(s)`,
    });
    expect(await deleteLiveObject(server, await find("scaleway_vpc_acl", "ipv6"))).toBe("deleted");
    expect(await find("scaleway_vpc_acl", "ipv6")).toBeUndefined();
    expect(await find("scaleway_vpc_acl", "ipv4")).toBeDefined();
    for (const type of ["scaleway_vpc_private_network", "scaleway_vpc", "scaleway_key_manager_key"]) {
      expect(await deleteLiveObject(server, await find(type))).toBe("deleted");
    }
    const left = (await client.status()).objects.filter(({ seed }) => !seed);
    expect(left).toEqual([expect.objectContaining({ type: "scaleway_key_manager_key", scheduledForDeletion: true })]);
  });

  it("says when it does not know a type", async () => {
    const object = { ...(await find("scaleway_key_manager_key")), type: "scaleway_baremetal_server" };
    await expect(deleteLiveObject(host.server, object)).rejects.toThrow("nothing here deletes objects of this type");
  });
});

describe("object storage beside the API", () => {
  const host = withServer();
  const region = "fr-par";

  /** As Terraform would: signed, path style. */
  const storage = async (
    method: string,
    path: string,
    projectId: string,
    body?: string,
    key = host.server.credentials,
  ) => {
    const url = presignedUrl(method, `${host.server.objectStorageUrl}${path}`, { ...key, projectId, region });
    const answer = await fetch(url, { method, body });
    return { status: answer.status, text: await answer.text() };
  };
  const encryption = (id: string) =>
    `<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>aws:kms</SSEAlgorithm><KMSMasterKeyID>${id}</KMSMasterKeyID></ApplyServerSideEncryptionByDefault><BucketKeyEnabled>true</BucketKeyEnabled></Rule></ServerSideEncryptionConfiguration>`;

  it("knows the projects, keys and API keys of the other services, and its buckets hold a project", async () => {
    const { client, server } = host;
    const { id: projectId } = await client.create("/account/v3/projects", { name: "lake" });
    expect((await storage("PUT", "/lake", NOBODY)).status).toBe(403);
    expect((await storage("PUT", "/lake", projectId)).status).toBe(200);

    const key = await client.create("/key-manager/v1alpha1/regions/fr-par/keys", {
      project_id: projectId,
      usage: { symmetric_encryption: "aes_256_gcm" },
      unprotected: true,
    });
    expect((await storage("PUT", "/lake?encryption=", projectId, encryption(NOBODY))).status).toBe(400);
    expect((await storage("PUT", "/lake?encryption=", projectId, encryption(key.id))).status).toBe(200);

    const { id: application_id } = await client.create("/iam/v1alpha1/applications", { name: "a" });
    const made = await client.create("/iam/v1alpha1/api-keys", { application_id });
    const other = { ...server.credentials, accessKey: made.access_key, secretKey: made.secret_key };
    expect((await storage("GET", "/lake", projectId, undefined, other)).status).toBe(200);
    await client.delete(`/iam/v1alpha1/api-keys/${made.access_key}`);
    expect((await storage("GET", "/lake", projectId, undefined, other)).status).toBe(403);

    await client.delete(`/key-manager/v1alpha1/regions/fr-par/keys/${key.id}`);
    const refused = await client.delete(`/account/v3/projects/${projectId}`);
    expect(refused.body.help_message).toContain("scaleway_object_bucket fr-par/lake");

    const types = ["scaleway_object_bucket_server_side_encryption_configuration", "scaleway_object_bucket"];
    for (const type of types) {
      const object = (await client.status()).objects.find((one) => one.type === type)!;
      expect(await deleteLiveObject(server, object)).toBe("deleted");
    }
    expect((await client.delete(`/account/v3/projects/${projectId}`)).status).toBe(204);
  });

  it("lists what it does not know, and forgets every bucket on reset", async () => {
    const { client, server } = host;
    const { projectId } = server.credentials;
    await storage("PUT", "/forgotten", projectId);
    expect((await storage("GET", "/forgotten?inventory=", projectId)).status).toBe(501);
    expect((await client.status()).unhandled).toEqual([
      { method: "GET", path: expect.stringContaining("/forgotten"), count: 1 },
    ]);
    await fetch(`${server.apiUrl}/-/reset`, { method: "POST" });
    expect((await storage("GET", "/forgotten", projectId)).status).toBe(404);
  });

  it("does not delete a bucket that holds objects", async () => {
    const { client, server } = host;
    const { projectId } = server.credentials;
    await storage("PUT", "/full", projectId);
    await storage("PUT", "/full/object", projectId, "content");
    const bucket = (await client.status()).objects.find(({ name }) => name === "full")!;
    expect(await deleteLiveObject(server, bucket)).toEqual({
      refused: expect.stringContaining("DELETE /full answered 409"),
    });
  });
});
