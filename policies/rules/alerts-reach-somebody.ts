import { fail, judge, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { isHealthProject } from "../labels/projects";
import { hasInCockpit } from "../logs/cockpit";
import { sovereigntyRule } from "../sovereignty-rule";
import { isTrue } from "../values/scalars";

const MANAGER = "scaleway_cockpit_alert_manager";

export const alertsReachSomebody = sovereigntyRule({
  id: "HDH-LOG-004",
  severity: "medium",
  title: "Alerting is on",
  remedy: "Give the project an AlertSet, with somebody's address and the alerts that Scaleway prepares.",
  waivers: "allowed",
  given: "Given a project for health data",
  scenarios: {
    "with an alert manager that has somebody to tell and alerts to tell of": "pass",
    "without an alert manager": "fail",
    "with no alert manager but one that count or for_each may leave out": "fail",
    "with an alert manager that has nobody to tell": "fail",
    "with an alert manager that has no alert": "fail",
    "with an alert manager that is switched on the deprecated way": "fail",
    "with alerts that only the engine knows": "unknown",
    "a project without health data, and without an alert manager": "pass",
  },
  why: "Logs that nobody looks at protect nobody. An alert that reaches a person turns a record of an attack into a chance to stop it.",
  controls: ["SNC:12.9.a", "SNC:13.3.a", "MR7:SEC-JOU-2", "SNDS24:7.3", "NIS2:21(2)(b)", "SATRE:2.6.04"],
  bad: { resource: { scaleway_account_project: { data: { name: "data" } } } },
  good: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_cockpit_alert_manager: {
        data: {
          project_id: "${scaleway_account_project.data.id}",
          contact_points: [{ email: "platform-team@example.org" }],
          preconfigured_alert_ids: ["11111111-1111-1111-1111-111111111111"],
        },
      },
    },
  },
  reportsOn: resources("scaleway_account_project", MANAGER),
  check: (resource) => {
    if (resource.type === MANAGER) return managed(resource);
    return isHealthProject(resource) ? alerted(resource) : [];
  },
});

/** Unknown would not be enough: a rule of this severity is not kept from being broken by what nobody can tell. */
function alerted(project: Resource): Verdict[] {
  const managers = project.referrers(MANAGER, "project_id");
  const [first] = managers;
  return first && managers.every(({ repeatedBy }) => repeatedBy !== undefined)
    ? [fail(`has no alert manager for sure: of ${first.address}, ${first.repeatedBy}`, MANAGER)]
    : hasInCockpit(project, MANAGER, "alert manager in Cockpit", () => true);
}

function managed(manager: Resource): Verdict[] {
  return [...contactsOf(manager), ...alertsOf(manager), deprecated(manager)];
}

function contactsOf(manager: Resource): Verdict[] {
  const contacts = manager.blocks("contact_points");
  if (contacts.length === 0) return [fail("contact_points is empty; must name somebody", "contact_points")];
  return contacts.map((contact) => judge(contact, "email", (email) => (email ? undefined : "must be an address")));
}

function alertsOf(manager: Resource): Verdict[] {
  const alerts = manager.items("preconfigured_alert_ids");
  if (alerts.length === 0) {
    return [fail("preconfigured_alert_ids is empty; must name the prepared alerts", "preconfigured_alert_ids")];
  }
  const open = alerts.find(({ value }) => value.is === "unknown");
  return open?.value.is === "unknown" ? [unknown("preconfigured_alert_ids", open.value.why)] : [];
}

function deprecated(manager: Resource): Verdict {
  return judge(manager, "enable_managed_alerts", (on) =>
    isTrue(on) ? "must not be set: it is deprecated for preconfigured_alert_ids" : undefined,
  );
}
