import { production } from "../../../../config/environments/production";

export const stated = { ...production, cluster: { ...production.cluster, nodesPerZone: { least: 0.5, most: 101 } } };
