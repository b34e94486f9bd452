import { production } from "../../../../config/environments/production";

export const stated = { ...production, visitors: ["198.51.100.0/24", "198.51.100.128/25"] };
