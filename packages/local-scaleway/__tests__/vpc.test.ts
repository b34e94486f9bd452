import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const VPC = "/vpc/v2/regions/fr-par";
const host = withServer();
const newVpc = () => host.client.create(`${VPC}/vpcs`, { name: "v" });

describe("VPCs", () => {
  it("are created, read, changed and deleted", async () => {
    const { client } = host;
    const vpc = await client.create(`${VPC}/vpcs`, {
      name: "platform",
      project_id: PROJECT,
      tags: ["a"],
      enable_routing: false,
      enable_transitivity: true,
    });
    expect(vpc).toMatchObject({
      name: "platform",
      region: "fr-par",
      is_default: false,
      routing_enabled: true,
      transitivity_enabled: true,
      private_network_count: 0,
    });
    const path = `${VPC}/vpcs/${vpc.id}`;
    expect((await client.get(path)).body).toEqual(vpc);
    expect((await client.patch(path, { name: "renamed", tags: null })).body).toMatchObject({
      name: "renamed",
      tags: ["a"],
    });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("vpc", vpc.id));
  });

  it("refuse unknown arguments, wrong types and projects that do not exist", async () => {
    const { client } = host;
    expect(await client.post(`${VPC}/vpcs`, { cidr: "10.0.0.0/8", enable_routing: "yes" })).toMatchObject(
      invalid(["cidr", "unknown"], ["enable_routing", "format"]),
    );
    expect(await client.post(`${VPC}/vpcs`, { project_id: NOBODY })).toMatchObject(missing("project", NOBODY));
    expect(await client.post(`${VPC}/vpcs`, { project_id: "mine" })).toMatchObject(invalid(["project_id", "format"]));
  });

  it("are where their region is", async () => {
    const { client } = host;
    const { id } = await newVpc();
    const elsewhere = "/vpc/v2/regions/nl-ams";
    expect(await client.get(`${elsewhere}/vpcs/${id}`)).toMatchObject(missing("vpc", id));
    expect(await client.post(`${elsewhere}/private-networks`, { vpc_id: id })).toMatchObject(missing("vpc", id));
    expect(await client.get("/vpc/v2/regions/fr-lyo/vpcs")).toMatchObject(invalid(["region", "constraint"]));
  });

  it("have one default per region in the default project", async () => {
    const { body } = await host.client.get(`${VPC}/vpcs?is_default=true`);
    expect(body).toMatchObject({ total_count: 1, vpcs: [{ name: "default", project_id: PROJECT, is_default: true }] });
  });

  it("are filtered by tags", async () => {
    const { client } = host;
    const one = await client.create(`${VPC}/vpcs`, { tags: ["red", "square"] });
    const two = await client.create(`${VPC}/vpcs`, { tags: ["green"] });
    const { body } = await client.get(`${VPC}/vpcs?tags=red&tags=green`);
    expect(body.vpcs.map(({ id }: { id: string }) => id)).toEqual([one.id, two.id]);
  });

  it("let switches be turned on that are on already, without a trace", async () => {
    const { client } = host;
    const vpc = await newVpc();
    for (const action of ["enable-routing", "enable-custom-routes-propagation"]) {
      expect((await client.post(`${VPC}/vpcs/${vpc.id}/${action}`)).body).toEqual(vpc);
    }
  });
});

describe("private networks", () => {
  it("keep their VPC from being deleted, and are counted by it", async () => {
    const { client } = host;
    const vpc = await newVpc();
    const network = await client.create(`${VPC}/private-networks`, {
      vpc_id: vpc.id,
      subnets: ["10.64.0.0/22"],
      default_route_propagation_enabled: false,
    });
    expect(network).toMatchObject({ vpc_id: vpc.id, dhcp_enabled: true });
    expect(network.subnets.map(({ subnet }: { subnet: string }) => subnet)).toEqual([
      "10.64.0.0/22",
      expect.stringMatching(/^fd46:78ab:30b8:[0-9a-f]{1,4}::\/64$/),
    ]);
    expect((await client.get(`${VPC}/vpcs/${vpc.id}`)).body.private_network_count).toBe(1);
    expect(await client.delete(`${VPC}/vpcs/${vpc.id}`)).toMatchObject(blocked("resource_still_in_use"));

    const path = `${VPC}/private-networks/${network.id}`;
    expect(
      (await client.patch(path, { name: "n", tags: ["t"], default_route_propagation_enabled: true })).body,
    ).toEqual({
      ...network,
      name: "n",
      tags: ["t"],
      default_route_propagation_enabled: true,
      updated_at: expect.any(String),
    });
    expect((await client.get(`${VPC}/private-networks?vpc_id=${vpc.id}`)).body.total_count).toBe(1);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("private_network", network.id));
    expect((await client.delete(`${VPC}/vpcs/${vpc.id}`)).status).toBe(204);
  });

  it("get the next free /22 and a /64 when no subnet is asked for", async () => {
    const { client } = host;
    const vpc = await newVpc();
    const create = async () =>
      (await client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: null })).subnets[0].subnet;
    const [first, second] = [await create(), await create()];
    expect(first).toMatch(/^172\.16\.\d+\.0\/22$/);
    expect(second).toMatch(/^172\.16\.\d+\.0\/22$/);
    expect(second).not.toBe(first);
  });

  it("land in the default VPC of their project, if it has one", async () => {
    const { client } = host;
    const { body } = await client.get(`${VPC}/vpcs?is_default=true`);
    expect((await client.create(`${VPC}/private-networks`)).vpc_id).toBe(body.vpcs[0].id);
    const { id: project_id } = await client.create("/account/v3/projects", { name: "bare" });
    expect(await client.post(`${VPC}/private-networks`, { project_id })).toMatchObject(invalid(["vpc_id", "required"]));
  });

  it.each([
    ["a public range", ["51.15.0.0/22"]],
    ["two IPv4 subnets", ["10.0.0.0/22", "10.0.4.0/22"]],
    ["host bits", ["10.0.1.0/22"]],
    ["IPv6 ranges that overlap each other", ["10.0.0.0/22", "fd00::/64", "fd00::/80"]],
  ])("refuse %s", async (_, subnets) => {
    const vpc = await newVpc();
    const answer = await host.client.post(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets });
    expect(answer).toMatchObject({ status: 400, body: { details: [{ reason: "constraint" }] } });
  });

  it("refuse what overlaps in the same VPC, and allow it in another one", async () => {
    const { client } = host;
    const [vpc, other] = [await newVpc(), await newVpc()];
    await client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.8.0.0/20"] });
    const inside = { subnets: ["10.8.4.0/22"] };
    expect(await client.post(`${VPC}/private-networks`, { vpc_id: vpc.id, ...inside })).toMatchObject(
      invalid(["subnets", "constraint"]),
    );
    await client.create(`${VPC}/private-networks`, { vpc_id: other.id, ...inside });
  });

  it("refuse what is no range, and a VPC that does not exist", async () => {
    const { client } = host;
    expect(await client.post(`${VPC}/private-networks`, { subnets: ["10.0.0.0", "x/8", "10.0.0.0/33"] })).toMatchObject(
      invalid(["subnets.0", "format"], ["subnets.1", "format"], ["subnets.2", "format"]),
    );
    expect(await client.post(`${VPC}/private-networks`, { vpc_id: NOBODY })).toMatchObject(missing("vpc", NOBODY));
  });
});

describe("network ACLs", () => {
  const rule = {
    protocol: "TCP",
    source: "10.64.0.0/22",
    destination: "10.64.4.0/22",
    dst_port_low: 443,
    dst_port_high: 443,
    action: "accept",
    description: "https",
  };

  it("accept everything until somebody says otherwise", async () => {
    const vpc = await newVpc();
    const { body } = await host.client.get(`${VPC}/vpcs/${vpc.id}/acl-rules?is_ipv6=false`);
    expect(body).toEqual({ default_policy: "accept", rules: [] });
  });

  it("are kept per IP version, say who made a rule, and count as changes of the VPC", async () => {
    const { client } = host;
    const vpc = await newVpc();
    const path = `${VPC}/vpcs/${vpc.id}/acl-rules`;
    const put = await client.put(path, { rules: [rule], is_ipv6: false, default_policy: "drop" });
    expect(put.body).toEqual({
      default_policy: "drop",
      rules: [{ ...rule, src_port_low: 0, src_port_high: 0, description: "(Rule scope: client) https" }],
    });
    expect((await client.get(path)).body).toEqual(put.body);
    expect((await client.get(`${path}?is_ipv6=true`)).body).toEqual({ default_policy: "accept", rules: [] });
    expect((await client.get(`${VPC}/vpcs/${vpc.id}`)).body.updated_at > vpc.updated_at).toBe(true);
  });

  it("live as long as they differ from the untouched default", async () => {
    const { client } = host;
    const vpc = await newVpc();
    const path = `${VPC}/vpcs/${vpc.id}/acl-rules`;
    const live = async () =>
      (await client.status()).objects
        .filter(({ type, id }) => type === "scaleway_vpc_acl" && id === `fr-par/${vpc.id}`)
        .map(({ discriminator }) => discriminator);

    await client.put(path, { is_ipv6: false, default_policy: "drop" });
    await client.put(path, { is_ipv6: true, default_policy: "drop" });
    expect(await live()).toEqual(["ipv4", "ipv6"]);
    await client.put(path, { rules: null, is_ipv6: false, default_policy: "accept" });
    expect(await live()).toEqual(["ipv6"]);
    await client.delete(`${VPC}/vpcs/${vpc.id}`);
    expect(await live()).toEqual([]);
  });

  it.each([
    ["an unknown action", { action: "allow" }, "action", "constraint"],
    ["an unknown protocol", { protocol: "SCTP" }, "protocol", "constraint"],
    ["the other IP version", { source: "fd00::/8" }, "source", "constraint"],
    ["no action", { action: "unknown_action" }, "action", "required"],
    ["a port out of range", { dst_port_high: 65536 }, "dst_port_high", "constraint"],
    ["ports in the wrong order", { dst_port_low: 500 }, "dst_port_low", "constraint"],
    ["an unknown argument", { log: true }, "log", "unknown"],
  ])("refuse a rule with %s", async (_, change, argument, reason) => {
    const vpc = await newVpc();
    const rules = [{ ...rule, ...change }];
    expect(await host.client.put(`${VPC}/vpcs/${vpc.id}/acl-rules`, { rules, default_policy: "drop" })).toMatchObject(
      invalid([`rules.0.${argument}`, reason]),
    );
  });

  it("refuse more than 255 rules, a missing policy, and a VPC that does not exist", async () => {
    const { client } = host;
    const vpc = await newVpc();
    const path = `${VPC}/vpcs/${vpc.id}/acl-rules`;
    expect(await client.put(path, { rules: Array(256).fill(rule), default_policy: "drop" })).toMatchObject(
      invalid(["rules", "constraint"]),
    );
    expect(await client.put(path, { rules: [] })).toMatchObject(invalid(["default_policy", "required"]));
    expect(await client.get(`${VPC}/vpcs/${NOBODY}/acl-rules`)).toMatchObject(missing("vpc", NOBODY));
    expect(await client.get(`${path}?is_ipv6=maybe`)).toMatchObject(invalid(["is_ipv6", "format"]));
  });
});
