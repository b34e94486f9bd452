import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  redundancy: "fr-second-site",
  secondSite: { country: "FR", gatewayAddress: "vpn.example.fr", asn: 65_001, range: "172.16.0.0" },
};
