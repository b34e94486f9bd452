import type { EnvironmentStatement } from "../environment";

/** Production's rehearsal: the same stacks, protected alike, on synthetic data at scale. */
export const staging: EnvironmentStatement = {
  name: "staging",
  suffix: "57a6",
  phase: "P1",
  owner: "platform-team",
  expiry: "2027-12-31",
  redundancy: "fr-multi-az",
  regions: ["fr-par"],
  addresses: "10.80.0.0/12",
  state: { kind: "object-storage", region: "fr-par" },
  dataStores: [
    { purpose: "raw", dataClass: "C1", role: "raw", lockDays: 30 },
    { purpose: "lake", dataClass: "C1", role: "curated" },
  ],
};
