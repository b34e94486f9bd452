import { type Call, noContent, ok, operation, type Service } from "../../core/api";
import { notFound } from "../../core/errors";
import { endpointSpec, newEndpoint, releaseAddress } from "./endpoint";
import { type Instance, instances } from "./instances";

/** Managed Databases API v1, endpoints of instances. */
export const instanceEndpoints: Service = {
  operations: [
    operation({
      method: "POST",
      path: "/rdb/v1/regions/{region}/instances/{instance}/endpoints",
      body: { endpoint_spec: endpointSpec() },
      answer: (call, { body }) => {
        const instance = instances.changeable(call);
        const endpoint = newEndpoint(call, instance, body.endpoint_spec, "endpoint_spec");
        const endpoints = [...instance.endpoints, endpoint];
        instances.replace(call, instance, { ...instance, endpoints, status: "initializing" });
        // A public endpoint is made later: nothing is known of it yet.
        return ok(endpoint.pending ? { id: "", port: 0, name: null } : endpoint);
      },
    }),
    operation({
      method: "DELETE",
      path: "/rdb/v1/regions/{region}/endpoints/{endpoint}",
      answer: (call) => {
        const id = call.param("endpoint");
        const { instance, endpoint } = located(call, id);
        releaseAddress(call, endpoint);
        const endpoints = instance.endpoints.filter((one) => one !== endpoint);
        instances.replace(call, instance, { ...instance, endpoints, status: "configuring" });
        return noContent;
      },
    }),
  ],
};

function located(call: Call, id: string) {
  const reached = instances.existing(call.platform).filter((instance: Instance) => call.reaches(instance));
  for (const instance of reached) {
    const endpoint = instance.endpoints.find((one) => one.id === id);
    if (endpoint) return { instance, endpoint };
  }
  throw notFound("endpoint", id);
}
