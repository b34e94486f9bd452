import { deleteLiveObject } from "../src";
import { blocked, invalid, missing, NOBODY, withServer } from "./helpers/server";
import { IPS, K8S, newCluster, newMulticloud, newNetwork, newPool, nodesOf, POOL, VPC } from "./k8s-fixture";

const host = withServer();

describe("versions", () => {
  it("are the newest patch of each minor version, with what each supports", async () => {
    const { versions } = (await host.client.get(`${K8S}/versions`)).body;
    expect(versions.map(({ name }: { name: string }) => name)).toEqual(["1.36.1", "1.35.3", "1.34.6", "1.33.10"]);
    expect(versions.at(-1).available_cnis).not.toContain("cilium_native");
    expect((await host.client.get(`${K8S}/versions/1.35.3`)).body).toEqual(versions[1]);
    expect((await host.client.get(`${K8S}/versions/1.34.1`)).body.label).toBe("Kubernetes 1.34.1");
    expect(await host.client.get(`${K8S}/versions/1.2.3`)).toMatchObject(missing("version", "1.2.3"));
  });
});

describe("clusters", () => {
  it("are created, wait for a pool, and are ready with one", async () => {
    const { client } = host;
    const { id: private_network_id } = await newNetwork(client);
    const given = { name: "c", version: "1.35.3", cni: "cilium", private_network_id, type: "", pools: null };
    const created = await client.create(`${K8S}/clusters`, given);
    expect(created).toMatchObject({
      status: "creating",
      type: "kapsule",
      pod_cidr: "100.64.0.0/15",
      service_cidr: "10.32.0.0/20",
      service_dns_ip: "10.32.0.10",
      iam_nodes_group_id: "",
      upgrade_available: true,
      cluster_url: `https://${created.id}.api.k8s.fr-par.scw.cloud:6443`,
      auto_upgrade: { enabled: false, maintenance_window: { start_hour: 0, day: "any" } },
      autoscaler_config: { expander: "random", scale_down_utilization_threshold: 0.5, log_level: 2 },
      open_id_connect_config: { issuer_url: "", groups_claim: [] },
    });
    const path = `${K8S}/clusters/${created.id}`;
    const waiting = (await client.get(path)).body;
    expect(waiting.status).toBe("pool_required");
    expect(waiting.iam_nodes_group_id).not.toBe("");
    const pool = await newPool(client, created);
    expect((await client.get(path)).body.status).toBe("ready");
    await client.delete(`${K8S}/pools/${pool.id}`);
    expect((await client.get(path)).body.status).toBe("pool_required");
  });

  it.each([
    ["a dedicated control plane", { type: "kapsule-dedicated-4" }],
    ["nodes anywhere", { type: "multicloud", cni: "kilo", private_network_id: null }],
  ])("need no pool with %s", async (_, change) => {
    expect((await newCluster(host.client, change)).status).toBe("ready");
  });

  it("take the settings they are given, and change those that a change names", async () => {
    const { client } = host;
    const cluster = await newCluster(client, {
      autoscaler_config: { expander: "most_pods", scale_down_unneeded_time: "20m", estimator: "unknown_estimator" },
      auto_upgrade: { enable: true, maintenance_window: { start_hour: 3, day: "monday" } },
      open_id_connect_config: { issuer_url: "https://id.example.org", client_id: "hub", groups_claim: ["admin"] },
      feature_gates: ["ImageVolume"],
      service_cidr: "10.40.0.0/16",
    });
    expect(cluster).toMatchObject({
      autoscaler_config: { expander: "most_pods", scale_down_unneeded_time: "20m", estimator: "binpacking" },
      auto_upgrade: { enabled: true, maintenance_window: { start_hour: 3, day: "monday" } },
      open_id_connect_config: { client_id: "hub", groups_claim: ["admin"] },
      service_dns_ip: "10.40.0.10",
    });
    const path = `${K8S}/clusters/${cluster.id}`;
    const { body: changed } = await client.patch(path, {
      description: "the platform",
      autoscaler_config: { scale_down_disabled: true, expander: "unknown_expander", log_level: null },
      auto_upgrade: { enable: false, maintenance_window: null },
      open_id_connect_config: { client_id: "platform", issuer_url: null },
    });
    expect(changed).toMatchObject({
      status: "updating",
      description: "the platform",
      autoscaler_config: { ...cluster.autoscaler_config, scale_down_disabled: true },
      auto_upgrade: { enabled: false, maintenance_window: { start_hour: 3, day: "monday" } },
      open_id_connect_config: { issuer_url: "https://id.example.org", client_id: "platform" },
    });
    expect((await client.get(path)).body.status).toBe("pool_required");
  });

  it.each([
    ["a version that is none", { version: "1.2.3" }, "version", "constraint"],
    ["a minor version alone", { version: "1.35" }, "version", "constraint"],
    ["a network plugin that is none", { cni: "weave" }, "cni", "constraint"],
    ["a network plugin that the version lacks", { version: "1.33.10", cni: "cilium_native" }, "cni", "constraint"],
    ["a feature gate that the version lacks", { feature_gates: ["Everything"] }, "feature_gates", "constraint"],
    ["an admission plugin that it lacks", { admission_plugins: ["Nobody"] }, "admission_plugins", "constraint"],
    ["a type that is none", { type: "kapsule-dedicated-2" }, "type", "constraint"],
    ["Kapsule without a network", { private_network_id: null }, "private_network_id", "required"],
    ["Kosmos with a network", { type: "multicloud" }, "private_network_id", "constraint"],
    ["pods among services", { pod_cidr: "10.32.0.0/16" }, "service_cidr", "constraint"],
    ["a DNS outside the services", { service_dns_ip: "10.0.0.1" }, "service_dns_ip", "constraint"],
    [
      "an open issuer",
      { open_id_connect_config: { issuer_url: "http://x" } },
      "open_id_connect_config.issuer_url",
      "constraint",
    ],
    [
      "an hour too late",
      { auto_upgrade: { maintenance_window: { start_hour: 24 } } },
      "auto_upgrade.maintenance_window.start_hour",
      "constraint",
    ],
    [
      "a duration that is none",
      { autoscaler_config: { scale_down_unneeded_time: "10" } },
      "autoscaler_config.scale_down_unneeded_time",
      "format",
    ],
    [
      "a threshold above all",
      { autoscaler_config: { scale_down_utilization_threshold: 2 } },
      "autoscaler_config.scale_down_utilization_threshold",
      "constraint",
    ],
    [
      "a claim without a value",
      { open_id_connect_config: { required_claim: ["hd"] } },
      "open_id_connect_config.required_claim.0",
      "format",
    ],
    ["an unknown argument", { dashboard: true }, "dashboard", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const { id: private_network_id } = await newNetwork(host.client);
    const given = { name: "c", version: "1.35.3", cni: "cilium", private_network_id, ...change };
    expect(await host.client.post(`${K8S}/clusters`, given)).toMatchObject(invalid([argument, reason]));
  });

  it("refuse networks and projects that are not there, and are not found themselves", async () => {
    const { client } = host;
    const given = { name: "c", version: "1.35.3", cni: "cilium" };
    const post = (change: object) => client.post(`${K8S}/clusters`, { ...given, ...change });
    expect(await post({ private_network_id: NOBODY })).toMatchObject(missing("private_network", NOBODY));
    expect(await post({ project_id: NOBODY })).toMatchObject({ status: 404 });
    expect(await client.get(`${K8S}/clusters/${NOBODY}`)).toMatchObject(missing("cluster", NOBODY));
    expect(await client.get(`${K8S}/clusters/${NOBODY}/kubeconfig`)).toMatchObject(missing("cluster", NOBODY));
  });

  it.each([
    ["pools that are to come with them", "clusters", { name: "c", version: "1.35.3", cni: "cilium", pools: [{}] }],
    ["nodes of other providers", "pools", { ...POOL, node_type: "external" }],
  ])("answer 501 to %s", async (_, collection, given) => {
    const { client, server } = host;
    const { id } = await newMulticloud(client);
    const path = collection === "pools" ? `clusters/${id}/pools` : collection;
    // No contract holds what the real API never answers.
    const answer = await fetch(`${server.apiUrl}${K8S}/${path}`, {
      method: "POST",
      headers: { "X-Auth-Token": server.credentials.secretKey },
      body: JSON.stringify(given),
    });
    expect(answer.status).toBe(501);
  });

  it("are found by name, status, type, version, network and project", async () => {
    const { client } = host;
    const one = await newCluster(client, { name: "searched-one" });
    const two = await newMulticloud(client);
    await client.patch(`${K8S}/clusters/${two.id}`, { name: "searched-two" });
    const found = async (filter: string) =>
      (await client.get(`${K8S}/clusters?name=searched&${filter}`)).body.clusters.map(({ id }: { id: string }) => id);
    expect(await found("status=unknown&order_by=name_desc")).toEqual([two.id, one.id]);
    expect(await found("status=pool_required")).toEqual([one.id]);
    expect(await found("type=multicloud")).toEqual([two.id]);
    expect(await found("version=1.35&order_by=created_at_asc")).toEqual([one.id, two.id]);
    expect(await found(`private_network_id=${one.private_network_id}`)).toEqual([one.id]);
    expect(await found(`project_id=${NOBODY}`)).toEqual([]);
    expect(await client.get(`${K8S}/clusters?status=broken`)).toMatchObject(invalid(["status", "constraint"]));
  });
});

describe("types of clusters", () => {
  const names = async (id: string) =>
    (await host.client.get(`${K8S}/clusters/${id}/available-types`)).body.cluster_types.map(
      ({ name }: { name: string }) => name,
    );

  it("only grow once the control plane is dedicated, and are committed to for 30 days", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    expect(cluster.commitment_ends_at).toBe(cluster.created_at);
    expect(await names(cluster.id)).toEqual([
      "kapsule",
      "kapsule-dedicated-4",
      "kapsule-dedicated-8",
      "kapsule-dedicated-16",
    ]);
    const path = `${K8S}/clusters/${cluster.id}`;
    const { body: larger } = await client.post(`${path}/set-type`, { type: "kapsule-dedicated-8" });
    expect(larger).toMatchObject({ status: "updating", type: "kapsule-dedicated-8" });
    expect(Date.parse(larger.commitment_ends_at) - Date.parse(larger.updated_at)).toBe(30 * 24 * 3600 * 1000);
    expect((await client.get(path)).body.status).toBe("ready");
    expect(await names(cluster.id)).toEqual(["kapsule-dedicated-16"]);
    for (const type of ["kapsule", "kapsule-dedicated-4", "multicloud-dedicated-16", "huge"]) {
      expect(await client.post(`${path}/set-type`, { type })).toMatchObject(invalid(["type", "constraint"]));
    }
  });
});

describe("upgrades", () => {
  it("lead to the next minor version, of the pools too when they are asked for", async () => {
    const { client } = host;
    const cluster = await newCluster(client, { version: "1.34.6" });
    const pool = await newPool(client, cluster);
    await client.get(`${K8S}/pools/${pool.id}`);
    const [before] = await nodesOf(client, pool);
    const path = `${K8S}/clusters/${cluster.id}`;
    const upgraded = await client.post(`${path}/upgrade`, { version: "1.35.3", upgrade_pools: true });
    expect(upgraded.body).toMatchObject({ status: "updating", version: "1.35.3" });
    expect((await client.get(`${path}/pools`)).body.pools).toMatchObject([{ status: "ready", version: "1.35.3" }]);
    const [after] = await nodesOf(client, pool);
    expect(after.id).not.toBe(before.id);
    await client.post(`${path}/upgrade`, { version: "1.36.1" });
    expect((await client.get(path)).body).toMatchObject({ version: "1.36.1", upgrade_available: false });
    expect((await client.get(`${K8S}/pools/${pool.id}`)).body.version).toBe("1.35.3");
  });

  it.each(["1.36.1", "1.34.6", "1.34.1", "1.33.10", "2.0.0"])("from 1.34.6 cannot lead to %s", async (version) => {
    const cluster = await newCluster(host.client, { version: "1.34.6" });
    const answer = await host.client.post(`${K8S}/clusters/${cluster.id}/upgrade`, { version });
    expect(answer).toMatchObject(invalid(["version", "constraint"]));
  });

  it("cannot lose what the cluster uses", async () => {
    const cluster = await newCluster(host.client, { version: "1.33.10", feature_gates: ["DRAAdminAccess"] });
    const answer = await host.client.post(`${K8S}/clusters/${cluster.id}/upgrade`, { version: "1.34.6" });
    expect(answer).toMatchObject(invalid(["feature_gates", "constraint"]));
  });
});

describe("kubeconfigs", () => {
  it("name the cluster, stay the same, and open nothing", async () => {
    const { client } = host;
    const cluster = await newCluster(client, { name: 'a "quoted" name' });
    const { body } = await client.get(`${K8S}/clusters/${cluster.id}/kubeconfig`);
    const content = Buffer.from(body.content, "base64").toString();
    expect(content).toContain(`server: ${cluster.cluster_url}`);
    expect(content).toContain('- name: "a \\"quoted\\" name"');
    expect(content).toContain("token: local-scaleway-runs-no-kubernetes");
    expect((await client.get(`${K8S}/clusters/${cluster.id}/kubeconfig`)).body).toEqual(body);
  });
});

describe("ACLs of API servers", () => {
  it("let everybody in until they are set, and are live when they keep somebody out", async () => {
    const { client, server } = host;
    const cluster = await newCluster(client);
    const path = `${K8S}/clusters/${cluster.id}/acls`;
    const live = async () =>
      (await client.status()).objects.filter(
        ({ type, id }) => type === "scaleway_k8s_acl" && id === `fr-par/${cluster.id}`,
      );
    expect((await client.get(path)).body).toMatchObject({ rules: [{ ip: "0.0.0.0/0" }], total_count: 1 });
    expect(await live()).toEqual([]);
    const acls = [{ ip: "198.51.100.0/24", description: "office" }, { scaleway_ranges: true }];
    const { body } = await client.put(path, { acls });
    expect(body.rules).toMatchObject([acls[0], { scaleway_ranges: true, description: "" }]);
    expect((await client.get(path)).body).toEqual({ ...body, total_count: 2 });
    const [acl] = await live();
    expect(acl).toMatchObject({ name: "platform" });
    expect(await deleteLiveObject(server, acl!)).toBe("deleted");
    expect((await client.get(path)).body.rules).toMatchObject([{ ip: "0.0.0.0/0" }]);
    expect((await client.put(path, { acls: null })).body).toEqual({ rules: [] });
    expect(await live()).toHaveLength(1);
  });

  it.each([
    ["a rule for nobody", [{ description: "nobody" }], "acls.0", "constraint"],
    ["a rule for both", [{ ip: "198.51.100.0/24", scaleway_ranges: true }], "acls.0", "constraint"],
    ["Scaleway twice", [{ scaleway_ranges: true }, { scaleway_ranges: true }], "acls", "constraint"],
    ["an address that is no range", [{ ip: "office" }], "acls.0.ip", "format"],
  ])("refuse %s", async (_, acls, argument, reason) => {
    const cluster = await newCluster(host.client);
    const answer = await host.client.put(`${K8S}/clusters/${cluster.id}/acls`, { acls });
    expect(answer).toMatchObject(invalid([argument, reason]));
    expect(await host.client.put(`${K8S}/clusters/${NOBODY}/acls`, { acls: [] })).toMatchObject(
      missing("cluster", NOBODY),
    );
  });
});

describe("deleting a cluster", () => {
  it("takes pools, nodes and their addresses along, and lets its network go only then", async () => {
    const { client } = host;
    const cluster = await newCluster(client);
    const pool = await newPool(client, cluster, { size: 2 });
    const network = `${VPC}/private-networks/${cluster.private_network_id}`;
    expect((await client.get(`${IPS}?private_network_id=${cluster.private_network_id}`)).body.total_count).toBe(4);
    expect(await client.delete(network)).toMatchObject(blocked("resource_still_in_use"));
    const deleted = await client.delete(`${K8S}/clusters/${cluster.id}?with_additional_resources=false`);
    expect(deleted).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(`${K8S}/clusters/${cluster.id}`)).toMatchObject(missing("cluster", cluster.id));
    expect(await client.get(`${K8S}/pools/${pool.id}`)).toMatchObject(missing("pool", pool.id));
    expect((await client.get(`${IPS}?private_network_id=${cluster.private_network_id}`)).body.total_count).toBe(0);
    expect((await client.get(network)).status).toBe(200);
    expect((await client.delete(network)).status).toBe(204);
  });

  it("takes the network along when that is asked for, unless something else is in it", async () => {
    const { client } = host;
    for (const shared of [false, true]) {
      const cluster = await newCluster(client);
      const { private_network_id } = cluster;
      if (shared) await client.create(IPS, { source: { private_network_id } });
      await client.delete(`${K8S}/clusters/${cluster.id}?with_additional_resources=true`);
      expect((await client.get(`${VPC}/private-networks/${private_network_id}`)).status).toBe(shared ? 200 : 404);
    }
    const elsewhere = await newMulticloud(client);
    const deleted = await client.delete(`${K8S}/clusters/${elsewhere.id}?with_additional_resources=true`);
    expect(deleted.status).toBe(200);
    expect(await client.delete(`${K8S}/clusters/${NOBODY}?with_additional_resources=perhaps`)).toMatchObject(
      invalid(["with_additional_resources", "format"]),
    );
  });

  it("is how a clean-up ends that deletes every live object in the order of the inventory", async () => {
    const { client, server } = host;
    const cluster = await newCluster(client);
    await newPool(client, cluster);
    await client.put(`${K8S}/clusters/${cluster.id}/acls`, { acls: [] });
    const left = async () => (await client.status()).objects.filter(({ seed }) => !seed);
    expect((await left()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(["scaleway_k8s_pool", "scaleway_k8s_acl", "scaleway_k8s_cluster"]),
    );
    // The tests before left clusters and networks behind, which are as good for this.
    for (const object of await left()) {
      expect({ object, outcome: await deleteLiveObject(server, object) }).toEqual({ object, outcome: "deleted" });
    }
    expect(await left()).toEqual([]);
  });
});
