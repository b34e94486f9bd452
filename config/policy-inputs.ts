import type { Environment } from "./environment";

/** What the rules need to know of an environment, as plain data: they import nothing of what they judge. */
export function policyInputs(environment: Environment) {
  const { name, phase, redundancy, regions, recoveryRegions, addresses, secondSite } = environment;
  const { administrators, visitors, contacts, identityProvider, telemetry } = environment;
  const abroad = recoveryRegions.filter(({ country }) => country !== "FR");
  const networkFlows: (readonly [from: string, to: string])[] = [["access", "platform"]];
  if (secondSite) networkFlows.push(["platform", "external-site"]);
  return {
    environment: name,
    phase,
    profile: redundancy,
    allowedRegions: regions.map((region) => region.code),
    allowedZones: regions.flatMap((region) => region.zones.map((zone) => zone.code)),
    deviatingRegions: abroad.map((region) => region.code),
    allowedProviders: ["scaleway/scaleway"],
    ownerPrincipals: [],
    declaredRanges: {
      networks: [addresses.block, ...(secondSite ? [secondSite.range] : [])].map(String),
      administrators: administrators.map(String),
      visitors: visitors.map(String),
    },
    networkFlows,
    trustedDomains: [...new Set(contacts.map((mailbox) => mailbox.slice(mailbox.indexOf("@") + 1)))],
    identityProviders: identityProvider ? [new URL(identityProvider.issuerUrl).hostname] : [],
    telemetryHosts: telemetry ? [new URL(telemetry.endpoint).hostname] : [],
  };
}
