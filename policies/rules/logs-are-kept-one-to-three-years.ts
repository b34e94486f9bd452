import { judge, pass, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { labelOf } from "../labels/labels";
import { demandOnDays } from "../logs/log-retention";
import { sovereigntyRule } from "../sovereignty-rule";

export const logsAreKeptOneToThreeYears = sovereigntyRule({
  id: "HDH-LOG-001",
  severity: "high",
  title: "Log retention between one and three years",
  remedy:
    "Keep logs for 365 days, the most that Cockpit takes; an archive that keeps them longer says why, as the label hdh-retention-reason.",
  waivers: "allowed",
  given: "Given a source of logs, a database or an archive of logs",
  scenarios: {
    "that keeps logs for 365 days": "pass",
    "that keeps logs for less than a year, such as the 30 days of a database by default": "fail",
    "that keeps logs for more than three years": "fail",
    "that keeps logs for more than a year, with a reason": "pass",
    "that keeps logs for more than a year, without a reason": "fail",
    "a source of metrics that are kept for a month": "pass",
    "an archive whose objects expire within a year": "fail",
    "that keeps logs for days that only the engine knows": "unknown",
  },
  why: "Without a year of logs, a misuse that is noticed late cannot be traced. Logs about people are personal data themselves, and beyond three years nothing justifies them.",
  controls: ["SNC:12.6.c", "MR7:SEC-JOU-3", "SNDS24:7.2", "EHDS:73(1)(e)", "GDPR:5(1)(e)", "SATRE:2.2.13", "A-LOG:R25"],
  bad: { resource: { scaleway_cockpit_source: { logs: { type: "logs", retention_days: 6 } } } },
  good: { resource: { scaleway_cockpit_source: { logs: { type: "logs", retention_days: 365 } } } },
  reportsOn: resources("scaleway_cockpit_source", "scaleway_object_bucket", "scaleway_rdb_instance"),
  check: (resource) => {
    switch (resource.type) {
      case "scaleway_cockpit_source":
        return source(resource);
      case "scaleway_rdb_instance":
        return judge(resource.block("logs_policy"), "max_age_retention", (days) => demandOnDays(days, resource));
      default:
        return labelOf(resource, "hdh-role") === "log-archive" ? expiriesOf(resource) : pass();
    }
  },
});

/** A source that does not say what it takes, or says it at apply only, may take logs. */
function source(resource: Resource): Verdict {
  const type = resource.known("type");
  if (type === "metrics" || type === "traces") return pass();
  return judge(resource, "retention_days", (days) => demandOnDays(days, resource));
}

function expiriesOf(archive: Resource): Verdict[] {
  return archive
    .blocks("lifecycle_rule")
    .filter((one) => one.known("enabled") !== false)
    .flatMap((one) => one.blocks("expiration"))
    .map((expiration) => judge(expiration, "days", (days) => demandOnDays(days, archive)));
}
