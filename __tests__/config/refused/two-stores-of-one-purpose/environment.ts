import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  dataStores: [
    { purpose: "lake", dataClass: "C3", role: "curated", sources: ["pmsi"] },
    { purpose: "lake", dataClass: "C3", role: "curated", sources: ["mdph"] },
  ],
};
