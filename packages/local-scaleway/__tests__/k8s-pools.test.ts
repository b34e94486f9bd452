import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";
import { IPS, K8S, newCluster, newMulticloud, newPool, nodesOf, POOL, VPC } from "./k8s-fixture";

const GATEWAY = "/vpc-gw/v2/zones/fr-par-1";
const host = withServer();

describe("pools", () => {
  it("scale, are ready, and are gone after the answer to their deletion", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const pool = await newPool(client, cluster, { root_volume_type: "default_volume_type" });
    expect(pool).toMatchObject({
      status: "scaling",
      version: cluster.version,
      node_type: "pro2_xxs",
      min_size: 1,
      max_size: 1,
      root_volume_type: "sbs_5k",
      root_volume_size: 20_000_000_000,
      upgrade_policy: { max_unavailable: 1, max_surge: 0 },
      placement_group_id: null,
      kubelet_args: {},
      labels: {},
      taints: [],
      error_message: null,
    });
    const path = `${K8S}/pools/${pool.id}`;
    expect((await client.get(path)).body.status).toBe("ready");
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toMatchObject(missing("pool", pool.id));
    expect(await nodesOf(client, pool)).toEqual([]);
  });

  it("change in size, limits and tags, and say so only when they scale", async () => {
    const { client } = host;
    const pool = await newPool(client, await newCluster(client));
    const path = `${K8S}/pools/${pool.id}`;
    await client.get(path);
    const tagged = await client.patch(path, { tags: ["a"], upgrade_policy: { max_surge: 1, max_unavailable: null } });
    expect(tagged.body).toMatchObject({
      status: "ready",
      tags: ["a"],
      upgrade_policy: { max_unavailable: 1, max_surge: 1 },
    });
    expect((await client.patch(path, { size: 3, max_size: 3 })).body).toMatchObject({ status: "scaling", size: 3 });
    expect((await client.get(path)).body).toMatchObject({ status: "ready", size: 3, max_size: 3 });
    const kubelet_args = { maxPods: "50" };
    expect((await client.patch(path, { kubelet_args })).body).toMatchObject({ kubelet_args, size: 3 });
  });

  it("give labels and taints to their nodes, and take them back", async () => {
    const { client } = host;
    const taint = { key: "dedicated", value: "batch", effect: "NoExecute" };
    const pool = await newPool(client, await newCluster(client), { labels: { tier: "batch" }, taints: [taint] });
    expect(pool).toMatchObject({ labels: { tier: "batch" }, taints: [taint], startup_taints: [] });
    const path = `${K8S}/pools/${pool.id}`;
    expect((await client.put(`${path}/set-labels`, { labels: { tier: "web" } })).body.labels).toEqual({ tier: "web" });
    expect((await client.put(`${path}/set-taints`, { taints: [] })).body.taints).toEqual([]);
    const starting = { startup_taints: [{ key: "starting" }] };
    expect((await client.put(`${path}/set-startup-taints`, starting)).body.startup_taints).toEqual([
      { key: "starting", value: "", effect: "NoSchedule" },
    ]);
    expect((await client.get(path)).body).toMatchObject({ labels: { tier: "web" }, taints: [] });
    expect(await client.put(`${path}/set-labels`, { labels: { tier: 1 } })).toMatchObject(
      invalid(["labels.tier", "format"]),
    );
    expect(await client.put(`${path}/set-labels`, { labels: ["tier"] })).toMatchObject(invalid(["labels", "format"]));
    expect(await client.put(`${path}/set-taints`, { taints: [{ key: "x", effect: "Never" }] })).toMatchObject(
      invalid(["taints.0.effect", "constraint"]),
    );
    expect(await client.put(`${K8S}/pools/${NOBODY}/set-labels`, {})).toMatchObject(missing("pool", NOBODY));
  });

  it("have a local system volume where the type has local storage", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    expect(await newPool(client, cluster, { node_type: "DEV1-M" })).toMatchObject({
      root_volume_type: "l_ssd",
      root_volume_size: 40_000_000_000,
    });
    const block = { name: "block", node_type: "dev1_m", root_volume_type: "sbs_15k", root_volume_size: 50_000_000_000 };
    expect(await newPool(client, cluster, block)).toMatchObject(block);
  });

  it("are upgraded as far as their cluster, with new nodes", async () => {
    const { client } = host;
    const cluster = await newCluster(client, { version: "1.34.6" });
    const pool = await newPool(client, cluster);
    const upgrade = (version: string) => client.post(`${K8S}/pools/${pool.id}/upgrade`, { version });
    expect(await upgrade("1.35.3")).toMatchObject(invalid(["version", "constraint"]));
    await client.post(`${K8S}/clusters/${cluster.id}/upgrade`, { version: "1.35.3" });
    const [before] = await nodesOf(client, pool);
    expect((await upgrade("1.35.3")).body).toMatchObject({ status: "upgrading", version: "1.35.3" });
    expect((await client.get(`${K8S}/pools/${pool.id}`)).body.status).toBe("ready");
    const [after] = await nodesOf(client, pool);
    expect(after.id).not.toBe(before.id);
    expect((await upgrade("1.35.3")).body.status).toBe("ready");
    expect(await nodesOf(client, pool)).toEqual([after]);
    expect(await upgrade("1.34.6")).toMatchObject(invalid(["version", "constraint"]));
  });

  it.each([
    ["a zone that is none", { zone: "fr-par-9" }, "zone", "constraint"],
    ["a zone of another region", { zone: "nl-ams-1" }, "zone", "constraint"],
    ["no zone", { zone: undefined }, "zone", "required"],
    ["no size", { size: undefined }, "size", "required"],
    ["a size below nothing", { size: -1 }, "size", "constraint"],
    ["a type with too little memory", { node_type: "DEV1-S" }, "node_type", "constraint"],
    ["a type that cannot be", { node_type: "two words" }, "node_type", "format"],
    ["a small system volume", { root_volume_size: 1_000_000_000 }, "root_volume_size", "constraint"],
    ["a legacy system volume", { root_volume_type: "b_ssd" }, "root_volume_type", "constraint"],
    ["another container runtime", { container_runtime: "docker" }, "container_runtime", "constraint"],
    ["an unknown kubelet argument", { kubelet_args: { root: "/" } }, "kubelet_args", "constraint"],
    ["a size out of the scaler's limits", { autoscaling: true, min_size: 2, max_size: 3 }, "size", "constraint"],
    ["an unknown argument", { image: "own" }, "image", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const cluster = await newCluster(host.client);
    const answer = await host.client.post(`${K8S}/clusters/${cluster.id}/pools`, { ...POOL, ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });

  it("refuse a name that is taken, a cluster or security group that is not there, and hiding nodes without a network", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const post = (change: object) => client.post(`${K8S}/clusters/${cluster.id}/pools`, { ...POOL, ...change });
    expect((await post({})).status).toBe(200);
    expect(await post({})).toMatchObject(invalid(["name", "constraint"]));
    expect(await post({ name: "second", security_group_id: NOBODY })).toMatchObject(missing("security_group", NOBODY));
    expect(await client.post(`${K8S}/clusters/${NOBODY}/pools`, POOL)).toMatchObject(missing("cluster", NOBODY));
    const elsewhere = await newMulticloud(client);
    const hidden = { ...POOL, public_ip_disabled: true };
    expect(await client.post(`${K8S}/clusters/${elsewhere.id}/pools`, hidden)).toMatchObject(
      invalid(["public_ip_disabled", "constraint"]),
    );
  });

  it("have as many nodes together as the type of their cluster allows", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const pool = await newPool(client, cluster);
    const second = { ...POOL, name: "second", size: 150 };
    expect(await client.post(`${K8S}/clusters/${cluster.id}/pools`, second)).toMatchObject(
      invalid(["size", "constraint"]),
    );
    expect(await client.patch(`${K8S}/pools/${pool.id}`, { size: 151 })).toMatchObject(invalid(["size", "constraint"]));
    expect((await client.patch(`${K8S}/pools/${pool.id}`, { size: 150 })).status).toBe(200);
    expect(await nodesOf(client, pool)).toHaveLength(50);
  });

  it("are found by name and status within their cluster", async () => {
    const { client } = host;
    const [cluster, other] = [await newCluster(client), await newCluster(client)];
    const one = await newPool(client, cluster, { name: "one" });
    const two = await newPool(client, cluster, { name: "two" });
    await newPool(client, other, { name: "one" });
    const found = async (filter: string) =>
      (await client.get(`${K8S}/clusters/${cluster.id}/pools?${filter}`)).body.pools.map(
        ({ id }: { id: string }) => id,
      );
    expect(await found("status=unknown&order_by=name_desc")).toEqual([two.id, one.id]);
    expect(await found("name=one")).toEqual([one.id]);
    expect(await found("status=warning")).toEqual([]);
  });
});

describe("nodes", () => {
  it("follow the size of their pool: the newest ones go first", async () => {
    const { client } = host;
    const pool = await newPool(client, await newCluster(client), { size: 2 });
    const [first, second] = await nodesOf(client, pool);
    await client.patch(`${K8S}/pools/${pool.id}`, { size: 3 });
    expect(await nodesOf(client, pool)).toHaveLength(3);
    await client.patch(`${K8S}/pools/${pool.id}`, { size: 1 });
    expect((await nodesOf(client, pool)).map(({ id }: { id: string }) => id)).toEqual([first.id]);
    expect(await client.get(`${K8S}/nodes/${second.id}`)).toMatchObject(missing("node", second.id));
    expect((await client.get(`${K8S}/nodes/${first.id}`)).body).toMatchObject({
      status: "ready",
      conditions: { Ready: "True" },
      provider_id: expect.stringMatching(/^scaleway:\/\/instance\/fr-par-1\//),
    });
  });

  it("come and go with the bounds of the autoscaler", async () => {
    const { client } = host;
    const bounds = { autoscaling: true, size: 1, min_size: 1, max_size: 5 };
    const pool = await newPool(client, await newCluster(client), bounds);
    await client.patch(`${K8S}/pools/${pool.id}`, { min_size: 3 });
    expect(await nodesOf(client, pool)).toHaveLength(3);
    await client.patch(`${K8S}/pools/${pool.id}`, { min_size: 1, max_size: 2 });
    expect(await nodesOf(client, pool)).toHaveLength(2);
  });

  it("have an address of each IP version in the network of their cluster, under their name", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const pool = await newPool(client, cluster);
    const [node] = await nodesOf(client, pool);
    expect(node.public_ip_v4).toMatch(/^198\.19\./);
    const query = `resource_name=${node.name}&project_id=${PROJECT}&resource_type=unknown_type`;
    const { ips } = (await client.get(`${IPS}?${query}&order_by=created_at_asc`)).body;
    expect(ips).toMatchObject([
      { address: "10.64.0.2/22", is_ipv6: false, resource: { type: "instance_private_nic", name: node.name } },
      { is_ipv6: true, resource: { id: ips[0].resource.id } },
    ]);
    expect(await client.delete(`${IPS}/${ips[0].id}`)).toMatchObject(blocked("resource_still_in_use"));
  });

  it.each([
    ["platform", "default", /^scw-platform-default-[0-9a-f]{25}$/],
    [
      "test-pool-taints-and-labels",
      "test-pool-taints-and-labels",
      /^scw-test-pool-taints--test-pool-taints--[0-9a-f]{6}$/,
    ],
    [
      "test-pool-validate-size-mutu",
      "test-pool-validate-size-mutu-other",
      /^scw-test-pool-vali-test-pool-validate-s-[0-9a-f]{6}$/,
    ],
  ])("of %s/%s have a name of 46 characters", async (clusterName, name, expected) => {
    const { client } = host;
    const pool = await newPool(client, await newCluster(client, { name: clusterName }), { name });
    const [node] = await nodesOf(client, pool);
    expect(node.name).toMatch(expected);
    expect(node.name).toHaveLength(46);
  });

  it("of Kosmos are anywhere, and in no private network", async () => {
    const { client } = host;
    const pool = await newPool(client, await newMulticloud(client), { zone: "nl-ams-1" });
    expect(pool).toMatchObject({ zone: "nl-ams-1", region: "fr-par" });
    const [node] = await nodesOf(client, pool);
    expect((await client.get(`${IPS}?resource_name=${node.name}`)).body.total_count).toBe(0);
  });

  it("without public addresses wait until their network has a default route", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const pool = await newPool(client, cluster, { public_ip_disabled: true });
    const path = `${K8S}/pools/${pool.id}`;
    expect((await client.get(path)).body.status).toBe("scaling");
    expect(await nodesOf(client, pool)).toMatchObject([{ status: "creating", conditions: { Creating: "True" } }]);
    const gateway = await client.create(`${GATEWAY}/gateways`, { name: "egress", type: "VPC-GW-S" });
    const place = { gateway_id: gateway.id, private_network_id: cluster.private_network_id };
    const { id } = await client.create(`${GATEWAY}/gateway-networks`, { ...place, push_default_route: false });
    expect((await client.get(path)).body.status).toBe("scaling");
    await client.patch(`${GATEWAY}/gateway-networks/${id}`, { push_default_route: true });
    expect((await client.get(path)).body.status).toBe("ready");
    expect(await nodesOf(client, pool)).toMatchObject([{ status: "ready", public_ip_v4: "" }]);
  });

  it("take the default route of another network of their VPC when theirs is told to", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const own = `${VPC}/private-networks/${cluster.private_network_id}`;
    const { vpc_id } = (await client.get(own)).body;
    const other = await client.create(`${VPC}/private-networks`, { vpc_id });
    const gateway = await client.create(`${GATEWAY}/gateways`, { name: "egress", type: "VPC-GW-S" });
    const place = { gateway_id: gateway.id, private_network_id: other.id };
    await client.create(`${GATEWAY}/gateway-networks`, { ...place, push_default_route: true });
    const pool = await newPool(client, cluster, { public_ip_disabled: true });
    const status = async () => (await client.get(`${K8S}/pools/${pool.id}`)).body.status;
    expect(await status()).toBe("scaling");
    await client.patch(own, { default_route_propagation_enabled: true });
    expect(await status()).toBe("ready");
  });
});
