import { blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const GATEWAY = "/vpc-gw/v2/zones/fr-par-1";
const VPC = "/vpc/v2/regions/fr-par";
const IPS = "/ipam/v1/regions/fr-par/ips";
const host = withServer();

const newGateway = (client: Client, change: object = {}) =>
  client.create(`${GATEWAY}/gateways`, { name: "egress", type: "VPC-GW-S", ...change });
const newNetwork = async (client: Client) => {
  const vpc = await client.create(`${VPC}/vpcs`);
  return client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.64.0.0/22"] });
};
const attach = (client: Client, gateway_id: string, private_network_id: string, change: object = {}) =>
  client.create(`${GATEWAY}/gateway-networks`, {
    gateway_id,
    private_network_id,
    enable_masquerade: true,
    push_default_route: false,
    ...change,
  });

describe("addresses of gateways", () => {
  it("are made with a name of their own, which can be changed and given back", async () => {
    const { client } = host;
    const ip = await client.create(`${GATEWAY}/ips`, { tags: ["a"] });
    const [first, second, third, fourth] = ip.address.split(".");
    const own = `${fourth}-${third}-${second}-${first}.instances.scw.cloud`;
    expect(ip).toMatchObject({ reverse: own, zone: "fr-par-1", tags: ["a"] });
    expect(ip).not.toHaveProperty("gateway_id");
    const path = `${GATEWAY}/ips/${ip.id}`;
    expect((await client.patch(path, { reverse: "egress.example.org" })).body.reverse).toBe("egress.example.org");
    expect((await client.patch(path, { tags: ["b"] })).body).toMatchObject({
      reverse: "egress.example.org",
      tags: ["b"],
    });
    expect((await client.patch(path, { reverse: "" })).body.reverse).toBe(own);
    expect(await client.patch(path, { reverse: "no host name" })).toMatchObject(invalid(["reverse", "format"]));
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("ip", ip.id));
  });

  it("stay as long as their gateway does", async () => {
    const { client } = host;
    const ip = await client.create(`${GATEWAY}/ips`);
    const gateway = await newGateway(client, { ip_id: ip.id });
    expect(gateway.ipv4).toEqual({ ...ip, gateway_id: gateway.id });
    expect((await client.get(`${GATEWAY}/ips/${ip.id}`)).body.gateway_id).toBe(gateway.id);
    expect((await client.get(`${GATEWAY}/ips?is_free=false`)).body.ips).toContainEqual(gateway.ipv4);
    expect(await client.delete(`${GATEWAY}/ips/${ip.id}`)).toMatchObject(blocked("resource_still_in_use"));
    await client.delete(`${GATEWAY}/gateways/${gateway.id}`);
    expect((await client.get(`${GATEWAY}/ips?is_free=true`)).body.ips).toContainEqual(ip);
    expect((await client.delete(`${GATEWAY}/ips/${ip.id}`)).status).toBe(204);
  });
});

describe("gateways", () => {
  it("allocate, run, change and are gone after the answer to their deletion", async () => {
    const { client } = host;
    const gateway = await newGateway(client, { enable_bastion: true });
    expect(gateway).toMatchObject({
      status: "allocating",
      bandwidth: 100,
      bastion_enabled: true,
      bastion_port: 61000,
      bastion_allowed_ips: ["0.0.0.0/0"],
      smtp_enabled: false,
    });
    expect(gateway).not.toHaveProperty("version");
    const path = `${GATEWAY}/gateways/${gateway.id}`;
    expect((await client.get(path)).body).toMatchObject({ status: "running", version: expect.any(String) });
    const changed = await client.patch(path, {
      name: "n",
      enable_bastion: false,
      bastion_port: 2222,
      enable_smtp: true,
    });
    expect(changed.body).toMatchObject({ name: "n", bastion_enabled: false, bastion_port: 2222, smtp_enabled: true });
    expect((await client.post(`${path}/refresh-ssh-keys`)).body).toEqual(changed.body);
    expect((await client.post(`${path}/upgrade`, { type: "VPC-GW-M" })).body).toMatchObject({ bandwidth: 1000 });
    const ranges = { ip_ranges: ["198.51.100.0/24"] };
    expect((await client.put(`${path}/bastion-allowed-ips`, ranges)).body).toEqual(ranges);
    expect((await client.get(path)).body.bastion_allowed_ips).toEqual(ranges.ip_ranges);
    expect(await client.delete(`${path}?delete_ip=false`)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toMatchObject(missing("gateway", gateway.id));
  });

  it.each([
    ["a type that is none", { type: "VPC-GW-XXS" }, "type", "constraint"],
    ["no name", { name: undefined }, "name", "required"],
    ["a bastion on a system port", { bastion_port: 22 }, "bastion_port", "constraint"],
    ["a bastion on a port kept for others", { bastion_port: 60001 }, "bastion_port", "constraint"],
    ["an argument of the first version of the API", { upstream_dns_servers: [] }, "upstream_dns_servers", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(`${GATEWAY}/gateways`, { name: "g", type: "VPC-GW-S", ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });

  it("refuse addresses that are not there, taken, of another project, and zones without gateways", async () => {
    const { client } = host;
    const post = (change: object) => client.post(`${GATEWAY}/gateways`, { name: "g", type: "VPC-GW-S", ...change });
    expect(await post({ ip_id: NOBODY })).toMatchObject(missing("ip", NOBODY));
    const { ipv4 } = await newGateway(client);
    expect(await post({ ip_id: ipv4.id })).toMatchObject(invalid(["ip_id", "constraint"]));
    const { id: project_id } = await client.create("/account/v3/projects", { name: "addresses" });
    const foreign = await client.create(`${GATEWAY}/ips`, { project_id });
    expect(await post({ ip_id: foreign.id })).toMatchObject(invalid(["ip_id", "constraint"]));
    for (const collection of ["gateways", "ips"]) {
      const body = collection === "ips" ? {} : { name: "g", type: "VPC-GW-S" };
      expect(await client.post(`/vpc-gw/v2/zones/fr-par-3/${collection}`, body)).toMatchObject(
        invalid(["zone", "constraint"]),
      );
    }
  });

  it("refuse changes of what cannot be changed, and arguments where there are none", async () => {
    const { client } = host;
    const { id } = await newGateway(client);
    const path = `${GATEWAY}/gateways/${id}`;
    expect(await client.patch(path, { type: "VPC-GW-M" })).toMatchObject(invalid(["type", "unknown"]));
    expect(await client.post(`${path}/upgrade`, { type: "VPC-GW-0" })).toMatchObject(invalid(["type", "constraint"]));
    expect(await client.post(`${path}/refresh-ssh-keys`, { all: true })).toMatchObject(invalid(["all", "unknown"]));
    expect(await client.put(`${path}/bastion-allowed-ips`, { ip_ranges: ["office"] })).toMatchObject(
      invalid(["ip_ranges.0", "format"]),
    );
    expect(await client.delete(`${path}?delete_ip=perhaps`)).toMatchObject(invalid(["delete_ip", "format"]));
    expect((await client.get(path)).status).toBe(200);
  });

  it("are found by name, type, tag, status and private network", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const one = await newGateway(client, { name: "searched-one", tags: ["red"] });
    await newGateway(client, { name: "searched-two", type: "VPC-GW-M" });
    await attach(client, one.id, network.id);
    const found = async (filter: string) =>
      (await client.get(`${GATEWAY}/gateways?name=searched&include_legacy=true&${filter}`)).body.gateways.map(
        ({ name }: { name: string }) => name,
      );
    expect(await found("order_by=name_desc")).toEqual(["searched-two", "searched-one"]);
    expect(await found("tags=red")).toEqual(["searched-one"]);
    expect(await found("types=VPC-GW-M")).toEqual(["searched-two"]);
    expect(await found("status=failed")).toEqual([]);
    expect(await found(`private_network_ids=${network.id}`)).toEqual(["searched-one"]);
  });

  it("leave the address that came with them, unless told otherwise", async () => {
    const { client } = host;
    const liveIps = async () =>
      (await client.status()).objects
        .filter(({ type }) => type === "scaleway_vpc_public_gateway_ip")
        .map(({ id }) => id);
    for (const [query, stays] of [
      ["", true],
      ["?delete_ip=true", false],
    ] as const) {
      const { id, ipv4 } = await newGateway(client);
      expect(await liveIps()).not.toContain(`fr-par-1/${ipv4.id}`);
      await client.delete(`${GATEWAY}/gateways/${id}${query}`);
      expect((await liveIps()).includes(`fr-par-1/${ipv4.id}`)).toBe(stays);
    }
  });
});

describe("gateway networks", () => {
  it("have an address in the network while they are there, and keep gateway and network", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const gateway = await newGateway(client);
    const created = await attach(client, gateway.id, network.id);
    expect(created).toMatchObject({ status: "created", masquerade_enabled: true, push_default_route: false });
    expect(created).not.toHaveProperty("mac_address");
    const path = `${GATEWAY}/gateway-networks/${created.id}`;
    const ready = (await client.get(path)).body;
    expect(ready).toMatchObject({ status: "ready", mac_address: expect.stringMatching(/^02(:[0-9A-F]{2}){5}$/) });
    expect((await client.get(`${GATEWAY}/gateways/${gateway.id}`)).body.gateway_networks).toEqual([ready]);
    const { body: ips } = await client.get(`${IPS}?resource_type=vpc_gateway_network&resource_id=${created.id}`);
    expect(ips.ips).toMatchObject([
      { id: created.ipam_ip_id, address: "10.64.0.2/22", resource: { name: "egress", mac_address: ready.mac_address } },
    ]);

    const inUse = blocked("resource_still_in_use");
    expect(await client.delete(`${VPC}/private-networks/${network.id}`)).toMatchObject(inUse);
    expect(await client.delete(`${GATEWAY}/gateways/${gateway.id}`)).toMatchObject(inUse);
    expect(await client.delete(`${IPS}/${created.ipam_ip_id}`)).toMatchObject(inUse);
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "detaching" } });
    expect(await client.get(path)).toMatchObject(missing("gateway_network", created.id));
    expect(await client.get(`${IPS}/${created.ipam_ip_id}`)).toMatchObject(missing("ip", created.ipam_ip_id));
    expect((await client.delete(`${VPC}/private-networks/${network.id}`)).status).toBe(204);
    expect((await client.delete(`${GATEWAY}/gateways/${gateway.id}`)).status).toBe(200);
  });

  it("advertise a default route that nobody can touch, as long as they are told to", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const gateway = await newGateway(client);
    const { id } = await attach(client, gateway.id, network.id, { push_default_route: true });
    const defaults = async () =>
      (await client.get(`${VPC}/routes-with-nexthop?vpc_id=${network.vpc_id}`)).body.routes.filter(
        ({ route }: { route: { type: string } }) => route.type === "default",
      );
    const [advertised] = await defaults();
    expect(advertised).toMatchObject({
      nexthop_name: "egress",
      nexthop_resource_type: "vpc_gateway_network",
      route: { destination: "0.0.0.0/0", is_read_only: true, nexthop_resource_id: id },
    });
    const path = `${VPC}/routes/${advertised.route.id}`;
    expect(await client.patch(path, { description: "mine" })).toMatchObject(blocked("resource_not_usable"));
    expect(await client.delete(path)).toMatchObject(blocked("resource_not_usable"));
    const changed = await client.patch(`${GATEWAY}/gateway-networks/${id}`, {
      push_default_route: false,
      enable_masquerade: false,
    });
    expect(changed.body).toMatchObject({ status: "configuring", push_default_route: false, masquerade_enabled: false });
    expect(await defaults()).toEqual([]);
  });

  it("take an address that was reserved for them, and give it back", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const gateway = await newGateway(client);
    const source = { private_network_id: network.id };
    const [mine, other] = [await client.create(IPS, { source }), await client.create(IPS, { source })];
    const { id } = await attach(client, gateway.id, network.id, { ipam_ip_id: mine.id });
    const holder = async (ip: { id: string }) => (await client.get(`${IPS}/${ip.id}`)).body.resource?.id;
    expect(await holder(mine)).toBe(id);
    await client.patch(`${GATEWAY}/gateway-networks/${id}`, { ipam_ip_id: other.id });
    expect([await holder(mine), await holder(other)]).toEqual([undefined, id]);
    await client.delete(`${GATEWAY}/gateway-networks/${id}`);
    expect(await holder(other)).toBeUndefined();
  });

  it("come one after the other: a gateway that is being changed takes no second one", async () => {
    const { client } = host;
    const [first, second] = [await newNetwork(client), await newNetwork(client)];
    const gateway = await newGateway(client);
    await attach(client, gateway.id, first.id);
    const again = { gateway_id: gateway.id, private_network_id: second.id };
    expect(await client.post(`${GATEWAY}/gateway-networks`, again)).toMatchObject({
      status: 409,
      body: { type: "transient_state", current_state: "configuring", resource: "gateway", resource_id: gateway.id },
    });
    await client.get(`${GATEWAY}/gateways/${gateway.id}`);
    expect((await client.post(`${GATEWAY}/gateway-networks`, again)).status).toBe(200);
  });

  it("refuse what is not there, a second place in a network, and addresses of others", async () => {
    const { client } = host;
    const [network, elsewhere] = [await newNetwork(client), await newNetwork(client)];
    const gateway = await newGateway(client);
    const post = (change: object) =>
      client.post(`${GATEWAY}/gateway-networks`, { gateway_id: gateway.id, private_network_id: network.id, ...change });
    expect(await post({ gateway_id: NOBODY })).toMatchObject(missing("gateway", NOBODY));
    expect(await post({ private_network_id: NOBODY })).toMatchObject(missing("private_network", NOBODY));
    expect(await post({ ipam_ip_id: NOBODY })).toMatchObject(missing("ip", NOBODY));
    expect(await post({ enable_dhcp: true })).toMatchObject(invalid(["enable_dhcp", "unknown"]));
    const foreign = await client.create(IPS, { source: { private_network_id: elsewhere.id } });
    expect(await post({ ipam_ip_id: foreign.id })).toMatchObject(invalid(["ipam_ip_id", "constraint"]));
    const taken = await client.create(IPS, {
      source: { private_network_id: network.id },
      resource: { mac_address: "02:00:00:00:00:01" },
    });
    expect(await post({ ipam_ip_id: taken.id })).toMatchObject(invalid(["ipam_ip_id", "constraint"]));
    await attach(client, gateway.id, network.id);
    await client.get(`${GATEWAY}/gateways/${gateway.id}`);
    expect(await post({})).toMatchObject(invalid(["private_network_id", "constraint"]));
  });
});

describe("PAT rules", () => {
  const rule = { public_port: 2022, private_ip: "10.64.0.9", private_port: 22, protocol: "tcp" };

  it("are created, changed, found and go with their gateway", async () => {
    const { client } = host;
    const { id: gateway_id } = await newGateway(client);
    const created = await client.create(`${GATEWAY}/pat-rules`, { gateway_id, ...rule });
    const path = `${GATEWAY}/pat-rules/${created.id}`;
    expect((await client.patch(path, { public_port: 900, protocol: "unknown_protocol" })).body).toMatchObject({
      ...rule,
      public_port: 900,
    });
    const second = await client.create(`${GATEWAY}/pat-rules`, { gateway_id, ...rule, protocol: undefined });
    expect(second.protocol).toBe("both");
    const list = await client.get(`${GATEWAY}/pat-rules?gateway_ids=${gateway_id}&order_by=public_port_asc`);
    expect(list.body.pat_rules.map(({ id }: { id: string }) => id)).toEqual([created.id, second.id]);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("pat_rule", created.id));
    await client.delete(`${GATEWAY}/gateways/${gateway_id}`);
    expect(await client.get(`${GATEWAY}/pat-rules/${second.id}`)).toMatchObject(missing("pat_rule", second.id));
  });

  it.each([
    ["a protocol that is none", { protocol: "icmp" }, "protocol", "constraint"],
    ["port 0", { private_port: 0 }, "private_port", "constraint"],
    ["an IPv6 address", { private_ip: "fd00::2" }, "private_ip", "constraint"],
    ["a name", { private_ip: "db" }, "private_ip", "format"],
    ["an unknown argument", { enabled: true }, "enabled", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { id: gateway_id } = await newGateway(host.client);
    const answer = await host.client.post(`${GATEWAY}/pat-rules`, { gateway_id, ...rule, ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });

  it("refuse a gateway that is not there, and a port that is forwarded already", async () => {
    const { client } = host;
    const { id: gateway_id } = await newGateway(client);
    const post = (change: object) => client.post(`${GATEWAY}/pat-rules`, { gateway_id, ...rule, ...change });
    expect(await post({ gateway_id: NOBODY })).toMatchObject(missing("gateway", NOBODY));
    expect((await post({})).status).toBe(200);
    expect((await post({ protocol: "udp" })).status).toBe(200);
    expect(await post({ protocol: "both" })).toMatchObject(invalid(["public_port", "constraint"]));
  });
});
