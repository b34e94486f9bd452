import { production } from "../../../../config/environments/production";

export const stated = { ...production, visitors: ["0.0.0.0/0"] };
