import { production } from "../../../../config/environments/production";

export const stated = { ...production, administrators: ["192.168.1.16/28"] };
