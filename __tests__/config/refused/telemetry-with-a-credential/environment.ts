import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  telemetry: { endpoint: "https://hdh:secret@otel.example.fr/?token=secret", country: "FR" },
};
