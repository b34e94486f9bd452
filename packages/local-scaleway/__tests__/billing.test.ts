import { deleteLiveObject } from "../src";
import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const BILLING = "/billing/v2";
const host = withServer();
const newBudget = () => host.client.create(`${BILLING}/budgets`, { organization_id: PROJECT, consumption_limit: 1000 });
const newAlert = (budget_id: string, threshold = 80) =>
  host.client.create(`${BILLING}/budget-alerts`, { budget_id, threshold });
const newNotification = (budget_alert_id: string, more: object = { email_addresses: ["budget@example.org"] }) =>
  host.client.create(`${BILLING}/budget-alert-notifications`, { budget_alert_id, ...more });

describe("budgets", () => {
  it("are created, read, changed, listed and deleted", async () => {
    const { client } = host;
    const created = await newBudget();
    expect(created).toMatchObject({
      organization_id: PROJECT,
      consumption_limit: { currency_code: "", units: 1000, nanos: 0 },
      enabled: false,
      alerts: [],
    });
    const path = `${BILLING}/budgets/${created.id}`;
    expect((await client.get(path)).body).toEqual(created);
    const changed = await client.patch(path, { consumption_limit: 2000, enabled: true });
    expect(changed.body).toMatchObject({ consumption_limit: { units: 2000 }, enabled: true });
    expect((await client.get(`${BILLING}/budgets?organization_id=${PROJECT}`)).body.budgets).toEqual([changed.body]);
    expect((await client.get(`${BILLING}/budgets?organization_id=${NOBODY}`)).body.budgets).toEqual([]);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("Budget", created.id));
  });

  it("refuse what the API does not know", async () => {
    const { client } = host;
    const post = (body: object) => client.post(`${BILLING}/budgets`, body);
    expect(await post({ consumption_limit: -1, project_id: PROJECT })).toMatchObject(
      invalid(["project_id", "unknown"], ["consumption_limit", "constraint"]),
    );
    expect(await post({ enabled: true })).toMatchObject(invalid(["consumption_limit", "required"]));
    expect((await post({ consumption_limit: 1, organization_id: NOBODY })).status).toBe(403);
  });

  it("show their alerts, and the notifications of each", async () => {
    const { client } = host;
    const budget = await newBudget();
    const alert = await newAlert(budget.id);
    const notification = await newNotification(alert.id);
    expect((await client.get(`${BILLING}/budgets/${budget.id}`)).body.alerts).toEqual([
      { ...alert, notifications: [notification] },
    ]);
  });

  it("stay as long as they have alerts, and alerts as long as they have notifications", async () => {
    const { client } = host;
    const budget = await newBudget();
    const alert = await newAlert(budget.id);
    const notification = await newNotification(alert.id);
    const paths = [
      `${BILLING}/budget-alert-notifications/${notification.id}`,
      `${BILLING}/budget-alerts/${alert.id}`,
      `${BILLING}/budgets/${budget.id}`,
    ];
    for (const path of paths.slice(1))
      expect(await client.delete(path)).toMatchObject(blocked("resource_still_in_use"));
    for (const path of paths) expect((await client.delete(path)).status).toBe(204);
  });
});

describe("budget alerts", () => {
  it("are changed in their threshold only", async () => {
    const { client } = host;
    const { id } = await newAlert((await newBudget()).id);
    const path = `${BILLING}/budget-alerts/${id}`;
    expect((await client.patch(path, { threshold: 100 })).body).toMatchObject({ id, threshold: 100 });
    expect(await client.patch(path, { threshold: 101 })).toMatchObject(invalid(["threshold", "constraint"]));
    expect(await client.patch(path, { budget_id: NOBODY })).toMatchObject(invalid(["budget_id", "unknown"]));
    expect(await client.patch(`${BILLING}/budget-alerts/${NOBODY}`, {})).toMatchObject(missing("budget_alert", NOBODY));
  });

  it("refuse a budget that is not there, and one that has ten", async () => {
    const { client } = host;
    const { id: budget_id } = await newBudget();
    const post = (body: object) => client.post(`${BILLING}/budget-alerts`, body);
    expect(await post({ budget_id: NOBODY, threshold: 80 })).toMatchObject(missing("budget", NOBODY));
    for (let threshold = 1; threshold <= 10; threshold++) await newAlert(budget_id, threshold);
    expect(await post({ budget_id, threshold: 11 })).toMatchObject(invalid(["budget_id", "constraint"]));
  });
});

describe("budget alert notifications", () => {
  it.each([
    ["email", { email_addresses: ["budget@example.org", "owner@example.org"] }],
    ["sms", { sms_phone_numbers: ["+33612345678"] }],
    ["webhook", { webhook_urls: ["https://example.org/budget"] }],
  ])("go out by %s", async (type, recipients) => {
    const alert = await newAlert((await newBudget()).id);
    expect(await newNotification(alert.id, recipients)).toMatchObject({
      type,
      recipients: Object.values(recipients)[0],
    });
  });

  it("can be sent to others, and in another way", async () => {
    const { client } = host;
    const { id } = await newNotification((await newAlert((await newBudget()).id)).id);
    const path = `${BILLING}/budget-alert-notifications/${id}`;
    const changed = await client.patch(path, { webhook_urls: ["http://example.org/budget"] });
    expect(changed.body).toMatchObject({ id, type: "webhook", recipients: ["http://example.org/budget"] });
  });

  it.each([
    ["no recipients", {}, "recipients", "required"],
    ["two kinds of them", { email_addresses: ["a@b"], webhook_urls: ["https://a"] }, "recipients", "required"],
    ["an empty list", { email_addresses: [] }, "email_addresses", "constraint"],
    ["what is no address", { email_addresses: ["budget"] }, "email_addresses.0", "format"],
    ["a national number", { sms_phone_numbers: ["0612345678"] }, "sms_phone_numbers.0", "format"],
    ["a URL that is not of the web", { webhook_urls: ["ftp://example.org"] }, "webhook_urls.0", "format"],
  ])("refuse %s", async (_, recipients, argument, reason) => {
    const { id: budget_alert_id } = await newAlert((await newBudget()).id);
    const path = `${BILLING}/budget-alert-notifications`;
    expect(await host.client.post(path, { budget_alert_id, ...recipients })).toMatchObject(invalid([argument, reason]));
    const { id } = await newNotification(budget_alert_id);
    expect(await host.client.patch(`${path}/${id}`, recipients)).toMatchObject(invalid([argument, reason]));
  });

  it("refuse an alert that is not there", async () => {
    const body = { budget_alert_id: NOBODY, email_addresses: ["budget@example.org"] };
    const answer = await host.client.post(`${BILLING}/budget-alert-notifications`, body);
    expect(answer).toMatchObject(missing("budget_alert", NOBODY));
  });
});

it("everything that Terraform manages here is a live object, and can be deleted as one, dependents first", async () => {
  const { client, server } = host;
  const budget = await newBudget();
  const alert = await newAlert(budget.id);
  const ids = [budget.id, alert.id, (await newNotification(alert.id)).id];
  const live = async () => (await client.status()).objects.filter(({ id }) => ids.includes(id));

  const objects = await live();
  expect(objects.map(({ type }) => type)).toEqual([
    "scaleway_billing_budget_alert_notification",
    "scaleway_billing_budget_alert",
    "scaleway_billing_budget",
  ]);
  for (const object of objects) await deleteLiveObject(server, object);
  expect(await live()).toEqual([]);
});
