import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  dataStores: [{ purpose: "lake", dataClass: "C5", role: "curated", sources: ["pmsi"] }],
};
