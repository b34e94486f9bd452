import { ok, operation, type Service } from "../../core/api";
import { integer } from "../../core/fields";

/** Days (recorded answers of GET config). */
const LIMITS = { min: 1, max: 1825 };
const retention = (default_days: number) => ({ min_days: LIMITS.min, max_days: LIMITS.max, default_days });

/** Days, by type of data source. */
export const DEFAULT_RETENTION = { metrics: 31, logs: 7, traces: 7 };
export const retentionDays = () => integer(LIMITS);

/** Cockpit API v1, configuration: how long data may be kept. */
export const cockpitConfiguration: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/cockpit/v1/regions/{region}/config",
      answer: () =>
        ok({
          custom_metrics_retention: retention(DEFAULT_RETENTION.metrics),
          custom_logs_retention: retention(DEFAULT_RETENTION.logs),
          custom_traces_retention: retention(DEFAULT_RETENTION.traces),
          product_metrics_retention: retention(DEFAULT_RETENTION.metrics),
          product_logs_retention: retention(DEFAULT_RETENTION.logs),
        }),
    }),
  ],
};
