import { production } from "../../../../config/environments/production";

export const stated = { ...production, cluster: { ...production.cluster, nodesPerZone: { least: 3, most: 2 } } };
