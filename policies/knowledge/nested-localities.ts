/**
 * Arguments inside blocks that say where something else stands, by type: the blocks that lead there, then the argument.
 * Source: provider scaleway/scaleway 2.81.0, providers schema.
 */
export const NESTED_LOCALITIES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  scaleway_container_trigger: [
    ["nats", "region"],
    ["sqs", "region"],
  ],
  scaleway_edge_services_backend_stage: [
    ["container_backend_config", "region"],
    ["function_backend_config", "region"],
    ["lb_backend_config", "lb_config", "zone"],
    ["s3_backend_config", "bucket_region"],
  ],
  scaleway_edge_services_tls_stage: [["secrets", "region"]],
  scaleway_function_trigger: [
    ["nats", "region"],
    ["sqs", "region"],
  ],
  scaleway_instance_server: [["private_network", "zone"]],
  scaleway_iot_route: [["s3", "bucket_region"]],
  scaleway_rdb_instance: [["private_network", "zone"]],
};
