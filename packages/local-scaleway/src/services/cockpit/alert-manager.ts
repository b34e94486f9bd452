import { randomUUID } from "node:crypto";
import { type Call, fill, noContent, ok, operation, type Platform, type Service } from "../../core/api";
import { notFound, preconditionFailed } from "../../core/errors";
import { list, uuid } from "../../core/fields";
import { scalewayDataSources } from "./data-sources";
import { PRECONFIGURED_RULES } from "./preconfigured-rules";
import { cockpitOf } from "./projects";

/** Somebody who is told of alerts. */
export interface ContactPoint {
  readonly email: { readonly to: string };
  readonly send_resolved_notifications: boolean;
}

/** The alert manager of one project in one region. One that is not enabled is not there. */
export interface AlertManager {
  readonly id: string;
  readonly project_id: string;
  readonly region: string;
  readonly contact_points: readonly ContactPoint[];
  /** Ids of preconfigured rules. */
  readonly enabled_rules: readonly string[];
  readonly created_at: string;
}

export const ALERT_MANAGER_PATH = "/cockpit/v1/regions/{region}/alert-manager";
const TERRAFORM_TYPE = "scaleway_cockpit_alert_manager";

const managers = (platform: Platform) => platform.world.collection<AlertManager>("cockpit/alert-managers");
const keyOf = (region: string, project: string) => `${region}/${project}`;

export const alertManager = (call: Call, project: string): AlertManager | undefined =>
  managers(call.platform).get(keyOf(call.param("region"), project));

/** @throws ApiError 412 when it is not enabled */
export function enabledAlertManager(call: Call, project: string): AlertManager {
  const manager = alertManager(call, project);
  if (!manager) throw preconditionFailed("resource_not_usable", "the alert manager is not enabled");
  return manager;
}

/** Keeps it, changed or new. */
export const keep = (call: Call, manager: AlertManager): void =>
  managers(call.platform).put(keyOf(manager.region, manager.project_id), manager);

const ofProject = { project_id: cockpitOf("write") };

const RULE_IDS = PRECONFIGURED_RULES.map(({ id }) => id);

/** Preconfigured rules; an empty list means all of them (scaleway-sdk-go, api/cockpit/v1, EnableAlertRules). */
const ruleIds = list(
  uuid().map((id) => {
    if (!RULE_IDS.includes(id)) throw notFound("rule", id);
    return id;
  }),
)
  .map((ids) => (ids.length === 0 ? RULE_IDS : [...new Set(ids)]))
  .default(RULE_IDS);

/** Cockpit API v1, alert manager: off until it is enabled. Nothing is told to anybody from here. */
export const alertManagers: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "GET",
      path: ALERT_MANAGER_PATH,
      query: { project_id: cockpitOf("read") },
      answer: (call, { query }) => ok(shown(call, alertManager(call, query.project_id))),
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/enable`,
      body: ofProject,
      answer: (call, { body }) => {
        const manager = alertManager(call, body.project_id) ?? newManager(call, body.project_id);
        keep(call, manager);
        return ok(shown(call, manager));
      },
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/disable`,
      body: ofProject,
      answer: (call, { body }) => {
        managers(call.platform).delete(keyOf(call.param("region"), body.project_id));
        return ok(shown(call, undefined));
      },
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/managed-alerts/enable`,
      body: ofProject,
      answer: (call, { body }) => ok(shown(call, withRules(call, body.project_id, RULE_IDS))),
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/managed-alerts/disable`,
      body: ofProject,
      answer: (call, { body }) => ok(shown(call, withRules(call, body.project_id, []))),
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/enable-alert-rules`,
      body: { ...ofProject, rule_ids: ruleIds },
      answer: (call, { body }) => {
        const { enabled_rules } = enabledAlertManager(call, body.project_id);
        const enabled_rule_ids = body.rule_ids.filter((id) => !enabled_rules.includes(id));
        withRules(call, body.project_id, [...enabled_rules, ...enabled_rule_ids]);
        return ok({ enabled_rule_ids });
      },
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/disable-alert-rules`,
      body: { ...ofProject, rule_ids: ruleIds },
      answer: (call, { body }) => {
        const { enabled_rules } = enabledAlertManager(call, body.project_id);
        const disabled_rule_ids = body.rule_ids.filter((id) => enabled_rules.includes(id));
        const left = enabled_rules.filter((id) => !disabled_rule_ids.includes(id));
        withRules(call, body.project_id, left);
        return ok({ disabled_rule_ids });
      },
    }),
    operation({
      method: "POST",
      path: `${ALERT_MANAGER_PATH}/trigger-test-alert`,
      body: ofProject,
      answer: (call, { body }) => {
        enabledAlertManager(call, body.project_id);
        return noContent;
      },
    }),
  ],

  liveObjects: (platform) =>
    [...managers(platform).values()].map(({ region, project_id, created_at }) => ({
      type: TERRAFORM_TYPE,
      id: `${region}/${project_id}/1`,
      projectId: project_id,
      seed: false,
      scheduledForDeletion: false,
      created: created_at,
    })),

  removal: ({ id }) => {
    const [region = "", project_id = ""] = id.split("/");
    return [{ method: "POST", path: fill(`${ALERT_MANAGER_PATH}/disable`, { region }), body: { project_id } }];
  },
};

const newManager = (call: Call, project_id: string): AlertManager => ({
  id: randomUUID(),
  project_id,
  region: call.param("region"),
  contact_points: [],
  enabled_rules: [],
  created_at: call.now,
});

/** The alert manager with these preconfigured rules and no others. They are kept in Scaleway's own data source. */
function withRules(call: Call, project: string, enabled_rules: readonly string[]): AlertManager {
  const manager = { ...enabledAlertManager(call, project), enabled_rules };
  if (enabled_rules.length > 0) scalewayDataSources(call, project);
  keep(call, manager);
  return manager;
}

const shown = (call: Call, manager: AlertManager | undefined) => ({
  alert_manager_enabled: manager !== undefined,
  alert_manager_url: manager ? `https://${manager.id}.alertmanager.cockpit.${manager.region}.scw.cloud` : null,
  managed_alerts_enabled: manager !== undefined && manager.enabled_rules.length > 0,
  region: call.param("region"),
});
