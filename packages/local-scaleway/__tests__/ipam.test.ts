import { blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const IPS = "/ipam/v1/regions/fr-par/ips";
const VPC = "/vpc/v2/regions/fr-par";
const host = withServer();

const newNetwork = async (client: Client, subnet = "10.64.0.0/22") => {
  const vpc = await client.create(`${VPC}/vpcs`);
  return client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: [subnet] });
};
const reserve = async (client: Client, body: object = {}) => {
  const network = await newNetwork(client);
  return client.create(IPS, { source: { private_network_id: network.id }, ...body });
};
const machine = { mac_address: "02:00:00:AA:BB:CC", name: "vm" };

describe("IPAM", () => {
  it("gives the first free address of the subnet, and the one that is asked for", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const source = { private_network_id: network.id };
    const [ipv4, ipv6] = network.subnets;
    const first = await client.create(IPS, { source });
    expect(first).toMatchObject({
      address: "10.64.0.2/22",
      is_ipv6: false,
      resource: null,
      source: { subnet_id: ipv4.id },
      zone: null,
    });
    expect((await client.create(IPS, { source, address: "10.64.0.4" })).address).toBe("10.64.0.4/22");
    expect((await client.create(IPS, { source: { subnet_id: ipv4.id } })).address).toBe("10.64.0.3/22");
    expect((await client.create(IPS, { source })).address).toBe("10.64.0.5/22");
    const six = await client.create(IPS, { source, is_ipv6: true });
    expect(six).toMatchObject({ address: ipv6.subnet.replace("::/", "::2/"), source: { subnet_id: ipv6.id } });
  });

  it("gives an address again once it was released", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const source = { private_network_id: network.id };
    const { id } = await client.create(IPS, { source, address: "10.64.0.9" });
    expect(await client.delete(`${VPC}/private-networks/${network.id}`)).toMatchObject(
      blocked("resource_still_in_use"),
    );
    expect((await client.delete(`${IPS}/${id}`)).status).toBe(204);
    expect(await client.get(`${IPS}/${id}`)).toMatchObject(missing("ip", id));
    const again = await client.create(IPS, { source, address: "10.64.0.9" });
    await client.delete(`${IPS}/${again.id}`);
    expect((await client.delete(`${VPC}/private-networks/${network.id}`)).status).toBe(204);
  });

  it.each([
    ["outside the subnet", { address: "10.65.0.2" }],
    ["the subnet's own", { address: "10.64.0.0" }],
    ["its gateway's", { address: "10.64.0.1" }],
    ["the broadcast address", { address: "10.64.3.255" }],
    ["of the other IP version", { address: "fd00::2" }],
  ])("refuses an address that is %s", async (_, body) => {
    const network = await newNetwork(host.client);
    const source = { private_network_id: network.id };
    expect(await host.client.post(IPS, { source, ...body })).toMatchObject(invalid(["address", "constraint"]));
  });

  it("refuses an address that somebody has, and says so when none is left", async () => {
    const { client } = host;
    const network = await newNetwork(client, "10.64.0.0/30");
    const source = { private_network_id: network.id };
    await client.create(IPS, { source });
    expect(await client.post(IPS, { source, address: "10.64.0.2" })).toMatchObject(invalid(["address", "constraint"]));
    expect(await client.post(IPS, { source })).toMatchObject(blocked("resource_not_usable"));
  });

  it("refuses sources that are none, two, or not for reservation, and another project than the network's", async () => {
    const { client } = host;
    const { id: private_network_id, subnets } = await newNetwork(client);
    const post = (source: object) => client.post(IPS, { source });
    expect(await post({})).toMatchObject(invalid(["source", "constraint"]));
    expect(await post({ private_network_id, subnet_id: subnets[0].id })).toMatchObject(
      invalid(["source", "constraint"]),
    );
    expect(await post({ zonal: "fr-par-1" })).toMatchObject(invalid(["source", "constraint"]));
    expect(await post({ private_network_id: NOBODY })).toMatchObject(missing("private_network", NOBODY));
    expect(await post({ subnet_id: NOBODY })).toMatchObject(invalid(["source.subnet_id", "constraint"]));
    expect(await client.post(IPS, { pool: "a" })).toMatchObject(invalid(["pool", "unknown"], ["source", "required"]));
    const { id: project_id } = await client.create("/account/v3/projects", { name: "other" });
    expect(await client.post(IPS, { project_id, source: { private_network_id } })).toMatchObject(
      invalid(["project_id", "constraint"]),
    );
  });

  it("knows what has an address: attached, moved and detached by MAC address", async () => {
    const { client } = host;
    const ip = await reserve(client, { resource: machine });
    expect(ip.resource).toMatchObject({ type: "custom", ...machine });
    const path = `${IPS}/${ip.id}`;
    expect(await client.delete(path)).toMatchObject(blocked("resource_still_in_use"));
    expect(await client.post(`${path}/attach`, { resource: machine })).toMatchObject(blocked("resource_still_in_use"));
    const other = { mac_address: "02:00:00:00:00:02", name: null };
    expect(await client.post(`${path}/move`, { from_resource: other, to_resource: machine })).toMatchObject(
      invalid(["from_resource", "constraint"]),
    );
    const moved = await client.post(`${path}/move`, { from_resource: machine, to_resource: other });
    expect(moved.body.resource).toMatchObject({ type: "custom", ...other });
    expect(await client.post(`${path}/detach`, { resource: machine })).toMatchObject(
      invalid(["resource", "constraint"]),
    );
    expect((await client.post(`${path}/detach`, { resource: other })).body.resource).toBeNull();
    expect((await client.post(`${path}/attach`, { resource: machine })).body.resource).toMatchObject(machine);
    expect((await client.post(`${path}/move`, { from_resource: machine, to_resource: null })).body.resource).toBeNull();
    expect(await client.post(`${path}/attach`, { resource: { mac_address: "02:00" } })).toMatchObject(
      invalid(["resource.mac_address", "format"]),
    );
  });

  it("keeps tags and host names, the latter for addresses of the IP only", async () => {
    const { client } = host;
    const { id } = await reserve(client, { tags: ["a"] });
    const path = `${IPS}/${id}`;
    const reverse = { hostname: "db.example.org", address: "10.64.0.2" };
    expect((await client.patch(path, { tags: ["b"], reverses: null })).body).toMatchObject({ tags: ["b"] });
    await client.patch(path, { reverses: [reverse] });
    expect((await client.get(path)).body.reverses).toEqual([{ ...reverse, hostname: "db.example.org." }]);
    expect(await client.patch(path, { reverses: [{ ...reverse, address: "10.1.0.2" }] })).toMatchObject(
      invalid(["reverses.0.address", "constraint"]),
    );
  });

  it("finds addresses by network, version, tag and by what has them, newest first", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const source = { private_network_id: network.id };
    const plain = await client.create(IPS, { source, tags: ["plain"] });
    const attached = await client.create(IPS, { source, resource: machine });
    const six = await client.create(IPS, { source, is_ipv6: true });
    const found = async (filter: string) =>
      (await client.get(`${IPS}?private_network_id=${network.id}&${filter}`)).body.ips.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found("resource_type=unknown_type")).toEqual([six.id, attached.id, plain.id]);
    expect(await found("order_by=created_at_asc")).toEqual([plain.id, attached.id, six.id]);
    expect(await found("is_ipv6=true")).toEqual([six.id]);
    expect(await found("tags=plain&tags=other")).toEqual([plain.id]);
    expect(await found("attached=true")).toEqual([attached.id]);
    expect(await found("mac_address=02:00:00:aa:bb:cc")).toEqual([attached.id]);
    expect(await found(`resource_id=${attached.resource.id}`)).toEqual([attached.id]);
    expect(await found("resource_name=v&resource_type=custom")).toEqual([attached.id]);
    expect(await found("resource_type=lb_server")).toEqual([]);
    expect(await found(`vpc_id=${network.vpc_id}`)).toHaveLength(3);
    expect(await found("zonal=fr-par-1")).toEqual([]);
    expect(await client.get(`${IPS}?resource_type=toaster`)).toMatchObject(invalid(["resource_type", "constraint"]));
  });
});
