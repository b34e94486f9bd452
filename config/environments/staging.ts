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
  // Ranges and names for documentation (RFC 5737, RFC 2606), which reach nobody: a real deployment states its own.
  administrators: ["192.0.2.16/28"],
  visitors: ["198.51.100.0/24"],
  contacts: ["platform-team@example.org"],
  cluster: { version: "1.35", nodeType: "POP2-4C-16G", nodesPerZone: { least: 1, most: 10 } },
  state: { kind: "object-storage", region: "fr-par" },
  dataStores: [
    { purpose: "raw", dataClass: "C1", role: "raw", sources: ["snds-synthetic"], lockDays: 30 },
    { purpose: "lake", dataClass: "C1", role: "curated", sources: ["snds-synthetic"] },
  ],
};
