import { production } from "../../../../config/environments/production";

export const stated = { ...production, addresses: "10.97.0.0/12" };
