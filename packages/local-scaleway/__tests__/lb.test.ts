import { blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const LB = "/lb/v1/zones/fr-par-1";
const VPC = "/vpc/v2/regions/fr-par";
const IPS = "/ipam/v1/regions/fr-par/ips";
const host = withServer();

const newLoadBalancer = (client: Client, change: object = {}) =>
  client.create(`${LB}/lbs`, { name: "portal", type: "LB-S", ...change });
const newNetwork = async (client: Client) => {
  const { id: vpc_id } = await client.create(`${VPC}/vpcs`);
  return client.create(`${VPC}/private-networks`, { vpc_id });
};
const nowhere = (words: string) => ({ status: 404, body: { message: words } });

describe("addresses of load balancers", () => {
  it("have a name of their own, which can be changed and given back", async () => {
    const { client } = host;
    const ip = await client.create(`${LB}/ips`, { tags: ["a"] });
    const own = `${ip.ip_address.replaceAll(".", "-")}.lb.fr-par.scw.cloud`;
    expect(ip).toMatchObject({ reverse: own, lb_id: null, zone: "fr-par-1", region: "fr-par", tags: ["a"] });
    const path = `${LB}/ips/${ip.id}`;
    expect((await client.patch(path, { reverse: "www.example.org" })).body.reverse).toBe("www.example.org");
    expect((await client.patch(path, { tags: ["b"] })).body).toMatchObject({ reverse: "www.example.org", tags: ["b"] });
    expect((await client.patch(path, { reverse: "" })).body.reverse).toBe(own);
    expect(await client.patch(path, { reverse: "no host name" })).toMatchObject(invalid(["reverse", "format"]));
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("ips not Found"));
  });

  it("are of either IP version, and differ from those of gateways", async () => {
    const { client } = host;
    const ipv4 = await client.create(`${LB}/ips`);
    const ipv6 = await client.create(`${LB}/ips`, { is_ipv6: true });
    const gateways = await client.create("/vpc-gw/v2/zones/fr-par-1/ips");
    expect(ipv4.ip_address).toMatch(/^198\.1[89]\./);
    expect(ipv4.ip_address).not.toBe(gateways.address);
    expect(ipv6.ip_address).toMatch(/^2001:db8:/);
    expect(ipv6.reverse).toMatch(/^([0-9a-f]\.){32}lb\.fr-par\.scw\.cloud$/);
    const list = async (query: string) => (await client.get(`${LB}/ips?${query}`)).body.ips;
    expect(await list("ip_type=ipv6")).toEqual([ipv6]);
    expect(await list("ip_type=ipv4")).toContainEqual(ipv4);
    expect(await list(`ip_type=all&ip_address=${ipv4.ip_address}`)).toEqual([ipv4]);
    expect(await client.get(`${LB}/ips?ip_type=ipv5`)).toMatchObject(invalid(["ip_type", "constraint"]));
  });
});

describe("load balancers", () => {
  it("are made, change size, are replaced as a whole and are gone after their deletion", async () => {
    const { client } = host;
    const made = await newLoadBalancer(client, { description: "d", tags: ["a"] });
    expect(made).toMatchObject({ status: "to_create", type: "lb-s", instances: [], description: "d", tags: ["a"] });
    const path = `${LB}/lbs/${made.id}`;
    expect((await client.get(path)).body).toMatchObject({ status: "ready", instances: [{ status: "ready" }] });
    const migrated = await client.post(`${path}/migrate`, { type: "LB-GP-M" });
    expect(migrated.body).toMatchObject({ status: "migrating", type: "lb-gp-m" });
    const modern = { ssl_compatibility_level: "ssl_compatibility_level_modern" };
    const replaced = await client.put(path, { name: "n", ...modern });
    expect(replaced.body).toMatchObject({ name: "n", description: "", tags: [], status: "ready", ...modern });
    expect((await client.delete(`${path}?release_ip=true`)).status).toBe(204);
    expect(await client.get(path)).toEqual(nowhere("lbs not Found"));
    expect(await client.get(`${LB}/ips/${made.ip[0].id}`)).toEqual(nowhere("ips not Found"));
  });

  it("keep their addresses, and leave them behind unless told otherwise", async () => {
    const { client } = host;
    const ip = await client.create(`${LB}/ips`);
    const ipv6 = await client.create(`${LB}/ips`, { is_ipv6: true });
    const lb = await newLoadBalancer(client, { ip_ids: [ip.id] });
    expect(lb.ip).toEqual([{ ...ip, lb_id: lb.id }]);
    expect((await client.patch(`${LB}/ips/${ipv6.id}`, { lb_id: lb.id })).body.lb_id).toBe(lb.id);
    expect((await client.get(`${LB}/lbs/${lb.id}`)).body.ip).toHaveLength(2);
    expect(await client.delete(`${LB}/ips/${ip.id}`)).toMatchObject(blocked("resource_still_in_use"));
    await client.delete(`${LB}/lbs/${lb.id}`);
    expect((await client.get(`${LB}/ips/${ip.id}`)).body).toEqual(ip);
    expect((await client.delete(`${LB}/ips/${ip.id}`)).status).toBe(204);
  });

  it("may do without an address, and may have one of each version made for them", async () => {
    const { client } = host;
    expect((await newLoadBalancer(client, { assign_flexible_ip: false })).ip).toEqual([]);
    const both = await newLoadBalancer(client, { assign_flexible_ip: true, assign_flexible_ipv6: true });
    expect(both.ip.map(({ ip_address }: { ip_address: string }) => ip_address)).toEqual([
      expect.stringContaining("."),
      expect.stringContaining(":"),
    ]);
  });

  it.each([
    ["a type that is none", { type: "LB-XXS" }, "type", "constraint"],
    ["no name", { name: undefined }, "name", "required"],
    ["a TLS level that is none", { ssl_compatibility_level: "tls_1_0" }, "ssl_compatibility_level", "constraint"],
    ["an argument that is none", { subscriber_id: NOBODY }, "subscriber_id", "unknown"],
    ["three addresses", { ip_ids: [NOBODY, NOBODY, NOBODY] }, "ip_ids", "constraint"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(`${LB}/lbs`, { name: "l", type: "LB-S", ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });

  it("refuse addresses that are not there, taken, of another project, twice of a version, and other zones", async () => {
    const { client } = host;
    const post = (change: object) => client.post(`${LB}/lbs`, { name: "l", type: "LB-S", ...change });
    expect(await post({ ip_ids: [NOBODY] })).toEqual(nowhere("ips not Found"));
    const { ip } = await newLoadBalancer(client);
    expect(await post({ ip_id: ip[0].id })).toMatchObject(invalid(["ip_id", "constraint"]));
    const { id: project_id } = await client.create("/account/v3/projects", { name: "addresses" });
    const foreign = await client.create(`${LB}/ips`, { project_id });
    expect(await post({ ip_id: foreign.id })).toMatchObject(invalid(["ip_id", "constraint"]));
    const [first, second] = [await client.create(`${LB}/ips`), await client.create(`${LB}/ips`)];
    expect(await post({ ip_ids: [first.id, second.id] })).toMatchObject(invalid(["ip_id", "constraint"]));
    expect(await post({ ip_id: first.id, assign_flexible_ip: true })).toMatchObject(invalid(["ip_id", "constraint"]));
    expect((await client.get(`${LB}/ips/${first.id}`)).body.lb_id).toBeNull();
    expect(await client.patch(`${LB}/ips/${first.id}`, { lb_id: NOBODY })).toEqual(nowhere("lbs not Found"));
    for (const [path, body] of [
      ["ips", {}],
      ["lbs", { name: "l", type: "LB-S" }],
    ] as const) {
      const answer = await client.post(`/lb/v1/zones/fr-par-3/${path}`, body);
      expect(answer).toMatchObject(invalid(["zone", "constraint"]));
    }
  });

  it("are listed by name, tag and project", async () => {
    const { client } = host;
    const lb = await newLoadBalancer(client, { name: "found-by-name", tags: ["found-by-tag"] });
    for (const query of ["name=by-name", "tags=found-by-tag&tags=other", `lb_ids=${lb.id}`]) {
      const { lbs, total_count } = (await client.get(`${LB}/lbs?order_by=created_at_asc&${query}`)).body;
      expect({ ids: lbs.map(({ id }: { id: string }) => id), total_count }).toEqual({ ids: [lb.id], total_count: 1 });
    }
    expect((await client.get(`${LB}/lbs?project_id=${NOBODY}`)).body.lbs).toEqual([]);
  });
});

describe("private networks of load balancers", () => {
  it("give the load balancer an address, and stay as long as it is in them", async () => {
    const { client } = host;
    const { id: private_network_id } = await newNetwork(client);
    const lb = await newLoadBalancer(client);
    const path = `${LB}/lbs/${lb.id}`;
    const attached = await client.create(`${path}/attach-private-network`, { private_network_id, ipam_ids: [] });
    expect(attached).toMatchObject({ status: "pending", ipam_ids: [], lb: { private_network_count: 1 } });
    const [network] = (await client.get(`${path}/private-networks?order_by=created_at_asc`)).body.private_network;
    expect(network).toMatchObject({ status: "ready", private_network_id, dhcp_config: { ip_id: network.ipam_ids[0] } });
    const query = `private_network_id=${private_network_id}&resource_id=${lb.id}&resource_type=lb_server`;
    expect((await client.get(`${IPS}?${query}`)).body.ips).toMatchObject([
      { id: network.ipam_ids[0], resource: { type: "lb_server", id: lb.id, name: "portal" } },
    ]);
    const networkPath = `${VPC}/private-networks/${private_network_id}`;
    expect(await client.delete(networkPath)).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.post(`${path}/detach-private-network`, { private_network_id })).status).toBe(204);
    expect((await client.get(`${IPS}?${query}`)).body.ips).toEqual([]);
    expect((await client.delete(networkPath)).status).toBe(204);
  });

  it("take an address that was reserved, and give it back with the load balancer", async () => {
    const { client } = host;
    const { id: private_network_id } = await newNetwork(client);
    const ip = await client.create(IPS, { source: { private_network_id } });
    const lb = await newLoadBalancer(client);
    const path = `${LB}/lbs/${lb.id}`;
    await client.create(`${path}/attach-private-network`, { private_network_id, ipam_ids: [ip.id] });
    expect((await client.get(`${IPS}/${ip.id}`)).body.resource).toMatchObject({ type: "lb_server", id: lb.id });
    await client.delete(path);
    expect((await client.get(`${IPS}/${ip.id}`)).body.resource).toBeNull();
  });

  it("are refused twice, when they are not there, beyond eight, and with an address from elsewhere", async () => {
    const { client } = host;
    const { id: private_network_id } = await newNetwork(client);
    const other = await newNetwork(client);
    const path = `${LB}/lbs/${(await newLoadBalancer(client)).id}`;
    const attach = (body: object) => client.post(`${path}/attach-private-network`, body);
    expect(await attach({ private_network_id: NOBODY })).toMatchObject(missing("private_network", NOBODY));
    const elsewhere = await client.create(IPS, { source: { private_network_id: other.id } });
    expect(await attach({ private_network_id, ipam_ids: [elsewhere.id] })).toMatchObject(
      invalid(["ipam_ids.0", "constraint"]),
    );
    const taken = await client.create(IPS, {
      source: { private_network_id },
      resource: { mac_address: "02:00:00:12:34:56" },
    });
    expect(await attach({ private_network_id, ipam_ids: [taken.id] })).toMatchObject(
      invalid(["ipam_ids.0", "constraint"]),
    );
    expect((await attach({ private_network_id })).status).toBe(200);
    expect(await attach({ private_network_id })).toMatchObject(invalid(["private_network_id", "constraint"]));
    for (let count = 2; count <= 8; count++) {
      expect((await attach({ private_network_id: (await newNetwork(client)).id })).status).toBe(200);
    }
    expect(await attach({ private_network_id: other.id })).toMatchObject(invalid(["private_network_id", "constraint"]));
    expect(await client.post(`${path}/detach-private-network`, { private_network_id: other.id })).toEqual(
      nowhere("privateNetwork not Found"),
    );
    expect(await client.get(`${LB}/lbs/${NOBODY}/private-networks`)).toEqual(nowhere("lbs not Found"));
  });
});
