import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  name: "X",
  phase: "P1",
  addresses: "8.0.0.0/8",
  regions: ["moon", "pl-waw"],
  dataStores: [
    { purpose: "l", dataClass: "C3", role: "curated", sources: ["pmsi"] },
    { purpose: "lake", dataClass: "C2", role: "raw", sources: ["pmsi", "cepdic"] },
  ],
};
