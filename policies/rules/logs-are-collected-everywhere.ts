import { fail, judge, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { holdsHealthData } from "../labels/data-class";
import { isHealthProject } from "../labels/projects";
import { hasInCockpit } from "../logs/cockpit";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText, isTrue } from "../values/scalars";

const WRITES = ["write_logs", "write_metrics", "write_traces"];
const OTHERS = [
  "query_logs",
  "query_metrics",
  "query_traces",
  "setup_alerts",
  "setup_logs_rules",
  "setup_metrics_rules",
];

export const logsAreCollectedEverywhere = sovereigntyRule({
  id: "HDH-LOG-002",
  severity: "high",
  title: "Collection covers every project, LB, cluster and database",
  remedy:
    "Give the project an AuditLog, the frontend enable_access_logs, the cluster a dedicated control plane, and tokens either write scopes or others.",
  waivers: "conditional",
  given: "Given a project, a load balancer's frontend, a cluster or a token of Cockpit",
  scenarios: {
    "a project for health data with sources of logs and of metrics": "pass",
    "a project for health data without one of them": "fail",
    "a project without health data and without sources": "pass",
    "a project whose source count or for_each may leave out": "unknown",
    "a frontend that writes access logs": "pass",
    "a frontend that writes none, which is the default": "fail",
    "a cluster for health data with a dedicated control plane": "pass",
    "a cluster for health data on a shared control plane, which keeps no audit log": "fail",
    "a token that only writes": "pass",
    "a token that writes and reads": "fail",
    "a frontend whose logs only the engine decides": "unknown",
  },
  why: "What is not collected cannot be found afterwards: a project without sources, an entrance without access logs or a cluster without an audit log is where an intruder is invisible. A token that programs write with is easily copied, and must not open what others wrote.",
  controls: [
    "SNC:12.6.a",
    "SNC:12.6.b",
    "HDS:EXI-05.D",
    "HDS:EXI-15",
    "MR7:SEC-JOU-1",
    "SNDS24:7.1",
    "EHDS:73(1)(e)",
    "CIS:3.2.1",
    "SATRE:2.5.03",
    "A-LOG:R9",
  ],
  bad: { resource: { scaleway_k8s_cluster: { platform: { type: "kapsule" } } } },
  good: { resource: { scaleway_k8s_cluster: { platform: { type: "kapsule-dedicated-4" } } } },
  reportsOn: resources(
    "scaleway_account_project",
    "scaleway_cockpit_token",
    "scaleway_k8s_cluster",
    "scaleway_lb_frontend",
  ),
  check: (resource) => {
    switch (resource.type) {
      case "scaleway_account_project":
        return isHealthProject(resource) ? [...sourceOf(resource, "logs"), ...sourceOf(resource, "metrics")] : [];
      case "scaleway_cockpit_token":
        return scopesOf(resource);
      case "scaleway_k8s_cluster":
        return holdsHealthData(resource) ? [controlPlaneOf(resource)] : [];
      default:
        return mustBe(resource, "enable_access_logs", true);
    }
  },
});

function sourceOf(project: Resource, kind: string): Verdict[] {
  return hasInCockpit(project, "scaleway_cockpit_source", `source of ${kind} in Cockpit`, (source) => {
    const type = source.value("type");
    return type.is === "unknown" ? undefined : type.is === "known" && type.value === kind;
  });
}

/** Only dedicated control planes keep an audit log (scaleway/docs-content, kubernetes/how-to/access-audit-logs). */
function controlPlaneOf(cluster: Resource): Verdict {
  return judge(cluster, "type", (type) =>
    typeof type === "string" && type.startsWith("kapsule-dedicated-")
      ? undefined
      : "must be kapsule-dedicated-4, -8 or -16, which keep an audit log",
  );
}

function scopesOf(token: Resource): Verdict[] {
  const scopes = token.block("scopes");
  if (WRITES.every((scope) => asText(scopes.known(scope)) === "false")) return [];
  return OTHERS.map((scope) =>
    judge(scopes, scope, (allowed) =>
      isTrue(allowed)
        ? fail(
            `${scopes.pathOf(scope)} is true beside a write scope; a token that writes must do nothing else`,
            scopes.pathOf(scope),
          )
        : undefined,
    ),
  );
}
