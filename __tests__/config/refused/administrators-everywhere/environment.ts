import { production } from "../../../../config/environments/production";

export const stated = { ...production, administrators: ["0.0.0.0/0"] };
