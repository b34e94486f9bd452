import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  dataStores: [{ purpose: "raw", dataClass: "C3", role: "raw", sources: ["pmsi"] }],
};
