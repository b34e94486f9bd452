import { type Call, ok, operation, type Service } from "../../core/api";
import { flagParameter, oneOf, uuid } from "../../core/fields";
import { paged, pageFields } from "../../core/listing";
import { alertManager } from "./alert-manager";
import { scalewayDataSources } from "./data-sources";
import { PRECONFIGURED_RULES, type PreconfiguredRule } from "./preconfigured-rules";
import { cockpitOf } from "./projects";

/** Cockpit API v1, alerts: the preconfigured ones. Custom ones are made in Grafana, which there is none of here. */
export const cockpitAlerts: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/cockpit/v1/regions/{region}/alerts",
      query: {
        ...pageFields,
        project_id: cockpitOf("read"),
        rule_status: oneOf("enabled", "disabled", "enabling", "disabling").optional(),
        is_preconfigured: flagParameter().default(true),
        state: oneOf("inactive", "pending", "firing").optional(),
        data_source_id: uuid().optional(),
      },
      answer: (call, { query }) => {
        const { rule_status, state, data_source_id } = query;
        const alerts = query.is_preconfigured ? preconfiguredAlerts(call, query.project_id) : [];
        const wanted = alerts.filter(
          (alert) =>
            (rule_status === undefined || alert.rule_status === rule_status) &&
            (state === undefined || alert.state === state) &&
            (data_source_id === undefined || alert.data_source_id === data_source_id),
        );
        return ok(paged("alerts", wanted, query));
      },
    }),
  ],
};

function preconfiguredAlerts(call: Call, project: string) {
  const enabled = alertManager(call, project)?.enabled_rules ?? [];
  const metrics = enabled.length === 0 ? undefined : scalewayDataSources(call, project).find(isMetrics)?.id;
  return PRECONFIGURED_RULES.map((rule) => ({
    ...described(rule),
    region: call.param("region"),
    // An enabled rule is evaluated, and with no data never fires.
    ...(enabled.includes(rule.id)
      ? { rule_status: "enabled", state: "inactive", data_source_id: metrics }
      : { rule_status: "disabled", state: "unknown_state", data_source_id: "" }),
  }));
}

const isMetrics = ({ type }: { readonly type: string }) => type === "metrics";

function described({ id, name, rule, duration, product, family, dashboard, ...display }: PreconfiguredRule) {
  const summary = `${product} {{ $labels.resource_name }}: ${display.display_name}`;
  return {
    name,
    rule,
    duration,
    preconfigured: true,
    preconfigured_data: { preconfigured_rule_id: id, ...display, product_name: product, product_family: family },
    annotations: {
      rule_id: id,
      ...display,
      product,
      family,
      summary,
      description: `${summary} (${display.display_description})`,
      ...(dashboard && { dashboard_path: `/d/scw-${dashboard}/${dashboard}?var-region={{ $labels.region }}` }),
    },
  };
}
