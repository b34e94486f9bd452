import { production } from "../../../../config/environments/production";

export const stated = { ...production, expiry: "2027-02-30" };
