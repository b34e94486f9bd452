import { production } from "../../../../config/environments/production";

export const stated = { ...production, addresses: "10.112.0.0/16" };
