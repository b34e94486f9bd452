/**
 * Arguments that take a secret, by type, and the write-only argument that takes it instead; `undefined` where there is
 * none, so that it is kept in the state (provider 2.81.0, schema: `sensitive`, `write_only`).
 */
export const SECRET_ARGUMENTS: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  scaleway_apple_silicon_runner: { token: undefined },
  scaleway_baremetal_server: { password: "password_wo", service_password: "service_password_wo" },
  scaleway_cockpit_exporter: { "datadog_destination.api_key": undefined },
  scaleway_container: { secret_environment_variables: undefined },
  scaleway_container_namespace: { secret_environment_variables: undefined },
  scaleway_container_trigger: { "sqs.access_key": undefined, "sqs.secret_key": undefined },
  scaleway_datawarehouse_deployment: { password: "password_wo" },
  scaleway_datawarehouse_user: { password: undefined },
  scaleway_function: { secret_environment_variables: undefined },
  scaleway_function_namespace: { secret_environment_variables: undefined },
  scaleway_iam_user: { password: "password_wo" },
  scaleway_inference_model: { secret: "secret_wo" },
  scaleway_iot_device: { "certificate.crt": undefined },
  scaleway_iot_route: { "database.password": undefined },
  scaleway_kafka_cluster: { password: undefined },
  scaleway_key_manager_key_material: { key_material: "key_material_wo", salt: "salt_wo" },
  scaleway_lb_certificate: { "custom_certificate.certificate_chain": undefined },
  scaleway_mnq_sns_topic: { access_key: undefined, secret_key: undefined },
  scaleway_mnq_sns_topic_subscription: { access_key: undefined, secret_key: undefined },
  scaleway_mnq_sqs_queue: { access_key: undefined, secret_key: undefined },
  scaleway_mongodb_instance: { password: "password_wo" },
  scaleway_mongodb_user: { password: "password_wo" },
  scaleway_object: { sse_customer_key: undefined },
  scaleway_opensearch_deployment: { password: undefined },
  scaleway_rdb_instance: { password: "password_wo" },
  scaleway_rdb_user: { password: "password_wo" },
  scaleway_redis_cluster: { password: "password_wo" },
  scaleway_secret_version: { data: "data_wo" },
};

/** Attributes in which Scaleway answers with a secret, by type (same source: `sensitive`, neither optional nor required). */
export const SECRET_ANSWERS: Readonly<Record<string, readonly string[]>> = {
  scaleway_apple_silicon_server: ["password"],
  scaleway_cockpit_grafana_user: ["password"],
  scaleway_cockpit_token: ["secret_key"],
  scaleway_container_token: ["token"],
  scaleway_function_token: ["token"],
  scaleway_iam_api_key: ["secret_key"],
  scaleway_iam_scim_token: ["bearer_token"],
  scaleway_interlink_link: ["pairing_key"],
  scaleway_iot_device: ["certificate.key"],
  scaleway_iot_network: ["secret"],
  scaleway_k8s_cluster: ["kubeconfig"],
  scaleway_mnq_nats_credentials: ["file"],
  scaleway_mnq_sns_credentials: ["access_key", "secret_key"],
  scaleway_mnq_sqs_credentials: ["access_key", "secret_key"],
  scaleway_redis_cluster: ["connection_string"],
};

/** Arguments in which programs are told of their surroundings, in the clear (same source). */
export const ENVIRONMENTS: Readonly<Record<string, string>> = {
  scaleway_container: "environment_variables",
  scaleway_container_namespace: "environment_variables",
  scaleway_function: "environment_variables",
  scaleway_function_namespace: "environment_variables",
  scaleway_job_definition: "env",
};

/** Resources that make a secret and keep it in the state (hashicorp/random and hashicorp/tls, docs/resources of each). */
export const SECRET_MAKERS: readonly string[] = ["random_bytes", "random_password", "tls_private_key"];

/** Data sources that keep a secret in the state, where an ephemeral resource would not (provider 2.81.0, docs/ephemeral-resources). */
export const SECRET_READERS: ReadonlyMap<string, string> = new Map([
  ["scaleway_config", "ephemeral scaleway_config"],
  ["scaleway_secret_version", "ephemeral scaleway_secret_version"],
]);
