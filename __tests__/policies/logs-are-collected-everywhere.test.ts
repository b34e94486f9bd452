import type { Json, JsonObject } from "@hdh/policy-engine";
import { logsAreCollectedEverywhere as rule } from "../../policies/rules/logs-are-collected-everywhere";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const PROJECT = "${scaleway_account_project.p.id}";
const source = (type: Json, changes: JsonObject = {}): JsonObject => ({ project_id: PROJECT, type, ...changes });
const project = (sources: Readonly<Record<string, JsonObject>>, dataClass = "C3") =>
  says(rule, {
    scaleway_account_project: { p: {} },
    scaleway_object_bucket: { b: { project_id: PROJECT, tags: labels({ "hdh-class": dataClass }) } },
    scaleway_cockpit_source: sources,
  });
const token = (scopes?: JsonObject) =>
  says(rule, { scaleway_cockpit_token: { t: scopes ? { scopes: [scopes] } : {} } });
const cluster = (type: Json, dataClass = "C3") =>
  says(rule, { scaleway_k8s_cluster: { c: { type, tags: tags({ "hdh-class": dataClass }) } } });
const frontend = (changes: JsonObject) => says(rule, { scaleway_lb_frontend: { f: changes } });
const LACKS = "fail scaleway_account_project.p scaleway_cockpit_source";
const OPEN = "unknown scaleway_account_project.p scaleway_cockpit_source";

describe("HDH-LOG-002", () => {
  it("a project for health data with sources of logs and of metrics", () => {
    expect(project({ l: source("logs"), m: source("metrics") })).toEqual([]);
  });

  it("a project for health data without one of them", () => {
    expect(project({ l: source("logs") })).toEqual([LACKS]);
    expect(project({ l: source("logs"), t: source("traces") })).toEqual([LACKS]);
    expect(project({ l: source("logs", { project_id: "${scaleway_account_project.q.id}" }) })).toHaveLength(2);
    expect(says(rule, { scaleway_account_project: { p: {} } })).toEqual([LACKS, LACKS]); // nothing says what is in it
  });

  it("a project without health data and without sources", () => {
    expect(project({}, "C1")).toEqual([]);
  });

  it("a project whose source count or for_each may leave out", () => {
    expect(project({ l: source("logs", { count: "${var.n}" }), m: source("metrics") })).toEqual([OPEN]);
    expect(project({ l: source("${var.type}"), m: source("metrics") })).toEqual([OPEN]);
    expect(project({ l: source("logs", { project_id: "${var.p}" }), m: source("metrics") })).toEqual([OPEN]);
  });

  it("a frontend that writes access logs", () => {
    expect(frontend({ enable_access_logs: true })).toEqual([]);
  });

  it("a frontend that writes none, which is the default", () => {
    expect(frontend({})).toEqual(["fail scaleway_lb_frontend.f enable_access_logs"]);
    expect(frontend({ enable_access_logs: false })).toEqual(["fail scaleway_lb_frontend.f enable_access_logs"]);
  });

  it.each(["kapsule-dedicated-4", "kapsule-dedicated-16"])(
    "a cluster for health data with a dedicated control plane: %s",
    (type) => {
      expect(cluster(type)).toEqual([]);
    },
  );

  it.each(["kapsule", "multicloud", "multicloud-dedicated-4", null])(
    "a cluster for health data on a shared control plane, which keeps no audit log: %p",
    (type) => {
      expect(cluster(type)).toEqual(["fail scaleway_k8s_cluster.c type"]);
      expect(cluster(type, "C1")).toEqual([]);
    },
  );

  it("a token that only writes", () => {
    expect(token()).toEqual([]);
    expect(token({ write_logs: true })).toEqual([]);
    expect(token({ write_logs: false, write_metrics: false, query_logs: true, setup_alerts: true })).toEqual([]);
  });

  it("a token that writes and reads", () => {
    expect(token({ query_logs: true })).toEqual(["fail scaleway_cockpit_token.t scopes.query_logs"]);
    expect(token({ write_logs: false, setup_alerts: "true" })).toEqual([
      "fail scaleway_cockpit_token.t scopes.setup_alerts",
    ]);
    expect(token({ query_traces: "${var.reads}" })).toEqual(["unknown scaleway_cockpit_token.t scopes.query_traces"]);
  });

  it("a frontend whose logs only the engine decides", () => {
    expect(frontend({ enable_access_logs: "${var.on}" })).toEqual([
      "unknown scaleway_lb_frontend.f enable_access_logs",
    ]);
  });

  it("has nothing to say of another provider's frontend", () => {
    expect(saysOf(rule, foreign("lb_frontend", {}))).toEqual([]);
  });
});
