import { blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const VPC = "/vpc/v2/regions/fr-par";
const host = withServer();

/** `missing`, as said of routes and ingress rules: neither their kind nor their id is named. */
const missingUnnamed = missing("unknown", "");

async function networkIn(client: Client, subnet: string) {
  const vpc = await client.create(`${VPC}/vpcs`, { name: "v" });
  const network = await client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: [subnet] });
  return { vpc, network };
}

describe("VPC connectors", () => {
  const connect = (client: Client, vpc_id: string, target_vpc_id: string) =>
    client.create(`${VPC}/vpc-connectors`, { vpc_id, target_vpc_id });
  const statusOf = async (client: Client, { id }: { id: string }) =>
    (await client.get(`${VPC}/vpc-connectors/${id}`)).body.status;

  it("are orphans until the other VPC has one back, and again without it", async () => {
    const { client } = host;
    const here = await networkIn(client, "10.0.0.0/22");
    const there = await networkIn(client, "10.1.0.0/22");
    const out = await connect(client, here.vpc.id, there.vpc.id);
    expect(out).toMatchObject({
      status: "orphan",
      project_id: here.vpc.project_id,
      name: expect.stringMatching(/^connector-/),
    });
    const back = await connect(client, there.vpc.id, here.vpc.id);
    expect([await statusOf(client, out), await statusOf(client, back)]).toEqual(["peered", "peered"]);
    const peered = await client.get(`${VPC}/vpc-connectors?status=peered&vpc_id=${here.vpc.id}`);
    expect(peered.body).toMatchObject({ total_count: 1, vpc_connectors: [{ id: out.id }] });
    await client.delete(`${VPC}/vpc-connectors/${back.id}`);
    expect(await statusOf(client, out)).toBe("orphan");
  });

  it("are in conflict when the VPCs use the same addresses", async () => {
    const { client } = host;
    const here = await networkIn(client, "10.2.0.0/22");
    const there = await networkIn(client, "10.2.0.0/20");
    const out = await connect(client, here.vpc.id, there.vpc.id);
    await connect(client, there.vpc.id, here.vpc.id);
    expect(await statusOf(client, out)).toBe("conflict");
  });

  it("are renamed and tagged, and keep both VPCs from being deleted", async () => {
    const { client } = host;
    const [vpc, target] = [await client.create(`${VPC}/vpcs`), await client.create(`${VPC}/vpcs`)];
    const { id } = await connect(client, vpc.id, target.id);
    const path = `${VPC}/vpc-connectors/${id}`;
    expect((await client.patch(path, { name: "n", tags: ["t"] })).body).toMatchObject({ name: "n", tags: ["t"] });
    for (const end of [vpc, target]) {
      expect(await client.delete(`${VPC}/vpcs/${end.id}`)).toMatchObject(blocked("resource_still_in_use"));
    }
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("vpc_connector", id));
    for (const end of [vpc, target]) expect((await client.delete(`${VPC}/vpcs/${end.id}`)).status).toBe(204);
  });

  it("refuse a VPC that does not exist, the same one twice, and a change of direction", async () => {
    const { client } = host;
    const { id } = await client.create(`${VPC}/vpcs`);
    const post = (body: object) => client.post(`${VPC}/vpc-connectors`, body);
    expect(await post({ vpc_id: id, target_vpc_id: NOBODY })).toMatchObject(missing("vpc", NOBODY));
    expect(await post({ vpc_id: id, target_vpc_id: id })).toMatchObject(invalid(["target_vpc_id", "constraint"]));
    expect(await post({ vpc_id: id })).toMatchObject(invalid(["target_vpc_id", "required"]));
    const other = await client.create(`${VPC}/vpcs`);
    const connector = await connect(client, id, other.id);
    expect(await client.patch(`${VPC}/vpc-connectors/${connector.id}`, { target_vpc_id: id })).toMatchObject(
      invalid(["target_vpc_id", "unknown"]),
    );
    expect(await client.get(`${VPC}/vpc-connectors?status=broken`)).toMatchObject(invalid(["status", "constraint"]));
  });
});

describe("routes", () => {
  it("lead to a private network, and hold it and their VPC until they are deleted", async () => {
    const { client } = host;
    const { vpc, network } = await networkIn(client, "10.3.0.0/22");
    const route = await client.create(`${VPC}/routes`, {
      vpc_id: vpc.id,
      description: "",
      destination: "192.168.0.0/24",
      nexthop_private_network_id: network.id,
    });
    expect(route).toMatchObject({ description: "Custom route", type: "custom", is_read_only: false });
    const path = `${VPC}/routes/${route.id}`;
    const changed = { description: "archive", destination: "192.168.1.0/24", tags: ["t"] };
    expect((await client.patch(path, changed)).body).toMatchObject(changed);
    expect(await client.delete(`${VPC}/private-networks/${network.id}`)).toMatchObject(
      blocked("resource_still_in_use"),
    );
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missingUnnamed);
    expect((await client.delete(`${VPC}/private-networks/${network.id}`)).status).toBe(204);
  });

  it("lead to a connector of their VPC, which stays as long as they do", async () => {
    const { client } = host;
    const { vpc } = await networkIn(client, "10.3.0.0/22");
    const target = await client.create(`${VPC}/vpcs`);
    const ends = { vpc_id: vpc.id, target_vpc_id: target.id };
    const { id: nexthop_vpc_connector_id } = await client.create(`${VPC}/vpc-connectors`, ends);
    const route = { destination: "10.9.0.0/24", nexthop_vpc_connector_id };
    await client.create(`${VPC}/routes`, { ...route, vpc_id: vpc.id });
    expect(await client.post(`${VPC}/routes`, { ...route, vpc_id: target.id })).toMatchObject(
      invalid(["nexthop_vpc_connector_id", "constraint"]),
    );
    expect(await client.delete(`${VPC}/vpc-connectors/${nexthop_vpc_connector_id}`)).toMatchObject(
      blocked("resource_still_in_use"),
    );
  });

  it("lead to whatever has an address in the VPC", async () => {
    const { client } = host;
    const { vpc, network } = await networkIn(client, "10.3.0.0/22");
    const ip = await client.create("/ipam/v1/regions/fr-par/ips", {
      source: { private_network_id: network.id },
      resource: { mac_address: "02:00:00:00:00:01", name: "firewall" },
    });
    const nexthop = { nexthop_resource_id: ip.resource.id, nexthop_private_network_id: network.id };
    await client.create(`${VPC}/routes`, { vpc_id: vpc.id, destination: "10.9.0.0/24", ...nexthop });
    const { body } = await client.get(`${VPC}/routes-with-nexthop?nexthop_resource_id=${ip.resource.id}`);
    expect(body.routes).toMatchObject([{ nexthop_ip: ip.address.split("/")[0], nexthop_name: "firewall" }]);
  });

  it.each([
    ["no next hop", {}, "nexthop_private_network_id", "required"],
    ["a destination with host bits", { destination: "10.0.0.1/24" }, "destination", "constraint"],
    ["a resource that is not there", { nexthop_resource_id: NOBODY }, "nexthop_resource_id", "constraint"],
    ["an unknown argument", { metric: 1 }, "metric", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { client } = host;
    const { id: vpc_id } = await client.create(`${VPC}/vpcs`);
    const route = { vpc_id, destination: "10.0.0.0/24", ...change };
    expect(await client.post(`${VPC}/routes`, route)).toMatchObject(invalid([argument, reason]));
  });

  it("refuse networks of another VPC, of none, and two next hops", async () => {
    const { client } = host;
    const { vpc, network } = await networkIn(client, "10.3.0.0/22");
    const other = await networkIn(client, "10.4.0.0/22");
    const post = (nexthop: object) =>
      client.post(`${VPC}/routes`, { vpc_id: vpc.id, destination: "10.9.0.0/24", ...nexthop });
    expect(await post({ nexthop_private_network_id: other.network.id })).toMatchObject(
      invalid(["nexthop_private_network_id", "constraint"]),
    );
    expect(await post({ nexthop_private_network_id: NOBODY })).toMatchObject(missing("private_network", NOBODY));
    const ends = { vpc_id: vpc.id, target_vpc_id: other.vpc.id };
    const { id: nexthop_vpc_connector_id } = await client.create(`${VPC}/vpc-connectors`, ends);
    expect(await post({ nexthop_vpc_connector_id, nexthop_private_network_id: network.id })).toMatchObject(
      invalid(["nexthop_vpc_connector_id", "constraint"]),
    );
  });
});

describe("the routing table", () => {
  it("shows the ways to the subnets beside the routes that were made, whatever their tags", async () => {
    const { client } = host;
    const { vpc, network } = await networkIn(client, "10.5.0.0/22");
    for (const tag of ["red", "green"]) {
      await client.create(`${VPC}/routes`, {
        vpc_id: vpc.id,
        destination: "192.168.0.0/24",
        nexthop_private_network_id: network.id,
        tags: [tag],
      });
    }
    const table = async (filter: string) =>
      (await client.get(`${VPC}/routes-with-nexthop?vpc_id=${vpc.id}&${filter}`)).body.routes.map(
        ({ route }: { route: { type: string; tags: string[] } }) => `${route.type} ${route.tags}`,
      );
    const subnets = ["subnet MANAGED", "subnet MANAGED"];
    expect(await table("order_by=created_at_asc")).toEqual([...subnets, "custom red", "custom green"]);
    expect(await table("tags=green")).toEqual([...subnets, "custom green"]);
    expect(await table("is_ipv6=true")).toEqual(["subnet MANAGED"]);
    expect(await table("contains=10.5.1.1")).toEqual(["subnet MANAGED"]);
    expect(await table("nexthop_resource_type=vpc_gateway_network")).toEqual([]);
  });

  it("refuses filters that it does not know", async () => {
    const path = `${VPC}/routes-with-nexthop`;
    expect(await host.client.get(`${path}?nexthop_resource_type=router&hops=1`)).toMatchObject(
      invalid(["hops", "unknown"], ["nexthop_resource_type", "constraint"]),
    );
  });
});

describe("ingress rules", () => {
  async function rule(client: Client, change: object = {}) {
    const { vpc, network } = await networkIn(client, "10.6.0.0/22");
    const body = {
      vpc_id: vpc.id,
      source: "10.7.0.0/24",
      nexthop_resource_ip: "10.6.0.9",
      nexthop_private_network_id: network.id,
      ...change,
    };
    return { network, answer: await client.post(`${VPC}/ingress-rules`, body) };
  }

  it("are created, listed, changed and deleted, and hold their network", async () => {
    const { client } = host;
    const { network, answer } = await rule(client, { description: "in" });
    expect(answer.body).toMatchObject({ is_ipv6: false, description: "in", tags: [] });
    const list = await client.get(`${VPC}/ingress-rules?nexthop_private_network_id=${network.id}`);
    expect(list.body).toEqual({ rules: [answer.body], total_count: 1 });
    const path = `${VPC}/ingress-rules/${answer.body.id}`;
    const changed = { source: "10.8.0.0/24", tags: ["t"] };
    expect((await client.patch(path, changed)).body).toMatchObject({ ...changed, description: "in" });
    expect(await client.patch(path, { source: "fd00::/64" })).toMatchObject(
      invalid(["nexthop_resource_ip", "constraint"]),
    );
    expect(await client.delete(`${VPC}/private-networks/${network.id}`)).toMatchObject(
      blocked("resource_still_in_use"),
    );
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missingUnnamed);
  });

  it.each([
    ["a next hop outside the network", { nexthop_resource_ip: "10.7.0.1" }, "nexthop_resource_ip", "constraint"],
    ["a next hop that is a range", { nexthop_resource_ip: "10.6.0.0/24" }, "nexthop_resource_ip", "format"],
    ["a source of the other IP version", { source: "fd00::/64" }, "nexthop_resource_ip", "constraint"],
    ["an unknown argument", { action: "accept" }, "action", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    expect((await rule(host.client, change)).answer).toMatchObject(invalid([argument, reason]));
  });

  it("refuse a network of another VPC, and one that does not exist", async () => {
    const { client } = host;
    const other = await networkIn(client, "10.6.0.0/22");
    expect((await rule(client, { nexthop_private_network_id: other.network.id })).answer).toMatchObject(
      invalid(["nexthop_private_network_id", "constraint"]),
    );
    expect((await rule(client, { nexthop_private_network_id: NOBODY })).answer).toMatchObject(
      missing("private_network", NOBODY),
    );
  });
});
