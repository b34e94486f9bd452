import { production } from "../../../../config/environments/production";

export const stated = { ...production, contacts: ["platform-team"] };
