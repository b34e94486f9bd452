import { production } from "../../../../config/environments/production";

export const stated = { ...production, state: { kind: "object-storage", region: "nl-ams" } };
