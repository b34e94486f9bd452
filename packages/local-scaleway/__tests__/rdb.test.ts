import { X509Certificate } from "node:crypto";
import { blocked, type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const RDB = "/rdb/v1/regions/fr-par";
const INSTANCES = `${RDB}/instances`;
const VPC = "/vpc/v2/regions/fr-par";
const IPS = "/ipam/v1/regions/fr-par/ips";
const host = withServer();

const INSTANCE = {
  name: "catalogue",
  engine: "PostgreSQL-17",
  user_name: "owner",
  password: "Sufficiently-long-1",
  node_type: "db-dev-s",
  volume_type: "sbs_5k",
  volume_size: 10_000_000_000,
};
const newInstance = (client: Client, change: object = {}) => client.create(INSTANCES, { ...INSTANCE, ...change });
const readyInstance = async (client: Client, change: object = {}) => {
  const { id } = await newInstance(client, change);
  return (await client.get(`${INSTANCES}/${id}`)).body;
};
const newNetwork = async (client: Client, change: object = {}) => {
  const vpc = await client.create(`${VPC}/vpcs`, change);
  return client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.64.0.0/22"], ...change });
};
const inNetwork = (private_network_id: string, change: object = { ipam_config: {} }) => ({
  private_network: { private_network_id, ...change },
});

describe("instances", () => {
  it("are provisioned, get a public endpoint without a network, change, and go", async () => {
    const { client } = host;
    const created = await newInstance(client, { encryption: { enabled: true }, is_ha_cluster: true, tags: ["a"] });
    expect(created).toMatchObject({
      status: "provisioning",
      endpoint: null,
      endpoints: [],
      settings: [],
      encryption: { enabled: true },
      is_ha_cluster: true,
      backup_schedule: { disabled: false, frequency: 24, retention: 7 },
      volume: { class: "sbs", type: "sbs_5k", size: 10_000_000_000 },
    });
    const path = `${INSTANCES}/${created.id}`;
    const ready = (await client.get(path)).body;
    expect(ready).toMatchObject({ status: "ready", endpoint: { load_balancer: {}, name: null }, tags: ["a"] });
    expect(ready.endpoints).toEqual([ready.endpoint]);
    expect(ready.settings).toContainEqual({ name: "max_connections", value: "100" });

    const schedule = {
      is_backup_schedule_disabled: false,
      backup_schedule_frequency: 12,
      backup_schedule_retention: 30,
    };
    const changed = await client.patch(path, { name: "n", tags: [], backup_same_region: true, ...schedule });
    expect(changed.body).toMatchObject({
      name: "n",
      tags: [],
      status: "ready",
      backup_same_region: true,
      backup_schedule: { frequency: 12, retention: 30, disabled: false },
    });
    expect(Date.parse(changed.body.backup_schedule.next_run_at) - Date.parse(created.created_at)).toBe(12 * 3_600_000);
    const silent = await client.patch(path, { is_backup_schedule_disabled: true });
    expect(silent.body.backup_schedule).toMatchObject({ disabled: true, next_run_at: null, frequency: 12 });

    const logs = await client.patch(path, { logs_policy: { max_age_retention: 10 } });
    expect(logs.body).toMatchObject({
      status: "configuring",
      logs_policy: { max_age_retention: 10, total_disk_retention: null },
    });
    expect((await client.post(`${path}/restart`)).body.status).toBe("restarting");
    expect((await client.get(path)).body.status).toBe("ready");
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toMatchObject(missing("instance", created.id));
  });

  it.each([
    ["an engine that is none", { engine: "PostgreSQL-99" }, "engine", "constraint"],
    ["a node type that is none", { node_type: "db-huge" }, "node_type", "constraint"],
    ["a volume type that is none", { volume_type: "tape" }, "volume_type", "constraint"],
    ["block storage of no size", { volume_size: 0 }, "volume_size", "constraint"],
    ["block storage of an odd size", { volume_size: 7_000_000_000 }, "volume_size", "constraint"],
    ["a size for local storage", { volume_type: "lssd" }, "volume_size", "constraint"],
    [
      "local storage where there is none",
      { volume_type: "lssd", volume_size: 0, node_type: "db-play2-pico" },
      "volume_type",
      "constraint",
    ],
    ["a short password", { password: "Short-1" }, "password", "constraint"],
    ["a password of letters", { password: "OnlyLettersHere" }, "password", "constraint"],
    ["a user without a name", { user_name: "" }, "user_name", "constraint"],
    ["no name", { name: undefined }, "name", "required"],
    [
      "a first setting that the engine has not",
      { init_settings: [{ name: "x", value: "1" }] },
      "init_settings.0.name",
      "constraint",
    ],
    ["an unknown argument", { high_availability: true }, "high_availability", "unknown"],
    ["an endpoint of no kind", { init_endpoints: [{}] }, "init_endpoints.0", "constraint"],
    [
      "an endpoint without an address",
      { init_endpoints: [inNetwork(NOBODY, {})] },
      "init_endpoints.0.private_network",
      undefined,
    ],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(INSTANCES, { ...INSTANCE, ...change });
    expect(answer).toMatchObject(reason ? invalid([argument, reason]) : missing("private_network", NOBODY));
  });

  it("take the engine and node type in any case, and the size of local storage from the node type", async () => {
    const change = { engine: "mysql-8", node_type: "DB-DEV-M", volume_type: "lssd", volume_size: 0 };
    const init_settings = [{ name: "lower_case_table_names", value: "1" }];
    expect(await readyInstance(host.client, { ...change, init_settings })).toMatchObject({
      engine: "MySQL-8",
      node_type: "db-dev-m",
      volume: { class: "lssd", type: "lssd", size: 25_000_000_000 },
      init_settings,
      settings: [{ name: "max_connections", value: "150" }],
      upgradable_version: [],
    });
  });

  it("are found by name, tag, project and maintenance, in order", async () => {
    const { client } = host;
    const { id: project_id } = await client.create("/account/v3/projects", { name: "searched" });
    for (const name of ["searched-a", "searched-b"]) await newInstance(client, { name, project_id, tags: [name] });
    const found = async (query: string) =>
      (await client.get(`${INSTANCES}?project_id=${project_id}&${query}`)).body.instances.map(
        ({ name }: { name: string }) => name,
      );
    expect(await found("order_by=name_desc")).toEqual(["searched-b", "searched-a"]);
    expect(await found("name=hed-b")).toEqual(["searched-b"]);
    expect(await found("tags=searched-a")).toEqual(["searched-a"]);
    expect(await found("has_maintenances=true")).toEqual([]);
    expect(await client.get(`${INSTANCES}?engine=MySQL-8`)).toMatchObject(invalid(["engine", "unknown"]));
  });

  it("are set as their engine allows", async () => {
    const { client } = host;
    const { id } = await newInstance(client);
    const path = `${INSTANCES}/${id}`;
    const settings = [
      { name: "rdb.enable_pgaudit", value: "on" },
      { name: "pgaudit.log", value: "DDL,ROLE" },
      { name: "timezone", value: "Europe/Paris" },
    ];
    expect((await client.put(`${path}/settings`, { settings })).body).toEqual({ settings });
    expect((await client.get(path)).body).toMatchObject({ status: "ready", settings });
    await client.put(`${path}/settings`, { settings: [] });
    expect((await client.get(path)).body.settings).toEqual([]);
    for (const [name, value, argument] of [
      ["innodb_flush_method", "fsync", "settings.0.name"],
      ["work_mem", "many", "settings.0.value"],
      ["work_mem", "0", "settings.0.value"],
      ["random_page_cost", "11", "settings.0.value"],
      ["log_lock_waits", "maybe", "settings.0.value"],
      ["pgaudit.log", "DDL,DDL", "settings.0.value"],
      ["pgaudit.role", "1st", "settings.0.value"],
      ["timezone", "Europe/Atlantis", "settings.0.value"],
    ]) {
      const answer = await client.put(`${path}/settings`, { settings: [{ name, value }] });
      expect(answer).toMatchObject(invalid([argument ?? "", "constraint"]));
    }
    expect(await client.put(`${INSTANCES}/${NOBODY}/settings`, { settings })).toMatchObject(
      missing("instance", NOBODY),
    );
  });

  it("have a certificate of their own, until it is renewed", async () => {
    const { client } = host;
    const { id } = await newInstance(client);
    const certificate = async () => {
      const { body } = await client.get(`${INSTANCES}/${id}/certificate`);
      expect(body).toMatchObject({ name: "ssl_certificate" });
      return new X509Certificate(Buffer.from(body.content, "base64"));
    };
    const first = await certificate();
    expect(first.subject).toBe(`CN=${id}`);
    expect(first.verify(first.publicKey)).toBe(true);
    expect((await certificate()).fingerprint).toBe(first.fingerprint);
    expect((await client.post(`${INSTANCES}/${id}/renew-certificate`)).status).toBe(204);
    expect((await certificate()).fingerprint).not.toBe(first.fingerprint);
    const path = `${INSTANCES}/${NOBODY}/certificate`;
    expect(await client.get(path)).toMatchObject(missing("instance", NOBODY));
  });
});

describe("endpoints", () => {
  it("have an address in the network, which stays as long as they do", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const { id, endpoint, endpoints } = await newInstance(client, { init_endpoints: [inNetwork(network.id)] });
    expect(endpoint).toBeNull();
    expect(endpoints).toMatchObject([
      {
        ip: "10.64.0.2",
        port: 5432,
        private_network: { provisioning_mode: "ipam", service_ip: "10.64.0.2/22", zone: "fr-par-1" },
      },
    ]);
    const query = `resource_type=rdb_instance&resource_id=${id}&private_network_id=${network.id}`;
    const { ips } = (await client.get(`${IPS}?${query}`)).body;
    expect(ips).toMatchObject([{ address: "10.64.0.2/22", resource: { id, name: "catalogue" } }]);
    const delete_ = () => client.delete(`${VPC}/private-networks/${network.id}`);
    expect(await delete_()).toMatchObject(blocked("resource_still_in_use"));
    expect((await client.delete(`${RDB}/endpoints/${endpoints[0].id}`)).status).toBe(204);
    expect((await client.get(`${INSTANCES}/${id}`)).body).toMatchObject({ status: "ready", endpoints: [] });
    expect((await delete_()).status).toBe(204);
  });

  it("with an address that IPAM does not know keep their network too, until the instance goes", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const init_endpoints = [inNetwork(network.id, { service_ip: "10.64.1.254/22" })];
    const { id, endpoints } = await newInstance(client, { init_endpoints });
    expect(endpoints).toMatchObject([{ ip: "10.64.1.254", private_network: { provisioning_mode: "static" } }]);
    expect((await client.get(`${IPS}?resource_id=${id}`)).body.ips).toEqual([]);
    const delete_ = () => client.delete(`${VPC}/private-networks/${network.id}`);
    expect(await delete_()).toMatchObject(blocked("resource_still_in_use"));
    await client.delete(`${INSTANCES}/${id}`);
    expect((await delete_()).status).toBe(204);
  });

  it("are added one of each kind; the public one is known once it is made", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const { id } = await newInstance(client, { init_endpoints: [inNetwork(network.id)] });
    const add = (endpoint_spec: object) => client.post(`${INSTANCES}/${id}/endpoints`, { endpoint_spec });
    expect((await add({ load_balancer: {} })).body).toEqual({ id: "", port: 0, name: null });
    expect((await client.get(`${INSTANCES}/${id}`)).body).toMatchObject({
      endpoint: { port: expect.any(Number), load_balancer: {} },
      endpoints: [{ port: 5432 }, { load_balancer: {} }],
    });
    expect(await add({ load_balancer: {} })).toMatchObject(invalid(["endpoint_spec", "constraint"]));
    expect(await add(inNetwork(network.id))).toMatchObject(invalid(["endpoint_spec", "constraint"]));
  });

  it("refuse networks of other projects, addresses that are none, and what is not there", async () => {
    const { client } = host;
    const { id: project_id } = await client.create("/account/v3/projects", { name: "networks" });
    const foreign = await newNetwork(client, { project_id });
    const network = await newNetwork(client);
    const { id } = await newInstance(client);
    const add = (endpoint_spec: object) => client.post(`${INSTANCES}/${id}/endpoints`, { endpoint_spec });
    expect(await add(inNetwork(foreign.id))).toMatchObject(invalid(["endpoint_spec", "constraint"]));
    expect(await add(inNetwork(network.id, { service_ip: "10.64.0.9" }))).toMatchObject(
      invalid(["endpoint_spec.private_network.service_ip", "format"]),
    );
    expect(await add(inNetwork(network.id, { service_ip: "10.64.0.9/22", ipam_config: {} }))).toMatchObject(
      invalid(["endpoint_spec.private_network", "constraint"]),
    );
    expect(await client.delete(`${RDB}/endpoints/${NOBODY}`)).toMatchObject(missing("endpoint", NOBODY));
    const [public_] = (await client.get(`${INSTANCES}/${id}`)).body.endpoints;
    const elsewhere = `/rdb/v1/regions/nl-ams/endpoints/${public_.id}`;
    expect(await client.delete(elsewhere)).toMatchObject(missing("endpoint", public_.id));
  });
});

describe("upgrades", () => {
  const LOCAL = { volume_type: "lssd", volume_size: 0 };

  it("change the node type, the volume, the cluster and the encryption", async () => {
    const { client } = host;
    const { id } = await readyInstance(client, LOCAL);
    const upgrade = async (respect: object) => (await client.post(`${INSTANCES}/${id}/upgrade`, respect)).body;
    expect(await upgrade({ volume_type: "sbs_5k" })).toMatchObject({
      status: "initializing",
      volume: { type: "sbs_5k", size: 5_000_000_000 },
    });
    expect(await upgrade({ volume_size: 10_000_000_000 })).toMatchObject({ volume: { size: 10_000_000_000 } });
    expect(await upgrade({ node_type: "db-dev-m" })).toMatchObject({ node_type: "db-dev-m" });
    expect(await upgrade({ volume_type: "lssd" })).toMatchObject({ volume: { class: "lssd", size: 25_000_000_000 } });
    expect(await upgrade({ enable_ha: true })).toMatchObject({ is_ha_cluster: true });
    expect(await upgrade({ enable_encryption: true })).toMatchObject({ encryption: { enabled: true } });
    expect((await client.get(`${INSTANCES}/${id}`)).body.status).toBe("ready");
  });

  it.each([
    ["nothing", {}, "upgrade"],
    ["two respects at once", { node_type: "db-dev-m", enable_ha: true }, "upgrade"],
    ["a smaller volume", { volume_size: 5_000_000_000 }, "volume_size"],
    ["a volume of an odd size", { volume_size: 11_000_000_000 }, "volume_size"],
    ["the end of a cluster", { enable_ha: false }, "enable_ha"],
    ["the end of encryption", { enable_encryption: false }, "enable_encryption"],
    [
      "an engine that is none",
      { major_upgrade_workflow: { upgradable_version_id: NOBODY, with_endpoints: true } },
      "major_upgrade_workflow.upgradable_version_id",
    ],
  ])("refuse %s", async (_, respect, argument) => {
    const { id } = await readyInstance(host.client);
    const answer = await host.client.post(`${INSTANCES}/${id}/upgrade`, respect);
    expect(answer).toMatchObject(invalid([argument, "constraint"]));
  });

  it("to a later engine make another instance, which takes over content and endpoints", async () => {
    const { client } = host;
    const network = await newNetwork(client);
    const init_endpoints = [inNetwork(network.id), { load_balancer: {} }];
    const old = await readyInstance(client, { engine: "PostgreSQL-15", is_ha_cluster: true, init_endpoints });
    await client.create(`${INSTANCES}/${old.id}/databases`, { name: "metadata" });
    expect(old.upgradable_version).toMatchObject([{ name: "PostgreSQL-16" }, { name: "PostgreSQL-17" }]);
    const { id: upgradable_version_id } = old.upgradable_version[1];
    const major_upgrade_workflow = { upgradable_version_id, with_endpoints: true };
    const next = (await client.post(`${INSTANCES}/${old.id}/upgrade`, { major_upgrade_workflow })).body;
    expect(next).toMatchObject({ engine: "PostgreSQL-17", status: "provisioning", is_ha_cluster: false });
    expect(next.id).not.toBe(old.id);
    expect((await client.get(`${INSTANCES}/${old.id}`)).body).toMatchObject({ engine: "PostgreSQL-15", endpoints: [] });
    expect((await client.get(`${INSTANCES}/${next.id}`)).body.endpoints).toEqual(old.endpoints);
    expect((await client.get(`${IPS}?resource_id=${next.id}`)).body.ips).toMatchObject([{ address: "10.64.0.2/22" }]);
    expect((await client.get(`${INSTANCES}/${next.id}/databases`)).body.databases).toMatchObject([
      { name: "metadata" },
    ]);
    expect((await client.get(`${INSTANCES}/${next.id}/users`)).body.users).toMatchObject([{ name: "owner" }]);
    await client.delete(`${INSTANCES}/${old.id}`);
    expect((await client.get(`${IPS}?resource_id=${next.id}`)).body.total_count).toBe(1);
  });
});
