import { production } from "../../../../config/environments/production";

export const stated = { ...production, identityProvider: { issuerUrl: "http://id.example.fr", clientId: " " } };
