import { X509Certificate } from "node:crypto";
import { deleteLiveObject } from "../src";
import { createCertificateAuthority } from "../src/front/certificate-authority";
import { blocked, type Client, invalid, NOBODY, temporaryDirectory, withServer } from "./helpers/server";

const LB = "/lb/v1/zones/fr-par-1";
const host = withServer();
const authority = createCertificateAuthority(temporaryDirectory());

const newLoadBalancer = (client: Client) => client.create(`${LB}/lbs`, { name: "portal", type: "LB-S" });
const web = { name: "web", forward_protocol: "http", forward_port: 8080, health_check: { port: 8080 } };
const newBackend = (client: Client, lb: string, change: object = {}) =>
  client.create(`${LB}/lbs/${lb}/backends`, { ...web, ...change });
/** A load balancer with a frontend and its backend. */
async function newFrontend(client: Client, change: object = {}) {
  const lb = await newLoadBalancer(client);
  const backend = await newBackend(client, lb.id);
  const body = { name: "https", inbound_port: 443, backend_id: backend.id, ...change };
  return { lb, backend, frontend: await client.create(`${LB}/lbs/${lb.id}/frontends`, body) };
}
const nowhere = (words: string) => ({ status: 404, body: { message: words } });

describe("backends", () => {
  it("forward to servers, are replaced as a whole, and show their load balancer", async () => {
    const { client } = host;
    const lb = await newLoadBalancer(client);
    const backend = await newBackend(client, lb.id, {
      server_ip: ["10.0.0.2"],
      timeout_queue: "4.000000000s",
      proxy_protocol: "proxy_protocol_v2",
    });
    expect(backend).toMatchObject({
      forward_port_algorithm: "roundrobin",
      pool: ["10.0.0.2"],
      send_proxy_v2: true,
      timeout_server: 300_000,
      timeout_queue: "4s",
      health_check: { tcp_config: {}, transient_check_delay: "0.500s", check_delay: 60_000 },
      lb: { id: lb.id, backend_count: 1 },
    });
    const path = `${LB}/backends/${backend.id}`;
    const { health_check: _, ...changed } = { ...web, max_connections: 10, failover_host: "f.example.org" };
    expect((await client.put(path, changed)).body).toMatchObject({
      max_connections: 10,
      failover_host: "f.example.org",
      proxy_protocol: "proxy_protocol_none",
      timeout_queue: "0s",
      pool: ["10.0.0.2"],
    });
    expect((await client.put(path, { ...changed, max_connections: undefined })).body.max_connections).toBeNull();
    expect((await client.put(`${path}/servers`, { server_ip: ["10.0.0.3", "fd00::1"] })).body.pool).toEqual([
      "10.0.0.3",
      "fd00::1",
    ]);
    const check = { port: 80, https_config: { uri: "/health", method: "GET", sni: "a.example.org" } };
    const checked = await client.put(`${path}/healthcheck`, check);
    expect(checked.body.https_config).toEqual({ ...check.https_config, code: 200, host_header: "" });
    expect(checked.body).not.toHaveProperty("tcp_config");
    expect((await client.get(path)).body.health_check).toEqual(checked.body);
    const { backends } = (await client.get(`${LB}/lbs/${lb.id}/backends?name=web&order_by=name_desc`)).body;
    expect(backends).toEqual([(await client.get(path)).body]);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("backend not Found"));
  });

  it.each([
    ["a protocol that is none", { forward_protocol: "udp" }, "forward_protocol", "constraint"],
    ["a port that is none", { forward_port: 0 }, "forward_port", "constraint"],
    ["no check of its servers", { health_check: undefined }, "health_check", "required"],
    [
      "two ways of checking",
      { health_check: { port: 1, tcp_config: {}, ldap_config: {} } },
      "health_check",
      "constraint",
    ],
    ["a check with an unknown argument", { health_check: { port: 1, http: {} } }, "health_check.http", "unknown"],
    ["a server that is no address", { server_ip: ["server"] }, "server_ip.0", "format"],
    ["a time that is no number", { timeout_server: "5m" }, "timeout_server", "format"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { id } = await newLoadBalancer(host.client);
    const answer = await host.client.post(`${LB}/lbs/${id}/backends`, { ...web, ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });
});

describe("frontends", () => {
  it("lead to a backend, keep it, and are replaced as a whole", async () => {
    const { client } = host;
    const { lb, backend, frontend } = await newFrontend(client, { timeout_client: 30_000, connection_rate_limit: 5 });
    expect(frontend).toMatchObject({
      timeout_client: 30_000,
      connection_rate_limit: 5,
      enable_access_logs: false,
      certificate: null,
      certificate_ids: [],
      backend: { id: backend.id },
      lb: { frontend_count: 1 },
    });
    const path = `${LB}/frontends/${frontend.id}`;
    const body = { name: "https", inbound_port: 443, backend_id: backend.id };
    const replaced = await client.put(path, { ...body, enable_access_logs: true, connection_rate_limit: 0 });
    expect(replaced.body).toMatchObject({
      enable_access_logs: true,
      connection_rate_limit: null,
      timeout_client: null,
    });
    expect((await client.get(`${LB}/lbs/${lb.id}/frontends`)).body.frontends).toEqual([replaced.body]);
    expect(await client.delete(`${LB}/backends/${backend.id}`)).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("frontend not Found"));
    expect((await client.delete(`${LB}/backends/${backend.id}`)).status).toBe(204);
  });

  it("refuse a port twice, and what is another load balancer's or not there", async () => {
    const { client } = host;
    const { lb, backend } = await newFrontend(client);
    const other = await newFrontend(client);
    const path = `${LB}/lbs/${lb.id}/frontends`;
    const post = (change: object) =>
      client.post(path, { name: "f", inbound_port: 80, backend_id: backend.id, ...change });
    expect(await post({ inbound_port: 443 })).toMatchObject(invalid(["inbound_port", "constraint"]));
    expect(await post({ backend_id: other.backend.id })).toMatchObject(invalid(["backend_id", "constraint"]));
    expect(await post({ backend_id: NOBODY })).toEqual(nowhere("backend not Found"));
    expect(await post({ certificate_ids: [NOBODY] })).toEqual(nowhere("certificate not Found"));
    const { id: foreign } = await client.create(`${LB}/lbs/${other.lb.id}/certificates`, {
      name: "c",
      letsencrypt: { common_name: "www.example.org" },
    });
    expect(await post({ certificate_ids: [foreign] })).toMatchObject(invalid(["certificate_ids.0", "constraint"]));
    expect(await client.post(`${LB}/lbs/${NOBODY}/frontends`, {})).toEqual(nowhere("lbs not Found"));
  });
});

describe("certificates", () => {
  it("say of themselves what the given chain says, never show it, and stay as long as a frontend has them", async () => {
    const { client } = host;
    const { lb, backend } = await newFrontend(client);
    const { cert, key } = authority.issue(["portal.example.org", "www.example.org"]);
    const { fingerprint } = new X509Certificate(cert);
    const made = await client.create(`${LB}/lbs/${lb.id}/certificates`, {
      name: "portal",
      custom_certificate: { certificate_chain: `${cert}${key}` },
    });
    expect(made).toMatchObject({
      type: "custom",
      status: "pending",
      common_name: "portal.example.org",
      subject_alternative_name: ["portal.example.org", "www.example.org"],
      fingerprint: fingerprint.replaceAll(":", "").toLowerCase(),
    });
    expect(JSON.stringify(made)).not.toContain("BEGIN");
    const path = `${LB}/certificates/${made.id}`;
    expect((await client.get(path)).body.status).toBe("ready");
    expect((await client.put(path, { name: "renamed" })).body.name).toBe("renamed");
    const frontend = await client.create(`${LB}/lbs/${lb.id}/frontends`, {
      name: "f",
      inbound_port: 8443,
      backend_id: backend.id,
      certificate_ids: [made.id],
    });
    expect(frontend.certificate).toMatchObject({ id: made.id, name: "renamed" });
    expect(await client.delete(path)).toMatchObject(blocked("resource_still_in_use"));
    await client.delete(`${LB}/frontends/${frontend.id}`);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("certificate not Found"));
  });

  it("of Let's Encrypt are valid for 90 days once they are ready", async () => {
    const { client } = host;
    const { id } = await newLoadBalancer(client);
    const letsencrypt = { common_name: "www.example.org", subject_alternative_name: ["example.org"] };
    const made = await client.create(`${LB}/lbs/${id}/certificates`, { name: "www", letsencrypt });
    expect(made).toMatchObject({ status: "pending", fingerprint: "", not_valid_after: "0001-01-01T00:00:00Z" });
    const ready = (await client.get(`${LB}/certificates/${made.id}`)).body;
    expect(ready).toMatchObject({ status: "ready", fingerprint: expect.stringMatching(/^[0-9a-f]{40}$/) });
    const days = (Date.parse(ready.not_valid_after) - Date.parse(ready.not_valid_before)) / 86_400_000;
    expect(days).toBe(90);
    expect((await client.get(`${LB}/lbs/${id}/certificates?name=www`)).body.certificates).toEqual([ready]);
  });

  it("are refused without a key that fits, when they are none, of two kinds or of no kind", async () => {
    const { client } = host;
    const { id } = await newLoadBalancer(client);
    const post = (change: object) => client.post(`${LB}/lbs/${id}/certificates`, { name: "c", ...change });
    const chain = (certificate_chain: string) => post({ custom_certificate: { certificate_chain } });
    const { cert, key } = authority.issue(["a.example.org"]);
    const argument = "custom_certificate.certificate_chain";
    const broken = cert.replace(/\n.{8}/, "\nAAAAAAAA");
    for (const pem of ["", cert, key, `${broken}${key}`, `${cert}${authority.issue(["b.example.org"]).key}`]) {
      expect(await chain(pem)).toMatchObject(invalid([argument, "constraint"]));
    }
    const letsencrypt = { common_name: "www.example.org" };
    expect(await post({ letsencrypt, custom_certificate: { certificate_chain: `${cert}${key}` } })).toMatchObject(
      invalid(["letsencrypt", "constraint"]),
    );
    expect(await post({})).toMatchObject(invalid(["letsencrypt", "constraint"]));
    expect(await post({ letsencrypt: { common_name: "no domain" } })).toMatchObject(
      invalid(["letsencrypt.common_name", "format"]),
    );
  });
});

describe("ACLs", () => {
  const match = { ip_subnet: ["192.0.2.1", "198.51.100.0/24"] };
  const acl = { name: "offices", index: 1, action: { type: "allow" }, match };

  it("are a frontend's, replaced as a whole, and gone with it", async () => {
    const { client } = host;
    const { frontend } = await newFrontend(client);
    const list = `${LB}/frontends/${frontend.id}/acls`;
    const made = await client.create(list, { ...acl, description: "d" });
    expect(made).toMatchObject({ description: "d", frontend: { id: frontend.id }, match: { ...match, invert: false } });
    const path = `${LB}/acls/${made.id}`;
    const redirect = { type: "location", target: "https://www.example.org" };
    const replaced = await client.put(path, {
      name: "moved",
      index: 0,
      action: { type: "redirect", redirect },
      match: { http_filter: "http_header_match", http_filter_option: "host", http_filter_value: ["a"] },
    });
    expect(replaced.body).toMatchObject({
      description: "",
      action: { redirect: { ...redirect, code: 302 } },
      match: { ip_subnet: ["0.0.0.0/0"], http_filter_option: "host" },
    });
    expect((await client.get(`${list}?order_by=created_at_asc&name=moved`)).body.acls).toEqual([replaced.body]);
    await client.delete(`${LB}/frontends/${frontend.id}`);
    expect(await client.get(path)).toEqual(nowhere("acl not Found"));
  });

  it.each([
    ["an action that is none", { action: { type: "drop" } }, "action.type", "constraint"],
    ["a redirect to nowhere", { action: { type: "redirect" } }, "action.redirect", "constraint"],
    [
      "a redirect with the code of an error",
      { action: { type: "redirect", redirect: { target: "a", code: 304 } } },
      "action.redirect.code",
      "constraint",
    ],
    ["a place that is no address", { match: { ip_subnet: ["office"] } }, "match.ip_subnet.0", "format"],
    ["a filter for nothing", { match: { http_filter: "path_begin" } }, "match.http_filter_value", "constraint"],
    [
      "a header without its filter",
      { match: { http_filter_option: "host" } },
      "match.http_filter_option",
      "constraint",
    ],
    ["no match", { match: undefined }, "match", "required"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { frontend } = await newFrontend(host.client);
    const answer = await host.client.post(`${LB}/frontends/${frontend.id}/acls`, { ...acl, ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });
});

describe("routes", () => {
  it("lead to another backend, and keep it", async () => {
    const { client } = host;
    const { lb, frontend } = await newFrontend(client);
    const [first, second] = [await newBackend(client, lb.id), await newBackend(client, lb.id)];
    const match = { host_header: "a.example.org", match_subdomains: true };
    const route = await client.create(`${LB}/routes`, { frontend_id: frontend.id, backend_id: first.id, match });
    expect(route).toMatchObject({ match, backend_id: first.id });
    expect(await client.delete(`${LB}/backends/${first.id}`)).toMatchObject(blocked("resource_still_in_use"));
    const path = `${LB}/routes/${route.id}`;
    const other = { backend_id: second.id, match: { path_begin: "/api" } };
    const replaced = await client.put(path, other);
    expect(replaced.body).toMatchObject({
      backend_id: second.id,
      match: { path_begin: "/api", match_subdomains: false },
    });
    expect((await client.get(`${LB}/routes?frontend_id=${frontend.id}`)).body.routes).toEqual([replaced.body]);
    expect((await client.get(`${LB}/lbs/${lb.id}`)).body).toMatchObject({ route_count: 1, backend_count: 3 });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("privateNetwork not Found"));
  });

  it("refuse two criteria, none, and what is another load balancer's or not there", async () => {
    const { client } = host;
    const { backend, frontend } = await newFrontend(client);
    const foreign = await newFrontend(client);
    const post = (change: object) =>
      client.post(`${LB}/routes`, { frontend_id: frontend.id, backend_id: backend.id, match: { sni: "a" }, ...change });
    expect(await post({ match: { sni: "a", path_begin: "/" } })).toMatchObject(invalid(["match", "constraint"]));
    expect(await post({ match: {} })).toMatchObject(invalid(["match", "constraint"]));
    expect(await post({ backend_id: foreign.backend.id })).toMatchObject(invalid(["backend_id", "constraint"]));
    expect(await post({ frontend_id: NOBODY })).toEqual(nowhere("frontend not Found"));
  });
});

it("leaves nothing of a load balancer when every live object is deleted in the order of the inventory", async () => {
  const { client, server } = host;
  const { lb, backend, frontend } = await newFrontend(client);
  await client.create(`${LB}/frontends/${frontend.id}/acls`, { name: "a", index: 1, action: {}, match: {} });
  await client.create(`${LB}/routes`, { frontend_id: frontend.id, backend_id: backend.id, match: { sni: "a" } });
  await client.create(`${LB}/lbs/${lb.id}/certificates`, { name: "c", letsencrypt: { common_name: "a.example.org" } });

  // An address that was made for a load balancer appears once that is gone.
  for (let round = 0; round < 2; round++) {
    for (const object of (await client.status()).objects.filter(({ seed }) => !seed)) {
      expect({ object, outcome: await deleteLiveObject(server, object) }).toEqual({ object, outcome: "deleted" });
    }
  }
  expect((await client.status()).objects.filter(({ seed }) => !seed)).toEqual([]);
});

it("takes every part along when a load balancer goes", async () => {
  const { client } = host;
  const { lb, backend, frontend } = await newFrontend(client);
  await client.delete(`${LB}/lbs/${lb.id}`);
  expect(await client.get(`${LB}/backends/${backend.id}`)).toEqual(nowhere("backend not Found"));
  expect(await client.get(`${LB}/frontends/${frontend.id}`)).toEqual(nowhere("frontend not Found"));
});
