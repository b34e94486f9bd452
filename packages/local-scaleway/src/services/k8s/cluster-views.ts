import { ok, operation, type Service } from "../../core/api";
import { availableTypes } from "./cluster-types";
import { clusters } from "./clusters";
import { kubeconfig } from "./kubeconfig";

/** Kubernetes API v1, what a cluster can become, and how one gets into it. */
export const clusterViews: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/k8s/v1/regions/{region}/clusters/{cluster}/available-types",
      answer: (call) => {
        const cluster_types = availableTypes(clusters.addressed(call).type);
        return ok({ cluster_types, total_count: cluster_types.length });
      },
    }),
    operation({
      method: "GET",
      path: "/k8s/v1/regions/{region}/clusters/{cluster}/kubeconfig",
      answer: (call) => ok(kubeconfig(clusters.addressed(call))),
    }),
  ],
};
