import { noContent, ok, operation, type Service } from "../../core/api";
import { dataSources } from "./data-sources";
import { cockpitOf } from "./projects";

/** Cockpit API v1, Grafana: its address, at which nothing answers here, and the data sources that it knows. */
export const grafana: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/cockpit/v1/grafana",
      query: { project_id: cockpitOf("read") },
      answer: (_, { query }) => ok({ grafana_url: `https://${query.project_id}.dashboard.cockpit.scaleway.com` }),
    }),
    operation({
      method: "POST",
      path: "/cockpit/v1/grafana/sync-data-sources",
      body: { project_id: cockpitOf("write") },
      answer: ({ platform }, { body }) => {
        for (const source of dataSources.existing(platform)) {
          if (source.project_id !== body.project_id || source.synchronized_with_grafana) continue;
          dataSources.put(platform, { ...source, synchronized_with_grafana: true });
        }
        return noContent;
      },
    }),
  ],
};
