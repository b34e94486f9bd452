import { deleteLiveObject } from "../src";
import { type Answered, blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const VPN = "/s2s-vpn/v1alpha1/regions/fr-par";
const VPC = "/vpc/v2/regions/fr-par";
const IPS = "/ipam/v1/regions/fr-par/ips";
const SECRETS = "/secret-manager/v1beta1/regions/fr-par/secrets";
const host = withServer();

const CIPHERS = [{ encryption: "aes256gcm", dh_group: "curve25519" }];

const newNetwork = async (client: Client) => {
  const vpc = await client.create(`${VPC}/vpcs`);
  return client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.64.0.0/22"] });
};
const newGateway = async (client: Client, change: object = {}) => {
  const network = await newNetwork(client);
  return client.create(`${VPN}/vpn-gateways`, { gateway_type: "VGW-S", private_network_id: network.id, ...change });
};
const newCustomer = (client: Client, change: object = {}) =>
  client.create(`${VPN}/customer-gateways`, { asn: 65000, ipv4_public: "203.0.113.1/32", ...change });
const newPolicy = (client: Client, change: object = {}) =>
  client.create(`${VPN}/routing-policies`, { prefix_filter_in: ["10.0.1.0/24"], ...change });

/** A connection with gateways of its own, unless it is told which ones. */
async function tryToConnect(client: Client, change: object = {}): Promise<Answered> {
  return client.post(`${VPN}/connections`, {
    vpn_gateway_id: "vpn_gateway_id" in change ? undefined : (await newGateway(client)).id,
    customer_gateway_id: (await newCustomer(client)).id,
    ikev2_ciphers: CIPHERS,
    esp_ciphers: CIPHERS,
    ...change,
  });
}

async function connect(client: Client, change: object = {}) {
  const { status, body } = await tryToConnect(client, change);
  expect({ status, body }).toMatchObject({ status: 200 });
  return body.connection;
}

const access = async (client: Client, { secret_id, secret_revision }: { secret_id: string; secret_revision: number }) =>
  (await client.get(`${SECRETS}/${secret_id}/versions/${secret_revision}/access`)).body;

describe("VPN gateways", () => {
  it("are provisioned, renamed, and gone after the answer to their deletion", async () => {
    const { client } = host;
    const gateway = await newGateway(client, { name: "supplier", zone: "fr-par-2" });
    expect(gateway).toMatchObject({ status: "provisioning", asn: 12876, connection_ids: [], zone: "fr-par-2" });
    const path = `${VPN}/vpn-gateways/${gateway.id}`;
    expect((await client.get(path)).body).toMatchObject({ status: "active" });
    const changed = { name: "renamed", tags: ["a"] };
    expect((await client.patch(path, changed)).body).toMatchObject(changed);
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deprovisioning" } });
    expect(await client.get(path)).toMatchObject(missing("vpn_gateway", gateway.id));
  });

  it("have two addresses in their network and two public ones, which go with them", async () => {
    const { client } = host;
    const gateway = await newGateway(client, { name: "supplier" });
    const { ipam_private_ipv4_id, ipam_private_ipv6_id, public_config } = gateway;
    const ids = [ipam_private_ipv4_id, ipam_private_ipv6_id, public_config.ipam_ipv4_id, public_config.ipam_ipv6_id];
    const addresses = await Promise.all(ids.map((id) => client.get(`${IPS}/${id}`)));
    for (const { body } of addresses) {
      expect(body.resource).toMatchObject({ type: "vpn_gateway", id: gateway.id, name: "supplier" });
    }
    expect(addresses.map(({ body }) => body.address)).toEqual([
      expect.stringMatching(/^10\.64\.\d\.\d+\/22$/),
      expect.stringMatching(/^fd.*\/64$/),
      expect.stringMatching(/^198\.19\.\d+\.\d+\/32$/),
      expect.stringMatching(/^2001:db8::\w+\/128$/),
    ]);
    expect(addresses[2]?.body).toMatchObject({ source: { zonal: "fr-par-1" }, zone: "fr-par-1" });
    const zonal = (await client.get(`${IPS}?zonal=fr-par-1&resource_id=${gateway.id}`)).body.ips;
    expect(zonal.map(({ id }: { id: string }) => id).sort()).toEqual(ids.slice(2).sort());

    await client.delete(`${VPN}/vpn-gateways/${gateway.id}`);
    for (const id of ids) expect(await client.get(`${IPS}/${id}`)).toMatchObject(missing("ip", id));
  });

  it("take addresses that were reserved for them, which stay when they go", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const source = { private_network_id: network.id };
    const ip = await client.create(IPS, { source });
    const ipv6 = await client.create(IPS, { source, is_ipv6: true });
    const body = { gateway_type: "VGW-S", private_network_id: network.id };
    const create = (change: object) => client.post(`${VPN}/vpn-gateways`, { ...body, ...change });
    const { id } = (await create({ ipam_private_ipv4_id: ip.id, ipam_private_ipv6_id: ipv6.id })).body;
    expect((await client.get(`${IPS}/${ip.id}`)).body.resource.id).toBe(id);
    expect(await create({ ipam_private_ipv4_id: ip.id })).toMatchObject(
      invalid(["ipam_private_ipv4_id", "constraint"]),
    );
    expect(await create({ ipam_private_ipv4_id: ipv6.id })).toMatchObject(
      invalid(["ipam_private_ipv4_id", "constraint"]),
    );
    const elsewhere = await newNetwork(client);
    expect(await create({ private_network_id: elsewhere.id, ipam_private_ipv6_id: ipv6.id })).toMatchObject(
      invalid(["ipam_private_ipv6_id", "constraint"]),
    );
    await client.delete(`${VPN}/vpn-gateways/${id}`);
    expect((await client.get(`${IPS}/${ip.id}`)).body.resource).toBeNull();
  });

  it("keep their network from being deleted, until they are", async () => {
    const { client } = host;
    const gateway = await newGateway(client);
    const network = `${VPC}/private-networks/${gateway.private_network_id}`;
    expect(await client.delete(network)).toMatchObject(blocked("resource_still_in_use"));
    await client.delete(`${VPN}/vpn-gateways/${gateway.id}`);
    expect((await client.delete(network)).status).toBe(204);
  });

  it("are listed by network, type and status", async () => {
    const { client } = host;
    const { id, private_network_id } = await newGateway(client);
    const ids = async (filter: string) =>
      (await client.get(`${VPN}/vpn-gateways?private_network_ids=${private_network_id}&${filter}`)).body.gateways.map(
        (gateway: { id: string }) => gateway.id,
      );
    expect(await ids("gateway_types=VGW-S&statuses=active")).toEqual([id]);
    expect(await ids("statuses=failed")).toEqual([]);
    expect(await ids("order_by=type_desc")).toEqual([id]);
  });

  it("refuse an offer, a zone and arguments that do not exist", async () => {
    const { client } = host;
    const wrong = { gateway_type: "VGW-XXL", zone: "nl-ams-1", private_network_id: NOBODY, bandwidth: 1 };
    expect(await client.post(`${VPN}/vpn-gateways`, { ...wrong, private_network_id: undefined })).toMatchObject(
      invalid(
        ["bandwidth", "unknown"],
        ["gateway_type", "constraint"],
        ["private_network_id", "required"],
        ["zone", "constraint"],
      ),
    );
    expect(
      await client.post(`${VPN}/vpn-gateways`, { gateway_type: "VGW-S", private_network_id: NOBODY }),
    ).toMatchObject(missing("private_network", NOBODY));
    expect((await fetch(`${host.server.apiUrl}${VPN}/vpn-gateway-types`)).status).toBe(501);
  });
});

describe("customer gateways", () => {
  it("show addresses without the prefix length that they are given with", async () => {
    const { client } = host;
    const gateway = await newCustomer(client, { name: "supplier" });
    expect(gateway).toMatchObject({ name: "supplier", public_ipv4: "203.0.113.1", asn: 65000, connection_ids: [] });
    expect(gateway).not.toHaveProperty("public_ipv6");
    const path = `${VPN}/customer-gateways/${gateway.id}`;
    const changed = await client.patch(path, { ipv6_public: "2001:db8:1::1/128", asn: 65001 });
    expect(changed.body).toMatchObject({ public_ipv4: "203.0.113.1", public_ipv6: "2001:db8:1::1", asn: 65001 });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("customer_gateway", gateway.id));
  });

  it.each([
    ["a range", { ipv4_public: "203.0.113.0/24" }, "ipv4_public", "constraint"],
    ["an address of the other version", { ipv6_public: "203.0.113.1/32" }, "ipv6_public", "constraint"],
    ["Scaleway's own autonomous system", { asn: 12876 }, "asn", "constraint"],
    ["the autonomous system 0", { asn: 0 }, "asn", "constraint"],
    ["no autonomous system", { asn: undefined }, "asn", "required"],
    ["an unknown argument", { public_ipv4: "203.0.113.1" }, "public_ipv4", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const body = { asn: 65000, ...change };
    expect(await host.client.post(`${VPN}/customer-gateways`, body)).toMatchObject(invalid([argument, reason]));
  });
});

describe("routing policies", () => {
  it("filter routes of one IP version", async () => {
    const { client } = host;
    const policy = await newPolicy(client, { is_ipv6: true, prefix_filter_in: ["fd00:1::/64"] });
    expect(policy).toMatchObject({ is_ipv6: true, prefix_filter_in: ["fd00:1::/64"], prefix_filter_out: [] });
    const path = `${VPN}/routing-policies/${policy.id}`;
    const changed = { name: "n", prefix_filter_in: [], prefix_filter_out: ["fd00:2::/64"] };
    expect((await client.patch(path, changed)).body).toMatchObject(changed);
    expect(await client.patch(path, { prefix_filter_out: ["fd00:3::/64", "10.0.0.0/8"] })).toMatchObject(
      invalid(["prefix_filter_out.1", "constraint"]),
    );
    expect(await client.patch(path, { is_ipv6: false })).toMatchObject(invalid(["is_ipv6", "unknown"]));
    const listed = (await client.get(`${VPN}/routing-policies?ipv6=true`)).body;
    expect(listed).toMatchObject({ total_count: 1, routing_policies: [{ id: policy.id }] });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("routing_policy", policy.id));
  });

  it("refuse what is no range", async () => {
    expect(await host.client.post(`${VPN}/routing-policies`, { prefix_filter_in: ["10.0.1.0"] })).toMatchObject(
      invalid(["prefix_filter_in.0", "format"]),
    );
  });
});

describe("connections", () => {
  it("join two gateways, which say so and cannot go as long as they do", async () => {
    const { client } = host;
    const connection = await connect(client, { enable_route_propagation: true, initiation_policy: "" });
    expect(connection).toMatchObject({
      status: "down",
      tunnel_status: "down",
      bgp_status_ipv4: "disabled",
      initiation_policy: "vpn_gateway",
      route_propagation_enabled: true,
      esp_ciphers: [{ encryption: "aes256gcm", integrity: null, dh_group: "curve25519" }],
    });
    const path = `${VPN}/connections/${connection.id}`;
    const ends = [
      `${VPN}/vpn-gateways/${connection.vpn_gateway_id}`,
      `${VPN}/customer-gateways/${connection.customer_gateway_id}`,
    ];
    expect((await client.get(ends[0]!)).body.connection_ids).toEqual([connection.id]);
    expect((await client.get(ends[1]!)).body.connection_ids).toEqual([connection.id]);
    for (const end of ends) expect(await client.delete(end)).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("connection", connection.id));
    for (const end of ends) expect((await client.get(end)).body.connection_ids).toEqual([]);
  });

  it("update their VPN gateway when they come and go", async () => {
    const { client } = host;
    const gateway = await newGateway(client);
    const path = `${VPN}/vpn-gateways/${gateway.id}`;
    const connection = await connect(client, { vpn_gateway_id: gateway.id });
    const joined = (await client.get(path)).body.updated_at;
    await client.delete(`${VPN}/connections/${connection.id}`);
    const left = (await client.get(path)).body.updated_at;
    expect([gateway.updated_at, joined, left]).toEqual([...new Set([gateway.updated_at, joined, left])].sort());
  });

  it("change everything but their ends", async () => {
    const { client } = host;
    const { id, vpn_gateway_id } = await connect(client);
    const path = `${VPN}/connections/${id}`;
    const changed = {
      name: "n",
      tags: ["t"],
      initiation_policy: "customer_gateway",
      esp_ciphers: [{ encryption: "aes128", integrity: "sha256", dh_group: null }],
    };
    expect((await client.patch(path, { ...changed, ikev2_ciphers: null })).body).toMatchObject(changed);
    expect((await client.patch(path, { initiation_policy: "" })).body.initiation_policy).toBe("customer_gateway");
    expect(await client.patch(path, { vpn_gateway_id })).toMatchObject(invalid(["vpn_gateway_id", "unknown"]));
  });

  it("propagate routes when they are told to", async () => {
    const { client } = host;
    const { id } = await connect(client);
    const path = `${VPN}/connections/${id}`;
    const enabled = (await client.post(`${path}/enable-route-propagation`)).body;
    expect(enabled.route_propagation_enabled).toBe(true);
    expect((await client.post(`${path}/enable-route-propagation`)).body).toEqual(enabled);
    expect((await client.get(`${VPN}/connections?route_propagation_enabled=true`)).body.connections).toContainEqual(
      enabled,
    );
    expect((await client.post(`${path}/disable-route-propagation`)).body.route_propagation_enabled).toBe(false);
  });

  it("have a BGP session for each routing policy, which cannot go as long as it is attached", async () => {
    const { client } = host;
    const policy = await newPolicy(client);
    const addresses = { private_ip: "169.254.9.1/30", peer_private_ip: "169.254.9.2/30" };
    const connection = await connect(client, { bgp_config_ipv4: { routing_policy_id: policy.id, ...addresses } });
    const session = { routing_policy_id: policy.id, ...addresses };
    expect(connection).toMatchObject({
      bgp_session_ipv4: session,
      bgp_status_ipv4: "down",
      bgp_status_ipv6: "disabled",
    });
    const policyPath = `${VPN}/routing-policies/${policy.id}`;
    expect(await client.delete(policyPath)).toMatchObject(blocked("resource_still_in_use"));
    const filtered = await client.get(`${VPN}/connections?routing_policy_ids=${policy.id}`);
    expect(filtered.body).toMatchObject({ total_count: 1, connections: [{ id: connection.id }] });

    const path = `${VPN}/connections/${connection.id}`;
    const other = await newPolicy(client);
    const replaced = await client.post(`${path}/set-routing-policy`, { routing_policy_v4: other.id });
    expect(replaced.body.bgp_session_ipv4).toEqual({ ...session, routing_policy_id: other.id });
    expect((await client.delete(policyPath)).status).toBe(204);
    expect(await client.post(`${path}/detach-routing-policy`, {})).toMatchObject(
      invalid(["routing_policy_v4", "constraint"]),
    );
    const detached = await client.post(`${path}/detach-routing-policy`, { routing_policy_v4: other.id });
    expect(detached.body).toMatchObject({ bgp_status_ipv4: "disabled" });
    expect(detached.body).not.toHaveProperty("bgp_session_ipv4");
    expect(await client.post(`${path}/detach-routing-policy`, { routing_policy_v4: other.id })).toMatchObject(
      invalid(["routing_policy_v4", "constraint"]),
    );
  });

  it("get addresses that no other tunnel of the gateway uses, when they are given none", async () => {
    const { client } = host;
    const gateway = await newGateway(client);
    const [ipv4, ipv6] = [
      await newPolicy(client),
      await newPolicy(client, { is_ipv6: true, prefix_filter_in: ["fd00:1::/64"] }),
    ];
    const sessions = async () => {
      const { bgp_session_ipv4, bgp_session_ipv6 } = await connect(client, {
        vpn_gateway_id: gateway.id,
        bgp_config_ipv4: { routing_policy_id: ipv4.id },
        bgp_config_ipv6: { routing_policy_id: ipv6.id },
      });
      return [bgp_session_ipv4.private_ip, bgp_session_ipv4.peer_private_ip, bgp_session_ipv6.private_ip];
    };
    expect(await sessions()).toEqual(["169.254.1.0/31", "169.254.1.1/31", "fd00:1::/127"]);
    expect(await sessions()).toEqual(["169.254.2.0/31", "169.254.2.1/31", "fd00:2::/127"]);
  });

  it("refuse a tunnel of an IP version that an end has no address of", async () => {
    const { client } = host;
    expect(await tryToConnect(client, { is_ipv6: true })).toMatchObject(invalid(["customer_gateway_id", "constraint"]));
    const customer = await newCustomer(client, { ipv6_public: "2001:db8:1::1/128" });
    expect(await tryToConnect(client, { is_ipv6: true, customer_gateway_id: customer.id })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    [
      "no ciphers",
      { esp_ciphers: [], ikev2_ciphers: undefined },
      [
        ["ikev2_ciphers", "required"],
        ["esp_ciphers", "constraint"],
      ],
    ],
    [
      "a cipher without integrity",
      { esp_ciphers: [{ encryption: "aes256" }] },
      [["esp_ciphers.0.integrity", "required"]],
    ],
    [
      "a negotiation without a group",
      { ikev2_ciphers: [{ encryption: "aes256gcm" }] },
      [["ikev2_ciphers.0.dh_group", "required"]],
    ],
    ["an unknown cipher", { esp_ciphers: [{ encryption: "rot13" }] }, [["esp_ciphers.0.encryption", "constraint"]]],
    ["an unknown argument", { psk: "secret" }, [["psk", "unknown"]]],
  ] as const)("refuse %s", async (_, change, details) => {
    expect(await tryToConnect(host.client, change)).toMatchObject(invalid(...details));
  });

  it.each([
    ["one address alone", { private_ip: "169.254.0.1/30" }, "peer_private_ip", "constraint"],
    [
      "addresses of two subnets",
      { private_ip: "169.254.0.1/30", peer_private_ip: "169.254.0.5/30" },
      "peer_private_ip",
      "constraint",
    ],
    [
      "the same address twice",
      { private_ip: "169.254.0.1/30", peer_private_ip: "169.254.0.1/30" },
      "peer_private_ip",
      "constraint",
    ],
    ["an address of the other version", { private_ip: "fd00::1/127" }, "private_ip", "format"],
    ["an address without a prefix length", { private_ip: "169.254.0.1" }, "private_ip", "format"],
  ])("refuse a session with %s", async (_, change, argument, reason) => {
    const { client } = host;
    const policy = await newPolicy(client);
    expect(await tryToConnect(client, { bgp_config_ipv4: { routing_policy_id: policy.id, ...change } })).toMatchObject(
      invalid([`bgp_config_ipv4.${argument}`, reason]),
    );
  });

  it("refuse a policy for the other IP version, and ends that do not exist", async () => {
    const { client } = host;
    const policy = await newPolicy(client);
    expect(await tryToConnect(client, { bgp_config_ipv6: { routing_policy_id: policy.id } })).toMatchObject(
      invalid(["bgp_config_ipv6.routing_policy_id", "constraint"]),
    );
    expect(await tryToConnect(client, { vpn_gateway_id: NOBODY })).toMatchObject(missing("vpn_gateway", NOBODY));
    expect(await tryToConnect(client, { customer_gateway_id: NOBODY })).toMatchObject(
      missing("customer_gateway", NOBODY),
    );
  });
});

describe("pre-shared keys", () => {
  it("are made for their connection in Secret Manager, and deleted with it", async () => {
    const { client } = host;
    const { status, body } = await tryToConnect(client);
    expect({ status, key: body.pre_shared_key }).toEqual({ status: 200, key: "" });
    const { id, secret_id, secret_revision } = body.connection;
    expect(secret_revision).toBe(1);
    const secret = `${SECRETS}/${secret_id}`;
    expect((await client.get(secret)).body).toMatchObject({ managed: true, used_by: ["s2s_vpn"], version_count: 1 });
    const key = await access(client, body.connection);
    expect(Buffer.from(key.data, "base64").toString()).toMatch(/^[\w-]{43}$/);
    const types = (await client.status()).objects.filter((object) => object.id.includes(secret_id));
    expect(types).toEqual([]);

    await client.delete(`${VPN}/connections/${id}`);
    expect((await client.get(secret)).body.deletion_requested_at).not.toBeNull();
    expect((await client.get(`${secret}/versions/1`)).body.status).toBe("scheduled_for_deletion");
  });

  it("are renewed as a further version, or as the latest one that there is", async () => {
    const { client } = host;
    const connection = await connect(client);
    const path = `${VPN}/connections/${connection.id}`;
    const renewed = (await client.post(`${path}/renew-psk`)).body.connection;
    expect(renewed).toMatchObject({ secret_id: connection.secret_id, secret_revision: 2 });
    expect((await access(client, renewed)).data).not.toBe((await access(client, connection)).data);

    const versions = `${SECRETS}/${connection.secret_id}/versions`;
    await client.create(versions, { data: Buffer.from("own").toString("base64") });
    const latest = await client.post(`${path}/renew-psk`, { generate_revision: false });
    expect(latest.body.connection.secret_revision).toBe(3);
  });

  it("start over in a new secret when the old one was deleted", async () => {
    const { client } = host;
    const connection = await connect(client);
    await client.delete(`${SECRETS}/${connection.secret_id}`);
    const renewed = (await client.post(`${VPN}/connections/${connection.id}/renew-psk`)).body.connection;
    expect(renewed.secret_revision).toBe(1);
    expect(renewed.secret_id).not.toBe(connection.secret_id);
  });

  it("may be the client's own, and stay when the connection goes", async () => {
    const { client } = host;
    const secret = await client.create(SECRETS, { name: "own" });
    const use = (revision?: number) => tryToConnect(client, { secret: { id: secret.id, revision } });
    expect(await use()).toMatchObject(invalid(["secret.revision", "constraint"]));
    await client.create(`${SECRETS}/${secret.id}/versions`, { data: Buffer.from("own").toString("base64") });
    expect(await use(2)).toMatchObject(invalid(["secret.revision", "constraint"]));
    const { connection } = (await use()).body;
    expect(connection).toMatchObject({ secret_id: secret.id, secret_revision: 1 });
    await client.delete(`${VPN}/connections/${connection.id}`);
    expect((await client.get(`${SECRETS}/${secret.id}`)).body.deletion_requested_at).toBeNull();

    const other = await connect(client);
    const changed = await client.post(`${VPN}/connections/${other.id}/change-psk`, { secret: { id: secret.id } });
    expect(changed.body).toMatchObject({ connection: { secret_id: secret.id, secret_revision: 1 } });
    expect((await client.get(`${SECRETS}/${other.secret_id}`)).body.deletion_requested_at).not.toBeNull();
    expect(await client.post(`${VPN}/connections/${other.id}/change-psk`)).toMatchObject(
      invalid(["secret", "required"]),
    );
  });
});

describe("the inventory", () => {
  it("shows each of the four types under its region, and nothing that was made for them", async () => {
    const { client } = host;
    await fetch(`${host.server.apiUrl}/-/reset`, { method: "POST" });
    const policy = await newPolicy(client);
    const connection = await connect(client, { bgp_config_ipv4: { routing_policy_id: policy.id } });
    const types = ["vpc", "vpc_private_network", "s2s_vpn_routing_policy", "s2s_vpn_connection"];
    types.push("s2s_vpn_customer_gateway", "s2s_vpn_gateway");
    const objects = (await client.status()).objects.filter(({ seed }) => !seed);
    expect(objects.map(({ type }) => type).sort()).toEqual(types.map((type) => `scaleway_${type}`).sort());
    expect(objects.map(({ id }) => id)).toContain(`fr-par/${connection.vpn_gateway_id}`);
    expect(objects.every(({ id }) => /^fr-par\/[0-9a-f-]{36}$/.test(id))).toBe(true);
  });

  it("leads to the requests that delete them", async () => {
    const { client, server } = host;
    const linksOf = async () => (await client.status()).objects.filter(({ type }) => type.includes("s2s_vpn"));
    expect(await deleteLiveObject(server, (await linksOf()).find(({ type }) => type.endsWith("vpn_gateway"))!)).toEqual(
      {
        refused: expect.stringContaining("the vpn gateway still has 1 connection(s)"),
      },
    );
    for (const object of await linksOf()) expect(await deleteLiveObject(server, object)).toBe("deleted");
    expect(await linksOf()).toEqual([]);
  });
});
