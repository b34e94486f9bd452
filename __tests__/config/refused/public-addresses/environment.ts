import { production } from "../../../../config/environments/production";

export const stated = { ...production, addresses: "51.0.0.0/8" };
