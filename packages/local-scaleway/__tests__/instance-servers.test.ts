import { deleteLiveObject } from "../src";
import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const INSTANCE = "/instance/v1/zones/fr-par-1";
const SERVERS = `${INSTANCE}/servers`;
const IPS = `${INSTANCE}/ips`;
const NICS = "/instance/v2alpha1/zones/fr-par-1/private-network-interfaces";
const VOLUMES = "/block/v1/zones/fr-par-1/volumes";
const IPAM = "/ipam/v1/regions/fr-par/ips";
const IMAGES = "/marketplace/v2/local-images";
const VPC = "/vpc/v2/regions/fr-par";
const host = withServer();

/** The image of Ubuntu 22.04 in fr-par-1. */
async function image(arch = "x86_64"): Promise<string> {
  const { body } = await host.client.get(`${IMAGES}?image_label=ubuntu_jammy&zone=fr-par-1&type=instance_sbs`);
  return body.local_images.find((one: { arch: string }) => one.arch === arch).id;
}

const wanted = async (change: object = {}) => ({
  name: "web",
  commercial_type: "PRO2-XXS",
  image: await image(),
  volumes: { "0": { boot: false } },
  ...change,
});

async function newServer(change: object = {}) {
  const { status, body } = await host.client.post(SERVERS, await wanted(change));
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.server;
}

async function newIp(change: object = {}) {
  const { status, body } = await host.client.post(IPS, change);
  expect({ status, body }).toMatchObject({ status: 201 });
  return body.ip;
}

const act = (id: string, action: string) => host.client.post(`${SERVERS}/${id}/action`, { action });
const read = async (id: string) => (await host.client.get(`${SERVERS}/${id}`)).body.server;
const objectIds = async () => (await host.client.status()).objects.map(({ type, id }) => `${type} ${id}`);

describe("local images", () => {
  it("are found by label, and fit the types of their architecture", async () => {
    const { client } = host;
    const { body } = await client.get(`${IMAGES}?image_label=ubuntu_noble&zone=fr-par-1`);
    expect(body.local_images).toMatchObject([
      { label: "ubuntu_noble", zone: "fr-par-1", type: "instance_sbs", arch: "arm64" },
      { label: "ubuntu_noble", zone: "fr-par-1", type: "instance_sbs", arch: "x86_64" },
    ]);
    const [arm, intel] = body.local_images;
    expect(arm.compatible_commercial_types).toContain("COPARM1-2C-8G");
    expect(intel.compatible_commercial_types).toContain("PRO2-XXS");
    expect(intel.compatible_commercial_types).not.toContain("COPARM1-2C-8G");
    expect((await client.get(`${IMAGES}/${arm.id}`)).body).toEqual(arm);
    expect((await client.get(`${IMAGES}?image_label=plan9`)).body.local_images).toEqual([]);
    expect((await client.get(`${IMAGES}?image_label=ubuntu_noble&type=instance_local`)).body.total_count).toBe(0);
    expect(await client.get(`${IMAGES}/${NOBODY}`)).toMatchObject(missing("local_image", NOBODY));
    expect(await client.get(IMAGES)).toMatchObject(invalid(["image_label", "required"]));
  });
});

describe("flexible IPs", () => {
  it("are one IPv4 address or a /64, and stand in IPAM under the same id", async () => {
    const { client } = host;
    const [four, six] = [await newIp({ tags: ["a"] }), await newIp({ type: "routed_ipv6" })];
    expect(four).toMatchObject({
      type: "routed_ipv4",
      prefix: null,
      state: "detached",
      server: null,
      project: PROJECT,
    });
    expect(six).toMatchObject({ address: null, prefix: expect.stringMatching(/^2001:db8:.*::\/64$/) });
    expect((await client.get(`${IPAM}/${six.id}`)).body).toMatchObject({
      address: six.prefix,
      is_ipv6: true,
      source: { zonal: "fr-par-1" },
      zone: "fr-par-1",
      resource: { type: "instance_ip", id: six.id },
    });
    expect((await client.get(`${IPAM}/${four.id}`)).body.address).toBe(`${four.address}/32`);
    expect(await client.delete(`${IPAM}/${four.id}`)).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.get(`${IPS}/${four.address}`)).body.ip).toEqual(four);
    expect((await client.get(`${IPS.replace("fr-par-1", "fr-par-2")}/${four.address}`)).status).toBe(404);
    expect((await client.get(`${IPS}?tags=a`)).body.ips).toEqual([four]);
    expect((await client.get(`${IPS}?type=routed_ipv6`)).body.ips).toEqual([six]);
  });

  it("are live objects of their own, once", async () => {
    const { id } = await newIp();
    expect((await objectIds()).filter((one) => one.includes(id))).toEqual([`scaleway_instance_ip fr-par-1/${id}`]);
    expect((await host.client.delete(`${IPS}/${id}`)).status).toBe(204);
    expect((await objectIds()).filter((one) => one.includes(id))).toEqual([]);
    expect(await host.client.get(`${IPS}/${id}`)).toMatchObject(missing("instance_ip", id));
    expect((await host.client.get(`${IPAM}/${id}`)).status).toBe(404);
  });

  it("have a name until null takes it away", async () => {
    const { id } = await newIp();
    const patch = async (body: object) => (await host.client.patch(`${IPS}/${id}`, body)).body.ip;
    expect(await patch({ reverse: "www.example.org", tags: ["b"] })).toMatchObject({ reverse: "www.example.org" });
    expect(await patch({ tags: ["c"] })).toMatchObject({ reverse: "www.example.org", tags: ["c"] });
    expect(await patch({ reverse: null })).toMatchObject({ reverse: null, tags: ["c"] });
  });

  it("move from server to server, and IPAM says where they are", async () => {
    const { client } = host;
    const [first, second, ip] = [await newServer(), await newServer(), await newIp()];
    const give = (server: string | null) => client.patch(`${IPS}/${ip.id}`, { server });
    expect((await give(first.id)).body.ip).toMatchObject({ state: "attached", server: { id: first.id, name: "web" } });
    expect((await read(first.id)).public_ip).toMatchObject({ id: ip.id, address: ip.address, family: "inet" });
    const found = await client.get(`${IPAM}?resource_type=instance_server&resource_id=${first.id}`);
    expect(found.body.ips).toMatchObject([{ id: ip.id }]);
    expect(await give(second.id)).toMatchObject(invalid(["server", "constraint"]));
    expect((await give(null)).body.ip).toMatchObject({ state: "detached", server: null });
    expect((await give(second.id)).body.ip.server.id).toBe(second.id);
    expect((await client.patch(`${SERVERS}/${second.id}`, { public_ips: [] })).body.server.public_ips).toEqual([]);
    expect(await give(NOBODY)).toMatchObject(missing("instance_server", NOBODY));
  });
});

describe("servers", () => {
  it("come stopped, with a volume, a security group and the addresses asked for", async () => {
    const { client } = host;
    const ip = await newIp({ type: "routed_ipv6" });
    const server = await newServer({ public_ips: [ip.id], tags: ["a", "b"] });
    expect(server).toMatchObject({
      state: "stopped",
      arch: "x86_64",
      hostname: "web",
      allowed_actions: ["poweron", "backup"],
      image: { name: "Ubuntu 22.04 Jammy Jellyfish" },
      location: null,
      security_group: { name: "Default security group" },
      public_ips: [{ id: ip.id, family: "inet6", netmask: "64", provisioning_mode: "slaac" }],
    });
    const [prefix] = ip.prefix.split("::/64");
    expect(server.public_ip.address).toMatch(new RegExp(`^${prefix}:dc00:1ff:fe[0-9a-f]{2}:`));
    expect(server.public_ip.gateway).toMatch(/^fe80::dc00:1ff:fe/);
    const volume = server.volumes["0"].id;
    expect((await client.get(`${VOLUMES}/${volume}`)).body).toMatchObject({
      name: "Ubuntu 22.04 Jammy Jellyfish_sbs_volume_0",
      size: 10e9,
      status: "in_use",
      references: [{ product_resource_id: server.id }],
    });
    expect(await client.get(`${INSTANCE}/volumes/${volume}`)).toMatchObject(missing("instance_volume", volume));
    expect(await client.delete(`${VOLUMES}/${volume}`)).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.get(`${SERVERS}/${server.id}/user_data`)).body).toEqual({ user_data: [] });
    expect((await client.get(`${SERVERS}?tags=a,b&order=creation_date_desc`)).body.servers).toEqual([server]);
  });

  it("keep their addresses in the order asked for", async () => {
    const { client } = host;
    const ids = [(await newIp()).id, (await newIp()).id, (await newIp()).id];
    const order = (server: { public_ips: { id: string }[] }) => server.public_ips.map(({ id }) => id);
    const [first, second, third] = ids;
    const server = await newServer({ public_ips: [third, first] });
    expect(order(server)).toEqual([third, first]);
    await client.patch(`${IPS}/${second}`, { server: server.id });
    expect(order(await read(server.id))).toEqual([third, first, second]);
    const { body } = await client.patch(`${SERVERS}/${server.id}`, { public_ips: ids });
    expect(order(body.server)).toEqual(ids);
  });

  it("share the default security group of their project and zone, which is no live object", async () => {
    const { client } = host;
    const [first, second] = [await newServer(), await newServer({ name: "other" })];
    const { id } = first.security_group;
    expect(second.security_group.id).toBe(id);
    const { body } = await client.get(`${INSTANCE}/security_groups?project_default=true`);
    expect(body.security_groups).toMatchObject([{ id, project_default: true }]);
    expect(body.security_groups[0].servers).toContainEqual({ id: second.id, name: "other" });
    expect(await client.delete(`${INSTANCE}/security_groups/${id}`)).toMatchObject(blocked("resource_still_in_use"));
    expect(await objectIds()).not.toContain(`scaleway_instance_security_group fr-par-1/${id}`);
  });

  it("go on and off, and refuse what their state does not allow", async () => {
    const { client } = host;
    const { id } = await newServer();
    expect(await act(id, "poweroff")).toMatchObject(blocked("resource_not_usable"));
    expect(await act(id, "poweron")).toMatchObject({ status: 202, body: { task: { href_result: `/servers/${id}` } } });
    expect(await read(id)).toMatchObject({ state: "running", location: { zone_id: "fr-par-1" } });
    expect(await client.delete(`${SERVERS}/${id}`)).toMatchObject(blocked("resource_not_usable"));
    const bigger = { commercial_type: "PRO2-XS" };
    expect(await client.patch(`${SERVERS}/${id}`, bigger)).toMatchObject(blocked("resource_not_usable"));
    await act(id, "stop_in_place");
    expect(await read(id)).toMatchObject({ state: "stopped in place" });
    await act(id, "reboot");
    await act(id, "poweroff");
    expect(await read(id)).toMatchObject({ state: "stopped" });
    expect((await client.patch(`${SERVERS}/${id}`, bigger)).body.server.commercial_type).toBe("PRO2-XS");
    expect(await act(id, "explode")).toMatchObject(invalid(["action", "constraint"]));
  });

  it("leave their addresses and their volume behind when they are terminated", async () => {
    const { client } = host;
    const ip = await newIp();
    const { id, volumes } = await newServer({ public_ips: [ip.id] });
    const volume = `${VOLUMES}/${volumes["0"].id}`;
    expect(await objectIds()).not.toContain(`scaleway_block_volume fr-par-1/${volumes["0"].id}`);
    await act(id, "poweron");
    await act(id, "terminate");
    expect(await client.get(`${SERVERS}/${id}`)).toMatchObject(missing("instance_server", id));
    expect((await client.get(`${IPS}/${ip.id}`)).body.ip).toMatchObject({ state: "detached" });
    expect((await client.get(volume)).body).toMatchObject({ status: "available", references: [] });
    expect(await objectIds()).toContain(`scaleway_block_volume fr-par-1/${volumes["0"].id}`);
    expect((await client.patch(volume, { name: "kept" })).body.name).toBe("kept");
    expect((await client.get(`${VOLUMES}?name=kept&include_deleted=false`)).body.total_count).toBe(1);
    expect((await client.delete(volume)).status).toBe(204);
    expect(await client.get(volume)).toMatchObject(missing("volume", volumes["0"].id));
  });

  it.each([
    ["a type that is none", { commercial_type: "TOASTER" }, "commercial_type", "constraint"],
    ["an image that is none", { image: NOBODY }, "image", "constraint"],
    ["a type that the image does not fit", { commercial_type: "COPARM1-2C-8G" }, "image", "constraint"],
    ["a volume smaller than the image", { volumes: { "0": { size: 1e9 } } }, "volumes.0.size", "constraint"],
    ["a local volume", { volumes: { "0": { volume_type: "l_ssd" } } }, "volumes.0.volume_type", "constraint"],
    ["a second volume", { volumes: { "1": {} } }, "volumes.1", "unknown"],
    ["no name", { name: "" }, "name", "constraint"],
  ])("refuse %s, and leave nothing behind", async (_, change, argument, reason) => {
    const before = (await host.client.get(VOLUMES)).body.total_count;
    expect(await host.client.post(SERVERS, await wanted(change))).toMatchObject(invalid([argument, reason]));
    expect((await host.client.get(VOLUMES)).body.total_count).toBe(before);
  });

  it("refuse an address that another one has, and leave nothing behind", async () => {
    const { client } = host;
    const { id } = await newIp({ server: (await newServer()).id });
    const before = (await client.get(VOLUMES)).body.total_count;
    expect(await client.post(SERVERS, await wanted({ public_ips: [id] }))).toMatchObject(
      invalid(["public_ips.0", "constraint"]),
    );
    expect((await client.get(VOLUMES)).body.total_count).toBe(before);
  });

  it("say that what they do not know is not implemented", async () => {
    const { server } = host;
    const post = async (path: string, body: object) => {
      const headers = { "X-Auth-Token": server.credentials.secretKey };
      const url = `${server.apiUrl}${path}`;
      return (await fetch(url, { method: "POST", headers, body: JSON.stringify(body) })).status;
    };
    const { id } = await newServer();
    expect(await post(SERVERS, await wanted({ dynamic_ip_required: true }))).toBe(501);
    expect(await post(`${SERVERS}/${id}/action`, { action: "backup" })).toBe(501);
  });
});

describe("private network interfaces", () => {
  it("have an address of each IP version, which goes with them", async () => {
    const { client } = host;
    const network = await client.create(`${VPC}/private-networks`, { name: "nodes" });
    const { id: server_id } = await newServer();
    const nic = await client.create(NICS, { server_id, private_network_id: network.id });
    expect(nic).toMatchObject({
      status: "attaching",
      mac_address: expect.stringMatching(/^02:00:00(:[0-9a-f]{2}){3}$/),
    });
    expect((await client.get(`${NICS}/${nic.id}`)).body.status).toBe("available");
    const found = await client.get(`${IPAM}?resource_type=instance_private_nic&resource_id=${nic.id}`);
    expect(found.body.ips.map((ip: { id: string }) => ip.id).sort()).toEqual([...nic.ip_ids].sort());
    expect((await client.get(`${IPAM}?mac_address=${nic.mac_address}&is_ipv6=false`)).body.total_count).toBe(1);
    const v1 = { id: nic.id, state: "available", ipam_ip_ids: nic.ip_ids, mac_address: nic.mac_address };
    expect((await read(server_id)).private_nics).toMatchObject([v1]);
    expect((await client.get(`${SERVERS}/${server_id}/private_nics`)).body.private_nics).toMatchObject([v1]);
    expect((await client.get(`${SERVERS}/${server_id}/private_nics/${nic.id}`)).body.private_nic).toMatchObject(v1);
    expect((await client.get(`${NICS}?server_ids=${NOBODY}`)).body.total_count).toBe(0);
    expect(await client.post(NICS, { server_id, private_network_id: network.id })).toMatchObject(
      blocked("resource_not_usable"),
    );
    expect(await client.delete(`${VPC}/private-networks/${network.id}`)).toMatchObject(
      blocked("resource_still_in_use"),
    );
    expect((await client.delete(`${NICS}/${nic.id}`)).status).toBe(204);
    expect(await client.get(`${NICS}/${nic.id}`)).toMatchObject(missing("instance_private_nic", nic.id));
    expect((await client.get(`${IPAM}?private_network_id=${network.id}`)).body.total_count).toBe(0);
  });

  it("take reserved addresses of their network, which stay when the server goes", async () => {
    const { client } = host;
    const [network, other] = [
      await client.create(`${VPC}/private-networks`),
      await client.create(`${VPC}/private-networks`),
    ];
    const reserved = await client.create(IPAM, { source: { private_network_id: network.id } });
    const elsewhere = await client.create(IPAM, { source: { private_network_id: other.id } });
    const { id: server_id } = await newServer();
    const join = (ip: string) => client.post(NICS, { server_id, private_network_id: network.id, ip_ids: [ip] });
    expect(await join(elsewhere.id)).toMatchObject(invalid(["ip_ids.0", "constraint"]));
    expect((await join(reserved.id)).body.ip_ids).toEqual([reserved.id]);
    expect((await client.delete(`${SERVERS}/${server_id}`)).status).toBe(204);
    expect((await client.get(`${IPAM}/${reserved.id}`)).body.resource).toBeNull();
    expect((await client.get(`${NICS}?server_ids=${server_id}`)).body.total_count).toBe(0);
  });
});

it("leaves nothing when every live object is deleted in the order of the inventory", async () => {
  const { client, server } = host;
  for (const { id, state } of (await client.get(`${SERVERS}?per_page=100`)).body.servers) {
    if (state === "running") await act(id, "poweroff");
  }
  const left = async () => (await client.status()).objects.filter(({ seed }) => !seed);
  for (let round = 0; round < 2; round++) {
    for (const object of await left()) {
      expect({ object, outcome: await deleteLiveObject(server, object) }).toEqual({ object, outcome: "deleted" });
    }
  }
  expect(await left()).toEqual([]);
});
