import { production } from "../../../../config/environments/production";

export const stated = { ...production, telemetry: { endpoint: "https://api.datadoghq.eu", country: "FR" } };
