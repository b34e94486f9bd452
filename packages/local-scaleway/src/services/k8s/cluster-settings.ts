import { invalidArgument } from "../../core/errors";
import { changes, flag, integer, list, number, object, oneOf, text, type Values } from "../../core/fields";

/** A duration as Go writes it: `10m`, `1h30m`. */
const goDuration = () =>
  text().map((value, { argument }) => {
    if (/^(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(value)) return value;
    throw invalidArgument(argument, "format", "must be a duration such as 10m");
  });

const autoscalerFields = {
  scale_down_disabled: flag(),
  scale_down_delay_after_add: goDuration(),
  estimator: oneOf("binpacking"),
  expander: oneOf("random", "most_pods", "least_waste", "priority", "price"),
  ignore_daemonsets_utilization: flag(),
  balance_similar_node_groups: flag(),
  expendable_pods_priority_cutoff: integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  scale_down_unneeded_time: goDuration(),
  scale_down_utilization_threshold: number({ min: 0, max: 1 }),
  /** Seconds. */
  max_graceful_termination_sec: integer({ min: 0, max: 2 ** 32 - 1 }),
  skip_nodes_with_local_storage: flag(),
  log_level: integer({ min: 0, max: 4 }),
};

export type AutoscalerConfig = Values<typeof autoscalerFields>;
export const autoscalerConfig = () => changes(autoscalerFields);

/** scaleway-sdk-go, api/k8s/v1, CreateClusterRequestAutoscalerConfig. */
export const DEFAULT_AUTOSCALER_CONFIG: AutoscalerConfig = {
  scale_down_disabled: false,
  scale_down_delay_after_add: "10m",
  estimator: "binpacking",
  expander: "random",
  ignore_daemonsets_utilization: false,
  balance_similar_node_groups: false,
  expendable_pods_priority_cutoff: -10,
  scale_down_unneeded_time: "10m",
  scale_down_utilization_threshold: 0.5,
  max_graceful_termination_sec: 600,
  skip_nodes_with_local_storage: true,
  log_level: 2,
};

const openIdConnectFields = {
  issuer_url: text().map((value, { argument }) => {
    if (value === "" || /^https:\/\/./.test(value)) return value;
    throw invalidArgument(argument, "constraint", "must begin with https://");
  }),
  client_id: text(),
  username_claim: text(),
  username_prefix: text(),
  groups_claim: list(text()),
  groups_prefix: text(),
  required_claim: list(
    text().map((value, { argument }) => {
      if (/^[^=]+=/.test(value)) return value;
      throw invalidArgument(argument, "format", "must be a claim and its value such as hd=example.org");
    }),
  ),
};

export type OpenIdConnectConfig = Values<typeof openIdConnectFields>;
export const openIdConnectConfig = () => changes(openIdConnectFields);

export const NO_OPEN_ID_CONNECT: OpenIdConnectConfig = {
  issuer_url: "",
  client_id: "",
  username_claim: "",
  username_prefix: "",
  groups_claim: [],
  groups_prefix: "",
  required_claim: [],
};

const maintenanceWindow = object({
  /** The window has two hours. */
  start_hour: integer({ min: 0, max: 23 }),
  day: oneOf("any", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday").default("any"),
});

const autoUpgradeFields = { enable: flag(), maintenance_window: maintenanceWindow };

export const autoUpgrade = () => changes(autoUpgradeFields);

/** To later patches of the same minor version, by themselves. */
export interface AutoUpgrade {
  readonly enabled: boolean;
  readonly maintenance_window: Values<typeof autoUpgradeFields>["maintenance_window"];
}

export const NO_AUTO_UPGRADE: AutoUpgrade = { enabled: false, maintenance_window: { start_hour: 0, day: "any" } };

export const withAutoUpgrade = (
  current: AutoUpgrade,
  { enable, maintenance_window }: Partial<Values<typeof autoUpgradeFields>> = {},
): AutoUpgrade => ({
  enabled: enable ?? current.enabled,
  maintenance_window: maintenance_window ?? current.maintenance_window,
});
