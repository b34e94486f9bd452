import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  redundancy: "eu-dr",
  dataStores: [{ purpose: "lake", dataClass: "C1", role: "curated", sources: ["snds-synthetic"] }],
};
