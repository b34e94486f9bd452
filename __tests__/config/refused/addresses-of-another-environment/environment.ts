import { production } from "../../../../config/environments/production";

export const stated = { ...production, addresses: "10.64.0.0/10" };
