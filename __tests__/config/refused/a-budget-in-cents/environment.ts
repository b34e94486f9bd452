import { production } from "../../../../config/environments/production";

export const stated = { ...production, budget: { eurosPerMonth: 999.99 } };
