import { production } from "../../../../config/environments/production";

export const stated = { ...production, telemetry: { endpoint: "https://otel.example.fr/v1/logs", country: "FR" } };
