import { production } from "../../../../config/environments/production";

export const stated = { ...production, redundancy: "none" };
