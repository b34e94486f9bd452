import { request } from "node:http";
import { missing, NOBODY, withServer } from "./helpers/server";

const host = withServer();

/** A request as it goes over the wire, for what `fetch` would not send. */
function raw(method: string, path: string, headers: Record<string, string> = {}, body = "") {
  const token = { "X-Auth-Token": host.server.credentials.secretKey };
  return new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>((resolve, reject) => {
    const sent = request(`${host.server.apiUrl}${path}`, { method, headers: { ...token, ...headers } }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk) => {
        text += chunk;
      });
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    });
    sent.on("error", reject).end(body);
  });
}

describe("the API server", () => {
  it.each([
    ["no token", "", "invalid_argument"],
    ["a foreign token", NOBODY, "not_found"],
  ])("answers nothing with %s", async (_, token, reason) => {
    const answer = await host.client.as(token).get("/account/v3/projects");
    expect(answer).toMatchObject({ status: 401, body: { type: "denied_authentication", reason } });
  });

  it("answers JSON with its length, and nothing after a deletion", async () => {
    const list = await raw("GET", "/account/v3/projects");
    expect(list.headers).toMatchObject({
      "content-type": "application/json",
      "content-length": String(Buffer.byteLength(list.text)),
    });
    const { id } = await host.client.create("/vpc/v2/regions/fr-par/vpcs");
    expect(await raw("DELETE", `/vpc/v2/regions/fr-par/vpcs/${id}`)).toMatchObject({ status: 204, text: "" });
  });

  it.each(["{", "[]", '"name"', "7"])("refuses the body %s", async (body) => {
    const answer = await raw("POST", "/account/v3/projects", {}, body);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text)).toMatchObject({ details: [{ argument_name: "body", reason: "format" }] });
  });

  it("refuses a body without end", async () => {
    const answer = await raw("POST", "/account/v3/projects", {}, `{"name":"${"x".repeat(2 ** 20)}"}`);
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.text).details[0]).toMatchObject({ argument_name: "body", reason: "constraint" });
  });

  it("says 501 to what it does not know, and counts it", async () => {
    for (const _ of [1, 2]) {
      const answer = await raw("GET", "/webhosting/v1/regions/fr-par/hostings?page=1");
      expect(answer.status).toBe(501);
      expect(JSON.parse(answer.text)).toMatchObject({ method: "GET", path: "/webhosting/v1/regions/fr-par/hostings" });
    }
    expect((await raw("PUT", "/account/v3/projects", {}, "{}")).status).toBe(501);
    expect((await host.client.status()).unhandled).toEqual([
      { method: "GET", path: "/webhosting/v1/regions/fr-par/hostings", count: 2 },
      { method: "PUT", path: "/account/v3/projects", count: 1 },
    ]);
  });

  it.each(["//", "/account/v3/projects/%zz", "/account/v3/%00"])("survives the path %s", async (path) => {
    expect([400, 404, 501]).toContain((await raw("GET", path)).status);
    expect((await raw("GET", "/account/v3/projects")).status).toBe(200);
  });

  it.each([
    ["a page of another origin", { Origin: "https://example.org" }],
    ["a name that leads here", { Host: "rebound.example.org" }],
  ])("answers nothing to %s", async (_, headers) => {
    for (const [method, path] of [
      ["GET", "/-/status"],
      ["POST", "/-/reset"],
      ["GET", "/account/v3/projects"],
    ] as const) {
      expect((await raw(method, path, headers)).status).toBe(403);
    }
  });

  it("says what exists, seeds apart", async () => {
    const { client } = host;
    const { id, created_at } = await client.create("/vpc/v2/regions/nl-ams/vpcs", { name: "seen" });
    const { objects, version, startedAt } = await client.status();
    expect({ version, startedAt }).toEqual({ version: "0.1.0", startedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(objects).toContainEqual({
      type: "scaleway_vpc",
      id: `nl-ams/${id}`,
      name: "seen",
      projectId: host.server.credentials.projectId,
      seed: false,
      scheduledForDeletion: false,
      created: created_at,
    });
    expect(objects.filter(({ type, seed }) => type === "scaleway_vpc" && seed)).toHaveLength(4);
    expect((await raw("GET", "/-/nothing")).status).toBe(404);
  });

  it("is as new after a reset", async () => {
    const { client } = host;
    const { id } = await client.create("/vpc/v2/regions/fr-par/vpcs");
    expect((await raw("POST", "/-/reset")).status).toBe(204);
    expect(await client.get(`/vpc/v2/regions/fr-par/vpcs/${id}`)).toMatchObject(missing("vpc", id));
    expect((await client.status()).objects.every(({ seed }) => seed)).toBe(true);
  });
});
