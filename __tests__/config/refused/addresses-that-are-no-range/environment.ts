import { production } from "../../../../config/environments/production";

export const stated = { ...production, addresses: "10.96/12" };
