import { production } from "../../../../config/environments/production";

export const stated = {
  ...production,
  cluster: { ...production.cluster, controlPlane: 4, nodesPerZone: { least: 2, most: 84 } },
};
