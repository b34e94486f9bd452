import type { EnvironmentStatement } from "../environment";

/** For everyone, on the local target: synthetic data only, so nothing is protected and all of it can be taken down. */
export const sandbox: EnvironmentStatement = {
  name: "sandbox",
  suffix: "5a4d",
  phase: "P0",
  owner: "platform-team",
  expiry: "2027-12-31",
  redundancy: "fr-multi-az",
  regions: ["fr-par"],
  addresses: "10.64.0.0/12",
  protection: "off",
  state: { kind: "local-files" },
  dataStores: [
    { purpose: "raw", dataClass: "C1", role: "raw", lockDays: 1 },
    { purpose: "lake", dataClass: "C1", role: "curated" },
  ],
};
