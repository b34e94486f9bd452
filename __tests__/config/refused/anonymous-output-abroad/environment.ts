import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  redundancy: "eu-dr",
  regions: ["fr-par", "nl-ams"],
  dataStores: [{ purpose: "results", dataClass: "C2", role: "curated", sources: ["snds-synthetic"] }],
};
