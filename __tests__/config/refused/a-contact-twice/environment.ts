import { production } from "../../../../config/environments/production";

export const stated = { ...production, contacts: ["platform-team@example.org", "platform-team@example.org"] };
