import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  identityProvider: { issuerUrl: "https://login.microsoftonline.com/common/v2.0", clientId: "hdh" },
};
