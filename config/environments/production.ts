import type { EnvironmentStatement } from "../environment";

/** The main base of the SNDS. */
const SNDS = ["snds", "sniiram", "pmsi", "cepidc", "mdph"];

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
  // Ranges and names for documentation (RFC 5737, RFC 2606), which reach nobody: a real deployment states its own.
  administrators: ["192.0.2.16/28"],
  visitors: ["198.51.100.0/24"],
  contacts: ["platform-team@example.org"],
  cluster: { version: "1.35", controlPlane: 8, nodeType: "POP2-16C-64G", nodesPerZone: { least: 2, most: 50 } },
  state: { kind: "object-storage", region: "fr-par" },
  dataStores: [
    { purpose: "raw", dataClass: "C3", role: "raw", sources: SNDS, lockDays: 365 },
    { purpose: "lake", dataClass: "C3", role: "curated", sources: [...SNDS, "bndmr", "oscour"] },
  ],
};
