import { production } from "../../../../config/environments/production";

export const stated = { ...production, cluster: { ...production.cluster, nodeType: "pop2-4c-16g" } };
