/** Why a product cannot be made private, by its type. */
export const PUBLIC_PRODUCTS: ReadonlyMap<string, string> = new Map([
  [
    "scaleway_apple_silicon_runner",
    "a Mac always has a public address (scaleway-sdk-go, api/applesilicon/v1alpha1, Server)",
  ],
  [
    "scaleway_apple_silicon_server",
    "a Mac always has a public address (scaleway-sdk-go, api/applesilicon/v1alpha1, Server)",
  ],
  [
    "scaleway_datawarehouse_deployment",
    "provider 2.81.0 always creates a public endpoint (datawarehouse/deployment.go)",
  ],
  ["scaleway_iot_hub", "devices reach it over the internet (provider 2.81.0, docs/resources/iot_hub)"],
  ["scaleway_object_bucket_website_configuration", "a website answers everybody"],
  [
    "scaleway_opensearch_deployment",
    "its dashboards have a public address (provider 2.81.0, docs/resources/opensearch_deployment)",
  ],
  ["scaleway_sdb_sql_database", "it has no private network (provider 2.81.0, docs/resources/sdb_sql_database)"],
  ["scaleway_webhosting", "it publishes a website (provider 2.81.0, docs/resources/webhosting)"],
]);

/** Ports of services that are for administrators and programs only, by what listens there (IANA, service names and port numbers; Kubernetes API on 6443). */
export const INTERNAL_PORTS: ReadonlyMap<number, string> = new Map([
  [22, "SSH"],
  [3306, "MySQL"],
  [3389, "remote desktops"],
  [5432, "PostgreSQL"],
  [6379, "Redis"],
  [6443, "the Kubernetes API"],
  [27017, "MongoDB"],
]);
