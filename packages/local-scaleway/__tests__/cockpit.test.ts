import { deleteLiveObject } from "../src";
import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const COCKPIT = "/cockpit/v1/regions/fr-par";
const SOURCES = `${COCKPIT}/data-sources`;
const TOKENS = `${COCKPIT}/tokens`;
const EXPORTERS = `${COCKPIT}/exporters`;
const host = withServer();

const denied = (action: string) => ({
  status: 403,
  body: { type: "permissions_denied", details: [{ action, resource: "cockpit" }] },
});

let count = 0;
const newProject = async (): Promise<string> =>
  (await host.client.create("/account/v3/projects", { name: `research-${++count}` })).id;

const newSource = (more: object = {}) =>
  host.client.create(SOURCES, { project_id: PROJECT, name: `source-${++count}`, type: "logs", ...more });

/** Scaleway's own data sources of a project. */
const ownSources = async (project: string, region = "fr-par") =>
  (await host.client.get(`/cockpit/v1/regions/${region}/data-sources?origin=scaleway&project_id=${project}`)).body
    .data_sources;

describe("data sources", () => {
  it("are created, read, found, changed and deleted", async () => {
    const { client } = host;
    const created = await newSource({ retention_days: 365 });
    expect(created).toMatchObject({
      type: "logs",
      origin: "custom",
      region: "fr-par",
      retention_days: 365,
      synchronized_with_grafana: false,
      url: `https://${created.id}.logs.cockpit.fr-par.scw.cloud`,
    });
    const path = `${SOURCES}/${created.id}`;
    expect(created).not.toHaveProperty("current_month_usage");
    expect((await client.get(path)).body).toEqual({ ...created, current_month_usage: 0 });
    const changed = (await client.patch(path, { retention_days: 1825, name: "renamed" })).body;
    expect(changed).toMatchObject({ retention_days: 1825, name: "renamed" });
    expect(changed).not.toHaveProperty("current_month_usage");
    const found = await client.get(`${SOURCES}?project_id=${PROJECT}&origin=custom&types=logs&order_by=name_desc`);
    expect(found.body.data_sources).toContainEqual({ ...changed, current_month_usage: 0 });
    expect((await client.get(`${SOURCES}?project_id=${PROJECT}&types=traces`)).body.total_count).toBe(0);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("data source", created.id));
  });

  it.each([
    ["metrics", 31],
    ["logs", 7],
    ["traces", 7],
  ])("keep %s for %d days unless told otherwise", async (type, days) => {
    expect(await newSource({ type })).toMatchObject({ retention_days: days });
    const { body } = await host.client.get(`${COCKPIT}/config`);
    expect(body[`custom_${type}_retention`]).toEqual({ min_days: 1, max_days: 1825, default_days: days });
  });

  it.each([
    ["a type that is none", { type: "events" }, "type", "constraint"],
    ["no type", { type: "unknown_type" }, "type", "required"],
    ["no day", { retention_days: 0 }, "retention_days", "constraint"],
    ["more than five years", { retention_days: 1826 }, "retention_days", "constraint"],
    ["no project", { project_id: undefined }, "project_id", "required"],
    ["an unknown argument", { tags: [] }, "tags", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(SOURCES, { project_id: PROJECT, name: "x", type: "logs", ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });

  it("of a project that is not there are as those of others", async () => {
    const { client } = host;
    expect(await client.post(SOURCES, { project_id: NOBODY, type: "logs" })).toMatchObject(denied("write"));
    expect(await client.get(`${SOURCES}?project_id=${NOBODY}`)).toMatchObject(denied("read"));
    expect(await client.get(SOURCES)).toMatchObject(invalid(["project_id", "required"]));
  });

  it("hold their project", async () => {
    const { client } = host;
    const project = await newProject();
    const { id } = await newSource({ project_id: project });
    expect(await client.delete(`/account/v3/projects/${project}`)).toMatchObject(blocked("resource_not_usable"));
    await client.delete(`${SOURCES}/${id}`);
    expect((await client.delete(`/account/v3/projects/${project}`)).status).toBe(204);
  });
});

describe("Scaleway's own data sources", () => {
  it("are there in the default project: metrics and logs, the same each time", async () => {
    const own = await ownSources(PROJECT);
    expect(own).toMatchObject([
      { name: "Scaleway Metrics", type: "metrics", retention_days: 31, synchronized_with_grafana: true },
      { name: "Scaleway Logs", type: "logs", retention_days: 7, synchronized_with_grafana: true },
    ]);
    expect(await ownSources(PROJECT)).toEqual(own);
  });

  it("come to a project with its first resource that sends data, in that resource's region", async () => {
    const project = await newProject();
    await newSource({ project_id: project });
    expect(await ownSources(project)).toEqual([]);
    await host.client.create("/secret-manager/v1beta1/regions/fr-par/secrets", { project_id: project, name: "pw" });
    expect(await ownSources(project, "nl-ams")).toEqual([]);
    expect(await ownSources(project)).toHaveLength(2);
  });

  it("are no live objects, and go with their project", async () => {
    const { client } = host;
    const project = await newProject();
    const secrets = "/secret-manager/v1beta1/regions/fr-par/secrets";
    const secret = await client.create(secrets, { project_id: project, name: "pw" });
    const [{ id }] = await ownSources(project);
    await client.delete(`${secrets}/${secret.id}`);
    expect((await client.status()).objects.some((object) => object.id === `fr-par/${id}`)).toBe(false);
    expect((await client.delete(`/account/v3/projects/${project}`)).status).toBe(204);
    expect(await client.get(`${SOURCES}/${id}`)).toMatchObject(missing("data source", id));
  });

  it("can be kept for longer, but neither renamed nor deleted", async () => {
    const { client } = host;
    const [metrics] = await ownSources(PROJECT);
    const path = `${SOURCES}/${metrics.id}`;
    expect((await client.patch(path, { retention_days: 90 })).body).toMatchObject({ retention_days: 90 });
    expect(await client.patch(path, { name: "mine" })).toMatchObject(blocked("protected_resource"));
    expect(await client.delete(path)).toMatchObject(blocked("protected_resource"));
  });
});

describe("tokens", () => {
  it("show their secret once", async () => {
    const { client } = host;
    const token_scopes = ["write_only_logs", "write_only_metrics"];
    const created = await client.create(TOKENS, { project_id: PROJECT, name: "agent", token_scopes });
    expect(created).toMatchObject({ name: "agent", scopes: token_scopes, secret_key: expect.any(String) });
    const path = `${TOKENS}/${created.id}`;
    expect((await client.get(path)).body).toEqual({ ...created, secret_key: null });
    const listed = await client.get(`${TOKENS}?project_id=${PROJECT}&token_scopes=write_only_logs`);
    expect(listed.body.tokens).toEqual([{ ...created, secret_key: null }]);
    expect((await client.get(`${TOKENS}?project_id=${PROJECT}&token_scopes=read_only_logs`)).body.tokens).toEqual([]);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.delete(path)).toMatchObject(missing("token", created.id));
  });

  it("refuse scopes that are none, and projects that are not there", async () => {
    const { client } = host;
    const token = { project_id: PROJECT, name: "agent", token_scopes: [] };
    expect(await client.post(TOKENS, { ...token, token_scopes: ["root"] })).toMatchObject(
      invalid(["token_scopes.0", "constraint"]),
    );
    expect(await client.post(TOKENS, { ...token, name: "", scopes: [] })).toMatchObject(
      invalid(["scopes", "unknown"], ["name", "constraint"]),
    );
    expect(await client.post(TOKENS, { ...token, project_id: NOBODY })).toMatchObject(denied("write"));
  });
});

describe("exporters", () => {
  const otlp_destination = { endpoint: "https://collector.example.org/otlp", headers: { "x-team": "lake" } };
  const newExporter = async (more: object = {}) => {
    const [metrics] = await ownSources(PROJECT);
    return { datasource_id: metrics.id, name: "siem", otlp_destination, ...more };
  };

  it("are created, get ready, are found, changed and deleted", async () => {
    const { client } = host;
    const created = await client.create(EXPORTERS, await newExporter());
    expect(created).toMatchObject({
      status: "creating",
      exported_products: ["all"],
      description: "",
      otlp_destination,
    });
    const path = `${EXPORTERS}/${created.id}`;
    expect((await client.get(path)).body).toEqual({ ...created, status: "ready" });
    const changed = await client.patch(path, { exported_products: ["lb", "rdb"], description: "to the SIEM" });
    expect(changed.body).toMatchObject({ status: "creating", exported_products: ["lb", "rdb"], otlp_destination });
    const found = await client.get(`${EXPORTERS}?project_id=${PROJECT}&datasource_id=${created.datasource_id}`);
    expect(found.body.exporters).toMatchObject([{ id: created.id, status: "ready" }]);
    expect((await client.get(`${EXPORTERS}?project_id=${await newProject()}`)).body.total_count).toBe(0);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("exporter", created.id));
  });

  it("never show the key of Datadog, and can be turned to another destination", async () => {
    const { client } = host;
    const datadog_destination = { api_key: "k" };
    const created = await client.create(
      EXPORTERS,
      await newExporter({ otlp_destination: undefined, datadog_destination }),
    );
    expect(created.datadog_destination).toEqual({ endpoint: "https://api.datadoghq.com" });
    const path = `${EXPORTERS}/${created.id}`;
    const turned = (await client.patch(path, { otlp_destination })).body;
    expect(turned.otlp_destination).toEqual(otlp_destination);
    expect(turned).not.toHaveProperty("datadog_destination");
    await client.delete(path);
  });

  it("refuse what they cannot send, or send to", async () => {
    const { client } = host;
    const post = async (change: object) => client.post(EXPORTERS, await newExporter(change));
    expect(await post({ exported_products: ["mainframe"] })).toMatchObject(
      invalid(["exported_products.0", "constraint"]),
    );
    expect(await post({ otlp_destination: { endpoint: "collector" } })).toMatchObject(
      invalid(["otlp_destination.endpoint", "format"]),
    );
    expect(await post({ otlp_destination: undefined })).toMatchObject(invalid(["destination", "required"]));
    expect(await post({ datadog_destination: { api_key: "k" } })).toMatchObject(invalid(["destination", "required"]));
    expect(await post({ datasource_id: NOBODY })).toMatchObject(missing("data_source", NOBODY));
    const { id } = await newSource({ type: "metrics" });
    expect(await post({ datasource_id: id })).toMatchObject(invalid(["datasource_id", "constraint"]));
  });

  it("send what some product says: each can be named", async () => {
    const { client } = host;
    const { body } = await client.get(`${COCKPIT}/products?order_by=family_name_asc&page_size=100`);
    expect(body.total_count).toBe(26);
    const exported_products = body.products_list.map(({ name }: { name: string }) => name);
    const created = await client.create(EXPORTERS, await newExporter({ exported_products }));
    expect(created.exported_products).toEqual(exported_products);
    await client.delete(`${EXPORTERS}/${created.id}`);
  });
});

it("Grafana knows a data source once it has been synchronised", async () => {
  const { client } = host;
  const { id } = await newSource();
  const grafana = await client.get(`/cockpit/v1/grafana?project_id=${PROJECT}`);
  expect(grafana.body).toEqual({ grafana_url: `https://${PROJECT}.dashboard.cockpit.scaleway.com` });
  const sync = (project_id: string) => client.post("/cockpit/v1/grafana/sync-data-sources", { project_id });
  expect((await sync(await newProject())).status).toBe(204);
  expect((await client.get(`${SOURCES}/${id}`)).body.synchronized_with_grafana).toBe(false);
  expect((await sync(PROJECT)).status).toBe(204);
  expect((await client.get(`${SOURCES}/${id}`)).body.synchronized_with_grafana).toBe(true);
  expect(await sync(NOBODY)).toMatchObject(denied("write"));
});

it("everything that Terraform manages here is a live object, and can be deleted as one", async () => {
  const { client, server } = host;
  const project = await newProject();
  const [metrics] = await ownSources(PROJECT);
  const made = [
    await newSource({ project_id: project }),
    await client.create(TOKENS, { project_id: project, name: "agent", token_scopes: [] }),
    await client.create(EXPORTERS, {
      datasource_id: metrics.id,
      name: "siem",
      otlp_destination: { endpoint: "https://collector.example.org" },
    }),
  ];
  await client.post(`${COCKPIT}/alert-manager/enable`, { project_id: project });
  const ids = [...made.map(({ id }) => `fr-par/${id}`), `fr-par/${project}/1`];
  const live = async () => (await client.status()).objects.filter(({ id }) => ids.includes(id));

  expect((await live()).map(({ type, projectId }) => [type, projectId]).sort()).toEqual([
    ["scaleway_cockpit_alert_manager", project],
    ["scaleway_cockpit_exporter", PROJECT],
    ["scaleway_cockpit_source", project],
    ["scaleway_cockpit_token", project],
  ]);
  for (const object of await live()) await deleteLiveObject(server, object);
  expect(await live()).toEqual([]);
});
