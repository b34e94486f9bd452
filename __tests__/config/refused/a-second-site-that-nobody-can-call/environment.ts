import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  redundancy: "fr-second-site",
  secondSite: { country: "FR", gatewayAddress: "192.168.1.1", asn: 12_876, range: "203.0.113.0/24" },
};
