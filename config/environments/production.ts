import type { EnvironmentStatement } from "../environment";

/** Pseudonymised health data. */
export const production: EnvironmentStatement = {
  name: "production",
  suffix: "9d0c",
  phase: "P3",
  owner: "platform-team",
  expiry: "2027-12-31",
  redundancy: "fr-multi-az",
  regions: ["fr-par"],
  addresses: "10.96.0.0/12",
  state: { kind: "object-storage", region: "fr-par" },
  dataStores: [
    { purpose: "raw", dataClass: "C3", role: "raw", lockDays: 365 },
    { purpose: "lake", dataClass: "C3", role: "curated" },
  ],
};
