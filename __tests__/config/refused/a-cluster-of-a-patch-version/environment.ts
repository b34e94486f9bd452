import { production } from "../../../../config/environments/production";

export const stated = { ...production, cluster: { ...production.cluster, version: "1.35.2" } };
