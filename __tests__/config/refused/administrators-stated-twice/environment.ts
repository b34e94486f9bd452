import { production } from "../../../../config/environments/production";

export const stated = { ...production, administrators: ["203.0.113.16/28", "203.0.113.17/32"] };
