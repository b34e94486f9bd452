import {
  type Circumstances,
  fail,
  type Json,
  judge,
  pass,
  type Resource,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { grantsOf } from "../grants/grants";
import { daysFromClock, daysUntil } from "../labels/lifetime";
import { isHealthProject } from "../labels/projects";
import { sovereigntyRule } from "../sovereignty-rule";

/** Longest life of a key in days: a quarter, a month where it reaches health data. */
const MOST_DAYS = { health: 30, other: 90 };

export const apiKeysExpireAndBelongToApplications = sovereigntyRule({
  id: "HDH-IAM-003",
  severity: "high",
  title: "API keys are short-lived and belong to applications",
  remedy:
    "Give the key an application_id, a default_project_id, and an expires_at of at most 30 days for health data, 90 otherwise.",
  waivers: "allowed",
  given: "Given an API key",
  scenarios: {
    "of an application, with a project, that expires in time": "pass",
    "of a user": "fail",
    "of nobody": "fail",
    "that never expires": "fail",
    "that lives for more than 90 days": "fail",
    "that lives for more than 30 days and reaches health data": "fail",
    "whose end time_rotating sets within the limit": "pass",
    "whose end time_rotating sets beyond the limit": "fail",
    "without a default project, so that the caller's environment decides": "fail",
    "whose end only the engine knows": "unknown",
  },
  why: "A key that is copied works until it expires, whoever holds it. A person's key carries all that the person may do and stays when the task is over.",
  controls: ["SNC:9.5.d", "SNC:9.2.b", "SNC:9.4.a", "SATRE:3.2.01", "MR7:SEC-HAB-3", "NIS2:21(2)(i)"],
  bad: { resource: { scaleway_iam_api_key: { mine: { user_id: "11111111-1111-1111-1111-111111111111" } } } },
  good: {
    resource: {
      scaleway_account_project: { study: { name: "study" } },
      scaleway_iam_application: { ingest: { name: "ingest" } },
      time_rotating: { monthly: { rotation_days: 30 } },
      scaleway_iam_api_key: {
        ingest: {
          application_id: "${scaleway_iam_application.ingest.id}",
          default_project_id: "${scaleway_account_project.study.id}",
          expires_at: "${time_rotating.monthly.rotation_rfc3339}",
        },
      },
    },
  },
  reportsOn: ({ mode, type }) => type === "scaleway_iam_api_key" && (mode === "managed" || mode === "ephemeral"),
  check: (key, _, circumstances) => [
    judge(key, "user_id", (id) => (isGiven(id) ? "must not be set: a key belongs to an application" : undefined)),
    set(key, "application_id", "must be the application that uses the key"),
    set(key, "default_project_id", "must be a project; the caller's environment decides otherwise"),
    expiryOf(key, circumstances),
  ],
});

function set(key: Resource, attribute: string, demand: string): Verdict {
  if (key.target(attribute)) return pass();
  return judge(key, attribute, (id) => (isGiven(id) ? undefined : demand));
}

function expiryOf(key: Resource, { asOf }: Circumstances): Verdict {
  const most = reachesHealthData(key) ? MOST_DAYS.health : MOST_DAYS.other;
  const demand = (days: number) => (days <= most ? undefined : `must be at most ${most} days away`);
  const days = daysFromClock(key.parts("expires_at"));
  if (days !== undefined) {
    if (Number.isNaN(days)) return unknown("expires_at", "how long its clock runs shows only at apply");
    const wrong = demand(days);
    return wrong ? fail(`expires_at is ${Math.round(days)} days away; ${wrong}`, "expires_at") : pass();
  }
  return judge(key, "expires_at", (date) => {
    const left = typeof date === "string" ? daysUntil(date, asOf) : undefined;
    return left === undefined ? `must be a date, at most ${most} days away` : demand(left);
  });
}

/** Unless its projects, and all that its application may enter, are known to hold none. */
function reachesHealthData(key: Resource): boolean {
  const project = key.target("default_project_id");
  const application = key.target("application_id");
  const grants = application ? (grantsOf(key.graph).holderOf(application)?.grants ?? []) : [];
  const entered = grants.flatMap(({ projects }) => projects.map(({ target }) => target));
  return [project, ...entered].some((one) => !one || isHealthProject(one));
}

function isGiven(id: Json | undefined): boolean {
  return id !== undefined && id !== "";
}
