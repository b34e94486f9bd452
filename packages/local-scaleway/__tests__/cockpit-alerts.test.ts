import { blocked, invalid, missing, NOBODY, withServer } from "./helpers/server";

const COCKPIT = "/cockpit/v1/regions/fr-par";
const MANAGER = `${COCKPIT}/alert-manager`;
const CONTACTS = `${MANAGER}/contact-points`;
const host = withServer();

let count = 0;
const newProject = async (): Promise<string> =>
  (await host.client.create("/account/v3/projects", { name: `research-${++count}` })).id;

/** A project with an alert manager. */
async function onCall() {
  const project_id = await newProject();
  await host.client.create(`${MANAGER}/enable`, { project_id });
  return project_id;
}

interface Alert {
  readonly rule_status: string;
  readonly state: string;
  readonly data_source_id: string;
  readonly preconfigured_data: { readonly preconfigured_rule_id: string };
}

async function alerts(project: string, query = ""): Promise<Alert[]> {
  const { status, body } = await host.client.get(`${COCKPIT}/alerts?project_id=${project}${query}`);
  expect(status).toBe(200);
  return body.alerts;
}

const ruleId = (alert: Alert | undefined) => alert?.preconfigured_data.preconfigured_rule_id ?? "";

describe("the alert manager", () => {
  const off = {
    alert_manager_enabled: false,
    alert_manager_url: null,
    managed_alerts_enabled: false,
    region: "fr-par",
  };

  it("is off until it is enabled, in one region", async () => {
    const { client } = host;
    const project_id = await newProject();
    const read = async (region: string) =>
      (await client.get(`/cockpit/v1/regions/${region}/alert-manager?project_id=${project_id}`)).body;
    expect(await read("fr-par")).toEqual(off);
    const enabled = await client.create(`${MANAGER}/enable`, { project_id });
    expect(enabled).toMatchObject({ alert_manager_enabled: true, managed_alerts_enabled: false });
    expect(enabled.alert_manager_url).toMatch(/^https:\/\/[0-9a-f-]{36}\.alertmanager\.cockpit\.fr-par\.scw\.cloud$/);
    expect(await client.create(`${MANAGER}/enable`, { project_id })).toEqual(enabled);
    expect(await read("fr-par")).toEqual(enabled);
    expect(await read("nl-ams")).toEqual({ ...off, region: "nl-ams" });
  });

  it("forgets its contact points and rules when it is disabled", async () => {
    const { client } = host;
    const project_id = await onCall();
    await client.create(CONTACTS, { project_id, email: { to: "on-call@example.org" } });
    await client.create(`${MANAGER}/managed-alerts/enable`, { project_id });
    expect(await client.create(`${MANAGER}/disable`, { project_id })).toEqual(off);
    await client.create(`${MANAGER}/enable`, { project_id });
    expect((await client.get(`${CONTACTS}?project_id=${project_id}`)).body.contact_points).toEqual([]);
    expect(await alerts(project_id, "&rule_status=enabled")).toEqual([]);
  });

  it("of a project that is not there is as those of others", async () => {
    const { client } = host;
    expect((await client.get(`${MANAGER}?project_id=${NOBODY}`)).status).toBe(403);
    expect((await client.post(`${MANAGER}/enable`, { project_id: NOBODY })).status).toBe(403);
    expect(await client.post(`${MANAGER}/enable`, { project: NOBODY })).toMatchObject(
      invalid(["project", "unknown"], ["project_id", "required"]),
    );
  });

  it.each([
    ["contact-points", { email: { to: "on-call@example.org" } }],
    ["managed-alerts/enable", {}],
    ["enable-alert-rules", { rule_ids: [] }],
    ["disable-alert-rules", { rule_ids: [] }],
    ["trigger-test-alert", {}],
  ])("must be enabled for %s", async (command, body) => {
    const project_id = await newProject();
    const answer = await host.client.post(`${MANAGER}/${command}`, { project_id, ...body });
    expect(answer).toMatchObject(blocked("resource_not_usable"));
  });

  it("holds its project", async () => {
    const { client } = host;
    const project_id = await onCall();
    expect((await client.post(`${MANAGER}/trigger-test-alert`, { project_id })).status).toBe(204);
    expect(await client.delete(`/account/v3/projects/${project_id}`)).toMatchObject(blocked("resource_not_usable"));
    await client.create(`${MANAGER}/disable`, { project_id });
    expect((await client.delete(`/account/v3/projects/${project_id}`)).status).toBe(204);
  });
});

describe("contact points", () => {
  it("are added, changed, listed and removed", async () => {
    const { client } = host;
    const project_id = await onCall();
    const email = { to: "on-call@example.org" };
    const added = await client.create(CONTACTS, { project_id, email });
    expect(added).toEqual({ email, region: "fr-par", send_resolved_notifications: true });
    const changed = await client.patch(CONTACTS, { project_id, email, send_resolved_notifications: false });
    expect(changed.body).toEqual({ ...added, send_resolved_notifications: false });
    expect((await client.patch(CONTACTS, { project_id, email })).body).toEqual(changed.body);
    expect((await client.get(`${CONTACTS}?project_id=${project_id}`)).body).toEqual({
      contact_points: [changed.body],
      has_additional_contact_points: false,
      has_additional_receivers: false,
      total_count: 1,
    });
    expect((await client.post(`${CONTACTS}/delete`, { project_id, email })).status).toBe(204);
    expect((await client.get(`${CONTACTS}?project_id=${project_id}`)).body.total_count).toBe(0);
  });

  it("refuse what is no address, one that is there, and to change one that is not", async () => {
    const { client } = host;
    const project_id = await onCall();
    const email = { to: "on-call@example.org" };
    expect(await client.post(CONTACTS, { project_id, email: { to: "on-call" } })).toMatchObject(
      invalid(["email.to", "format"]),
    );
    expect(await client.post(CONTACTS, { project_id })).toMatchObject(invalid(["email", "required"]));
    expect(await client.patch(CONTACTS, { project_id, email })).toMatchObject(missing("contact_point", email.to));
    expect(await client.post(`${CONTACTS}/delete`, { project_id, email })).toMatchObject(
      missing("contact_point", email.to),
    );
    await client.create(CONTACTS, { project_id, email });
    expect(await client.post(CONTACTS, { project_id, email })).toMatchObject(invalid(["email.to", "constraint"]));
  });
});

describe("preconfigured alerts", () => {
  it("are listed for every project, disabled", async () => {
    const all = await alerts(await newProject(), "&is_preconfigured=true&page=1");
    expect(new Set(all.map(ruleId)).size).toBe(22);
    for (const alert of all) {
      expect(alert).toMatchObject({ rule_status: "disabled", state: "unknown_state", data_source_id: "" });
    }
  });

  it("are enabled and disabled by their ids, and answers name those that have changed", async () => {
    const { client } = host;
    const project_id = await onCall();
    const [first, second] = (await alerts(project_id)).map(ruleId);
    const command = async (name: string, rule_ids: unknown[]) =>
      (await client.post(`${MANAGER}/${name}`, { project_id, rule_ids })).body;
    expect(await command("enable-alert-rules", [first])).toEqual({ enabled_rule_ids: [first] });
    expect(await command("enable-alert-rules", [first, second])).toEqual({ enabled_rule_ids: [second] });
    expect((await client.get(`${MANAGER}?project_id=${project_id}`)).body.managed_alerts_enabled).toBe(true);
    const enabled = await alerts(project_id, "&rule_status=enabled&state=inactive");
    expect(enabled.map(ruleId)).toEqual([first, second]);
    expect(await command("disable-alert-rules", [first, second])).toEqual({ disabled_rule_ids: [first, second] });
    expect(await command("disable-alert-rules", [first])).toEqual({ disabled_rule_ids: [] });
    expect(await alerts(project_id, "&rule_status=enabled")).toEqual([]);
    expect((await client.get(`${MANAGER}?project_id=${project_id}`)).body.managed_alerts_enabled).toBe(false);
  });

  it("are all meant when none is named", async () => {
    const { client } = host;
    const project_id = await onCall();
    const { enabled_rule_ids } = await client.create(`${MANAGER}/enable-alert-rules`, { project_id, rule_ids: [] });
    expect(enabled_rule_ids).toHaveLength(22);
    const disabled = await client.create(`${MANAGER}/disable-alert-rules`, { project_id, rule_ids: [] });
    expect(disabled.disabled_rule_ids).toEqual(enabled_rule_ids);
    await client.create(`${MANAGER}/managed-alerts/enable`, { project_id });
    expect(await alerts(project_id, "&rule_status=enabled")).toHaveLength(22);
    await client.create(`${MANAGER}/managed-alerts/disable`, { project_id });
    expect(await alerts(project_id, "&rule_status=enabled")).toEqual([]);
  });

  it("are evaluated on Scaleway's own metrics, which are there from then on", async () => {
    const { client } = host;
    const project_id = await onCall();
    const own = async () =>
      (await client.get(`${COCKPIT}/data-sources?project_id=${project_id}&origin=scaleway&types=metrics`)).body;
    expect((await own()).total_count).toBe(0);
    const [first] = (await alerts(project_id)).map(ruleId);
    await client.create(`${MANAGER}/enable-alert-rules`, { project_id, rule_ids: [first] });
    const [{ id }] = (await own()).data_sources;
    expect((await alerts(project_id, `&data_source_id=${id}`)).map(ruleId)).toEqual([first]);
  });

  it("are the only ones, and none ever fires", async () => {
    const project = await newProject();
    expect(await alerts(project, "&is_preconfigured=false")).toEqual([]);
    expect(await alerts(project, "&state=firing")).toEqual([]);
  });

  it("refuse rules and filters that are none", async () => {
    const { client } = host;
    const project_id = await onCall();
    const enable = (rule_ids: unknown) => client.post(`${MANAGER}/enable-alert-rules`, { project_id, rule_ids });
    expect(await enable([NOBODY])).toMatchObject(missing("rule", NOBODY));
    expect(await enable(["cpu"])).toMatchObject(invalid(["rule_ids.0", "format"]));
    expect(await client.get(`${COCKPIT}/alerts?project_id=${project_id}&rule_status=on`)).toMatchObject(
      invalid(["rule_status", "constraint"]),
    );
    expect((await client.get(`${COCKPIT}/alerts?project_id=${NOBODY}`)).status).toBe(403);
  });
});
