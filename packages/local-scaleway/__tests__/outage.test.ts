import { join } from "node:path";
import { type LocalScaleway, type Outage, startLocalScaleway } from "../src";
import { presignedUrl } from "../src/presigned-url";
import { Client, temporaryDirectory, withServer } from "./helpers/server";

const PAR = "/vpc/v2/regions/fr-par/vpcs";
const AMS = "/vpc/v2/regions/nl-ams/vpcs";
const GATEWAYS = (zone: string) => `/vpc-gw/v2/zones/${zone}/gateways`;
const host = withServer();
const root = temporaryDirectory();

const outage = (method: "PUT" | "DELETE", locality: string, server: LocalScaleway = host.server) =>
  fetch(`${server.apiUrl}/-/outages/${locality}`, { method });
const outages = async () => (await host.client.status()).outages;
const ask = (path: string, method = "GET") =>
  fetch(`${host.server.apiUrl}${path}`, { method, headers: { "X-Auth-Token": host.server.credentials.secretKey } });
const statusOf = async (path: string) => (await ask(path)).status;

/** Signed, path style, as any S3 client would. */
const storage = (method: string, region: string, path: string) => {
  const url = `${host.server.objectStorageUrl}${path}`;
  return fetch(presignedUrl(method, url, { ...host.server.credentials, region }), { method });
};

afterEach(async () => {
  for (const { locality } of await outages()) await outage("DELETE", locality);
});

describe("an outage of a region", () => {
  it("makes every JSON API there refuse, zones included, and nothing elsewhere", async () => {
    const begun = await outage("PUT", "fr-par");
    expect(begun.status).toBe(200);
    expect(await begun.json()).toEqual({ locality: "fr-par", since: expect.stringMatching(/^\d{4}-.*Z$/) });

    const refused = await ask(PAR);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("0");
    expect(await refused.json()).toEqual({ message: "fr-par is down: an outage was begun on the local Scaleway" });
    expect(await statusOf(GATEWAYS("fr-par-2"))).toBe(503);
    expect(await statusOf(AMS)).toBe(200);
    expect(await statusOf(GATEWAYS("nl-ams-1"))).toBe(200);
  });

  it("leaves the APIs without a region alone", async () => {
    await outage("PUT", "fr-par");
    expect(await statusOf("/account/v3/projects")).toBe(200);
    expect(await statusOf("/iam/v1alpha1/applications")).toBe(200);
  });

  it("changes nothing that exists, and is over when it is ended", async () => {
    const vpc = await host.client.create(PAR, { name: "survivor" });
    await outage("PUT", "fr-par");
    expect((await ask(PAR, "POST")).status).toBe(503);
    expect((await ask(`${PAR}/${vpc.id}`, "DELETE")).status).toBe(503);
    expect((await outage("DELETE", "fr-par")).status).toBe(204);
    expect((await host.client.get(`${PAR}/${vpc.id}`)).body).toEqual(vpc);
  });

  it("takes its object storage along, buckets and objects, and no other region's", async () => {
    await storage("PUT", "fr-par", "/par");
    await storage("PUT", "nl-ams", "/ams");
    await outage("PUT", "fr-par");
    for (const path of ["/", "/par", "/par/object"]) {
      const answer = await storage("GET", "fr-par", path);
      expect(answer.status).toBe(503);
      expect(answer.headers.get("retry-after")).toBe("0");
      expect(await answer.text()).toContain("<Code>ServiceUnavailable</Code>");
    }
    expect((await storage("HEAD", "fr-par", "/par")).status).toBe(503);
    expect((await storage("GET", "nl-ams", "/ams")).status).toBe(200);
    await outage("DELETE", "fr-par");
    expect((await storage("GET", "fr-par", "/par")).status).toBe(200);
  });
});

describe("an outage of a zone", () => {
  it("reaches what is in that zone only", async () => {
    await outage("PUT", "fr-par-2");
    expect(await statusOf(GATEWAYS("fr-par-2"))).toBe(503);
    expect(await statusOf(GATEWAYS("fr-par-1"))).toBe(200);
    expect(await statusOf(PAR)).toBe(200);
    expect((await storage("GET", "fr-par", "/")).status).toBe(200);
  });

  it("does not end before that of its region", async () => {
    await outage("PUT", "fr-par-2");
    await outage("PUT", "fr-par");
    await outage("DELETE", "fr-par-2");
    expect(await statusOf(GATEWAYS("fr-par-2"))).toBe(503);
    await outage("DELETE", "fr-par");
    expect(await statusOf(GATEWAYS("fr-par-2"))).toBe(200);
  });
});

describe("the outages", () => {
  it("are in the status, each of them once and since it began", async () => {
    const first = (await (await outage("PUT", "fr-par-1")).json()) as Outage;
    await outage("PUT", "it-mil");
    expect(await (await outage("PUT", "fr-par-1")).json()).toEqual(first);
    expect(await outages()).toEqual([first, { locality: "it-mil", since: expect.any(String) }]);
  });

  it.each(["fr", "fr-par-9", "de-fra", "constructor"])("are none of %s, and say what there is", async (locality) => {
    for (const method of ["PUT", "DELETE"] as const) {
      const answer = await outage(method, locality);
      expect(answer.status).toBe(400);
      const { details } = (await answer.json()) as { details: { help_message: string }[] };
      expect(details[0]).toMatchObject({ argument_name: "locality", reason: "constraint" });
      expect(details[0]?.help_message).toContain("must be one of fr-par, fr-par-1, fr-par-2, fr-par-3, nl-ams");
      expect(details[0]?.help_message).toContain(`got "${locality}"`);
    }
    expect(await outages()).toEqual([]);
  });

  it("are begun by no web page", async () => {
    const headers = { Origin: "https://example.org" };
    const answer = await fetch(`${host.server.apiUrl}/-/outages/fr-par`, { method: "PUT", headers });
    expect(answer.status).toBe(403);
    expect(await outages()).toEqual([]);
  });

  it("are over after a reset", async () => {
    await outage("PUT", "fr-par");
    await fetch(`${host.server.apiUrl}/-/reset`, { method: "POST" });
    expect(await outages()).toEqual([]);
    expect(await statusOf(PAR)).toBe(200);
  });

  it("go on after a restart", async () => {
    const directory = join(root, "restart");
    const first = await startLocalScaleway({ directory });
    const begun = await (await outage("PUT", "nl-ams", first)).json();
    await first.stop();
    const second = await startLocalScaleway({ directory });
    expect((await new Client(second).status()).outages).toEqual([begun]);
    const headers = { "X-Auth-Token": second.credentials.secretKey };
    expect((await fetch(`${second.apiUrl}${AMS}`, { headers })).status).toBe(503);
    await second.stop();
  });
});
