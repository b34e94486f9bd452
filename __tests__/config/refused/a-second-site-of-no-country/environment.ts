import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  redundancy: "fr-second-site",
  secondSite: { country: "France", gatewayAddress: "203.0.113.9", asn: 65_001, range: "172.16.0.0/24" },
};
