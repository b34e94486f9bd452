import { invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const INSTANCE = "/instance/v1/zones/fr-par-1";
const GROUPS = `${INSTANCE}/security_groups`;
const host = withServer();

async function newGroup(change: object = {}) {
  const { status, body } = await host.client.post(GROUPS, { name: "nodes", stateful: true, ...change });
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.security_group;
}

/** What the header says of the length of a list. */
async function totalCount(path: string): Promise<string | null> {
  const { apiUrl, credentials } = host.server;
  const answer = await fetch(`${apiUrl}${path}`, { headers: { "X-Auth-Token": credentials.secretKey } });
  return answer.headers.get("x-total-count");
}

describe("security groups", () => {
  it("stand under their kind, change, and are gone when they are deleted", async () => {
    const { client } = host;
    const group = await newGroup({ tags: ["a"] });
    expect(group).toMatchObject({
      project: PROJECT,
      description: null,
      stateful: true,
      inbound_default_policy: "accept",
      enable_default_security: true,
      project_default: false,
      servers: [],
      state: "available",
      creation_date: expect.stringMatching(/\+00:00$/),
    });
    const path = `${GROUPS}/${group.id}`;
    expect((await client.patch(path, { tags: ["a"], stateful: true })).body.security_group).toEqual(group);
    const changed = (await client.patch(path, { inbound_default_policy: "drop", description: "d" })).body
      .security_group;
    expect(changed).toMatchObject({ state: "syncing", inbound_default_policy: "drop", description: "d", tags: ["a"] });
    expect((await client.get(path)).body.security_group).toEqual({ ...changed, state: "available" });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("instance_security_group", group.id));
  });

  it("are listed by name, tags and project, and counted by a header", async () => {
    const { client } = host;
    const [first, second] = [await newGroup({ name: "list-1", tags: ["x", "y"] }), await newGroup({ name: "list-2" })];
    const list = async (query: string) => (await client.get(`${GROUPS}?${query}`)).body;
    expect(await list("name=list")).toEqual({ security_groups: [second, first] });
    expect(await list("name=list&page=2&per_page=1")).toEqual({ security_groups: [first] });
    expect(await totalCount(`${GROUPS}?name=list&page=2&per_page=1`)).toBe("2");
    expect(await list("tags=x,y")).toEqual({ security_groups: [first] });
    expect(await list(`project=${NOBODY}`)).toEqual({ security_groups: [] });
    expect(await list("project_default=true")).toEqual({ security_groups: [] });
    expect(await client.get(`${GROUPS}?page_size=1`)).toMatchObject(invalid(["page_size", "unknown"]));
  });

  it.each([
    ["no name", { name: undefined }, "name", "required"],
    ["a policy that is none", { inbound_default_policy: "deny" }, "inbound_default_policy", "constraint"],
    ["an argument that is none", { rules: [] }, "rules", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(GROUPS, { name: "g", ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });
});

describe("rules of security groups", () => {
  const rule = { action: "accept", protocol: "TCP", direction: "inbound", ip_range: "10.64.0.0/22" };
  const put = (id: string, ...rules: object[]) => host.client.put(`${GROUPS}/${id}/rules`, { rules });

  it("are set together, behind those that block mail", async () => {
    const { id } = await newGroup();
    const { rules } = (
      await put(id, { ...rule, dest_port_from: 443, dest_port_to: 443 }, { ...rule, protocol: "ICMP" })
    ).body;
    expect(rules.slice(0, 6).map((one: { dest_port_from: number }) => one.dest_port_from)).toEqual([
      25, 465, 587, 25, 465, 587,
    ]);
    expect(rules[0]).toMatchObject({ editable: false, action: "drop", direction: "outbound", position: 1 });
    expect(rules.slice(6)).toMatchObject([
      { editable: true, position: 1, dest_port_from: 443, dest_port_to: null, dest_ip_range: null, zone: "fr-par-1" },
      { editable: true, position: 2, dest_port_from: null },
    ]);
    expect((await host.client.get(`${GROUPS}/${id}/rules`)).body).toEqual({ rules });
    expect((await host.client.get(`${GROUPS}/${id}/rules?page=2&per_page=6`)).body.rules).toHaveLength(2);
    await host.client.patch(`${GROUPS}/${id}`, { enable_default_security: false });
    expect((await put(id)).body.rules).toEqual([]);
  });

  it("keep the ids that they are given with, follow their positions, and show single addresses bare", async () => {
    const { id } = await newGroup({ enable_default_security: false });
    const kept = "22222222-2222-4222-8222-222222222222";
    const last = { ...rule, position: 2, ip_range: "fd00::1/128" };
    const { rules } = (await put(id, last, { ...rule, id: kept, position: 1, ip_range: "192.0.2.1/32" })).body;
    expect(rules).toMatchObject([
      { id: kept, ip_range: "192.0.2.1", position: 1 },
      { ip_range: "fd00::1", position: 2 },
    ]);
    expect((await put(id, { ...rule, editable: false })).body.rules).toEqual([]);
  });

  it.each([
    ["a protocol that is none", { protocol: "GRE" }, "rules.0.protocol", "constraint"],
    ["a direction that is none", { direction: "both" }, "rules.0.direction", "constraint"],
    ["a range that is none", { ip_range: "office" }, "rules.0.ip_range", "format"],
    ["ports that go down", { dest_port_from: 2, dest_port_to: 1 }, "rules.0.dest_port_to", "constraint"],
    ["a last port without a first one", { dest_port_to: 1 }, "rules.0.dest_port_to", "constraint"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { id } = await newGroup();
    expect(await put(id, { ...rule, ...change })).toMatchObject(invalid([argument, reason]));
    expect(await put(NOBODY, rule)).toMatchObject(missing("instance_security_group", NOBODY));
  });
});

describe("types of servers", () => {
  it("are told with their measures, page by page", async () => {
    const { client } = host;
    const total = Number(await totalCount(`${INSTANCE}/products/servers?page=1`));
    expect(total).toBeGreaterThan(100);
    const pages = await Promise.all(
      [1, 2, 3].map(async (page) => (await client.get(`${INSTANCE}/products/servers?page=${page}`)).body.servers),
    );
    const types = Object.assign({}, ...pages);
    expect(Object.keys(types)).toHaveLength(total);
    expect(types["PRO2-S"]).toEqual({
      alt_names: [],
      arch: "x86_64",
      ncpus: 8,
      ram: 34359738368,
      gpu: 0,
      gpu_info: null,
      mig_profile: null,
      hourly_price: 0.22338,
      monthly_price: 163.0674,
      block_bandwidth: 524288000,
      network: {
        interfaces: [{ internal_bandwidth: 1500000000, internet_bandwidth: 1500000000 }],
        ipv6_support: true,
        sum_internal_bandwidth: 1500000000,
        sum_internet_bandwidth: 1500000000,
      },
      volumes_constraint: { min_size: 0, max_size: 0 },
      per_volume_constraint: { l_ssd: { min_size: 0, max_size: 0 } },
      scratch_storage_max_volumes_count: 0,
      scratch_storage_max_size: 0,
      capabilities: {
        block_storage: true,
        boot_types: ["local", "rescue"],
        hot_snapshots_local_volume: false,
        max_file_systems: 0,
        placement_groups: true,
        private_network: 8,
      },
      end_of_service: false,
    });
    expect(types["DEV1-S"].volumes_constraint.max_size).toBe(20_000_000_000);
    expect(types["L4-1-24G"].gpu_info).toEqual({ gpu_manufacturer: "NVIDIA", gpu_name: "L4", gpu_memory: 25769803776 });
  });

  it("depend on the zone, and are available", async () => {
    const { client } = host;
    const read = async (zone: string, end = "") =>
      (await client.get(`/instance/v1/zones/${zone}/products/servers${end}?per_page=100`)).body.servers;
    const availability = await read("fr-par-3", "/availability");
    expect(Object.keys(availability)).toEqual(Object.keys(await read("fr-par-3")));
    expect(availability["PRO2-S"]).toEqual({ availability: "available" });
    expect(await read("it-mil-1")).toEqual({});
    expect(await client.get("/instance/v1/zones/fr-par-9/products/servers")).toMatchObject(
      invalid(["zone", "constraint"]),
    );
  });
});
