import type { Json, JsonObject } from "@hdh/policy-engine";
import { alertsReachSomebody as rule } from "../../policies/rules/alerts-reach-somebody";
import { foreign, labels, says, saysOf } from "../helpers/terraform-json";

const PROJECT = "${scaleway_account_project.p.id}";
const project = (managers: Readonly<Record<string, JsonObject>>, dataClass = "C3") =>
  says(rule, {
    scaleway_account_project: { p: {} },
    scaleway_object_bucket: { b: { project_id: PROJECT, tags: labels({ "hdh-class": dataClass }) } },
    scaleway_cockpit_alert_manager: managers,
  });
const manager = (changes: JsonObject = {}): JsonObject => ({
  project_id: PROJECT,
  contact_points: [{ email: "somebody@example.org" }],
  preconfigured_alert_ids: ["11111111-1111-1111-1111-111111111111"],
  ...changes,
});
const says1 = (changes: JsonObject) => project({ m: manager(changes) });
const fails = (attribute: string) => [`fail scaleway_cockpit_alert_manager.m ${attribute}`];
const open: Json = "${[for alert in data.scaleway_cockpit_preconfigured_alert.a.alerts : alert.id]}";

describe("HDH-LOG-004", () => {
  it("with an alert manager that has somebody to tell and alerts to tell of", () => {
    expect(project({ m: manager() })).toEqual([]);
  });

  it("without an alert manager", () => {
    const lacks = ["fail scaleway_account_project.p scaleway_cockpit_alert_manager"];
    expect(project({})).toEqual(lacks);
    expect(project({ m: manager({ project_id: "${scaleway_account_project.q.id}" }) })).toEqual([
      "unknown scaleway_account_project.p scaleway_cockpit_alert_manager",
    ]);
  });

  it.each<JsonObject>([{ count: 0 }, { count: "${var.n}" }, { for_each: "${var.x}" }])(
    "with no alert manager but one that count or for_each may leave out: %j",
    (repeated) => {
      expect(project({ m: manager(repeated) })).toEqual([
        "fail scaleway_account_project.p scaleway_cockpit_alert_manager",
      ]);
      expect(project({ m: manager(repeated), sure: manager() })).toEqual([]);
    },
  );

  it("with an alert manager that has nobody to tell", () => {
    expect(says1({ contact_points: null })).toEqual(fails("contact_points"));
    expect(says1({ contact_points: [{ email: "" }] })).toEqual(fails("contact_points.email"));
  });

  it("with an alert manager that has no alert", () => {
    expect(says1({ preconfigured_alert_ids: [] })).toEqual(fails("preconfigured_alert_ids"));
    expect(says1({ preconfigured_alert_ids: null })).toEqual(fails("preconfigured_alert_ids"));
  });

  it("with an alert manager that is switched on the deprecated way", () => {
    expect(says1({ enable_managed_alerts: true })).toEqual(fails("enable_managed_alerts"));
    expect(says1({ enable_managed_alerts: "true" })).toEqual(fails("enable_managed_alerts"));
  });

  it("with alerts that only the engine knows", () => {
    expect(says1({ preconfigured_alert_ids: open })).toEqual([
      "unknown scaleway_cockpit_alert_manager.m preconfigured_alert_ids",
    ]);
    expect(says1({ contact_points: [{ email: "${var.who}" }] })).toEqual([
      "unknown scaleway_cockpit_alert_manager.m contact_points.email",
    ]);
  });

  it("a project without health data, and without an alert manager", () => {
    expect(project({}, "C1")).toEqual([]);
  });

  it("has nothing to say of another provider's project", () => {
    expect(saysOf(rule, foreign("account_project", {}))).toEqual([]);
  });
});
