import type { EnvironmentStatement } from "../environment";

/** For everyone, on the local target: synthetic data only, so nothing is protected and all of it can be taken down. */
export const sandbox: EnvironmentStatement = {
  name: "sandbox",
  suffix: "5a4d",
  phase: "P0",
  owner: "platform-team",
  expiry: "2027-12-31",
  redundancy: "eu-dr",
  regions: ["fr-par", "nl-ams"],
  addresses: "10.64.0.0/12",
  // Ranges and names for documentation (RFC 5737, RFC 2606), which reach nobody: a real deployment states its own.
  administrators: ["192.0.2.16/28"],
  visitors: ["198.51.100.0/24"],
  contacts: ["platform-team@example.org"],
  cluster: { version: "1.35", nodeType: "POP2-2C-8G", nodesPerZone: { least: 1, most: 2 } },
  budget: { eurosPerMonth: 1000 },
  protection: "off",
  state: { kind: "local-files" },
  dataStores: [
    { purpose: "raw", dataClass: "C1", role: "raw", sources: ["snds-synthetic"], lockDays: 1 },
    { purpose: "lake", dataClass: "C1", role: "curated", sources: ["snds-synthetic"] },
  ],
};
