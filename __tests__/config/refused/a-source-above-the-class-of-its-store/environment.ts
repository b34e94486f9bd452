import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  dataStores: [{ purpose: "lake", dataClass: "C1", role: "curated", sources: ["snds-synthetic", "pmsi"] }],
};
