/** An alert that every Cockpit has, for resources of one of Scaleway's products. */
export interface PreconfiguredRule {
  readonly id: string;
  readonly name: string;
  readonly product: string;
  readonly family: string;
  /** Name of the Grafana dashboard to look at, if there is one. */
  readonly dashboard?: string;
  readonly display_name: string;
  readonly display_description: string;
  /** How long its condition must hold, as Prometheus writes it. */
  readonly duration: string;
  /** Its condition, PromQL. Nothing evaluates it here. */
  readonly rule: string;
}

type Product = Pick<PreconfiguredRule, "product" | "family" | "dashboard">;

const of = (product: Product, rules: readonly Omit<PreconfiguredRule, keyof Product>[]) =>
  rules.map((rule) => ({ ...rule, ...product }));

/** Those of fr-par (recorded answers of GET alerts, April 2026). */
export const PRECONFIGURED_RULES: readonly PreconfiguredRule[] = [
  ...of({ product: "Instance", family: "Compute", dashboard: "instance-overview" }, [
    {
      id: "1c16c699-e00e-4be8-b05d-d8cd2797f2a7",
      name: "InstanceHighCPUUsage",
      display_name: "High CPU usage",
      display_description: "> 90 % for 10 minutes",
      duration: "10m",
      rule: "(rate(instance_server_cpu_seconds_total[1m])) / instance_server_vcpu_count > 0.9",
    },
  ]),
  ...of({ product: "Kubernetes", family: "Containers", dashboard: "kubernetes-cluster-overview" }, [
    {
      id: "d3974dcd-0f02-47cf-a266-67223e579390",
      name: "APIServerHighCPUUsage",
      display_name: "High api-server CPU usage",
      display_description: "> 90 % for 10 minutes",
      duration: "10m",
      rule: 'max by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_controlplane_cpu_usage{component="api-server"}) / sum by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_controlplane_cpu_limit{component="api-server"}) > 0.9',
    },
    {
      id: "09396fbe-bddc-47a3-8072-c4246bef03c1",
      name: "APIServerHighMemoryUsage",
      display_name: "High api-server memory usage",
      display_description: "> 90 % for 10 minutes",
      duration: "10m",
      rule: 'max by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_controlplane_memory_usage_bytes{component="api-server"}) / sum by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_controlplane_memory_limit_bytes{component="api-server"}) > 0.9',
    },
    {
      id: "dc9b67ae-baa6-4a37-907d-2a6c31304561",
      name: "NodesNotReady",
      display_name: "Nodes not ready",
      display_description: "> 0 for 10 minutes",
      duration: "10m",
      rule: "sum by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_nodes) - sum by (resource_name, project_id, region) (kubernetes_cluster_k8s_shoot_nodes_ready) > 0",
    },
  ]),
  ...of({ product: "Data Warehouse", family: "Data & Analytics" }, [
    {
      id: "ac63ebdc-eaba-4aeb-a771-4d028363a75b",
      name: "DataWarehouseHighCPUUsage",
      display_name: "High CPU usage",
      display_description: "> 90 % for 10 minutes",
      duration: "10m",
      rule: '(rate(data_warehouse_clickhouse_cpu_provisioned{mode!="idle"}[2m]) / (data_warehouse_clickhouse_cpu_provisioned / 100000)) > 0.9',
    },
  ]),
  ...of({ product: "LB", family: "Load Balancer", dashboard: "lb-overview" }, [
    {
      id: "d1b1b4a0-7215-494b-9d81-796e52c7ed0e",
      name: "LBBackendDown",
      display_name: "Backend down",
      display_description: "All servers for a given Backend are down",
      duration: "5m",
      rule: 'load_balancer_lb_backend_status{state="DOWN", backend_name!=""} > 0',
    },
    {
      id: "feb64cef-c855-4230-a74e-813515fdb357",
      name: "LBBackendServerDown",
      display_name: "Backend server down",
      display_description: "1 or several Backend server(s) is/are down",
      duration: "5m",
      rule: 'load_balancer_lb_backend_agg_server_check_status{state="DOWN", backend_name!=""} > 0',
    },
    {
      id: "835bd0fc-57ea-43cf-ba2f-2b637e85eedb",
      name: "LBHighBandwidthLoad",
      display_name: "High bandwidth usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "load_balancer_lb_bandwidth_in_usage > 0.8 or load_balancer_lb_bandwidth_out_usage > 0.8",
    },
    {
      id: "769bd543-6030-4540-bd2d-5e2d0604e767",
      name: "LBHighCPULoad",
      display_name: "High CPU usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "load_balancer_lb_cpu_usage > 0.8",
    },
    {
      id: "fcf06e62-22ee-4e86-9b16-3cc9708e1b07",
      name: "LBHighConnectionLoad",
      display_name: "High connection usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "load_balancer_lb_connection_usage > 0.8",
    },
    {
      id: "89d456d0-8614-40a2-b0a6-682ea25e98b6",
      name: "LBHighMemoryLoad",
      display_name: "High memory usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "load_balancer_lb_memory_usage > 0.8",
    },
  ]),
  ...of({ product: "MySQL", family: "Managed Databases", dashboard: "rdb-mysql-overview" }, [
    {
      id: "76f01e05-79d1-4509-93f2-67eb84586070",
      name: "MySQLHighCPULoad",
      display_name: "High CPU usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: '1 - avg by (instance, resource_name, resource_id, project_id, region) (irate(rdb_instance_mysql_node_cpu_seconds_total{mode="idle"}[5m])) > 0.8',
    },
    {
      id: "f8834c3d-4d3d-49a2-9164-0236d4c93590",
      name: "MySQLHighStorageUsage",
      display_name: "High storage usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "1 - rdb_instance_mysql_node_filesystem_avail_bytes / rdb_instance_mysql_node_filesystem_size_bytes > 0.8",
    },
    {
      id: "eb8a941e-698d-47d6-b62d-4b6c13f7b4b7",
      name: "MySQLTooManyConnections",
      display_name: "Too many connections",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "rdb_instance_mysql_mysql_global_status_threads_connected / rdb_instance_mysql_mysql_global_variables_max_connections > 0.8",
    },
  ]),
  ...of({ product: "PostgreSQL", family: "Managed Databases", dashboard: "rdb-postgresql-overview" }, [
    {
      id: "615245e6-3882-4d99-8798-d17ca1c95645",
      name: "PostgreSQLHighCPULoad",
      display_name: "High CPU usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: '1 - avg by (instance, resource_name, resource_id, project_id, region) (irate(rdb_instance_postgresql_node_cpu_seconds_total{mode="idle"}[5m])) > 0.8',
    },
    {
      id: "c8991f90-facb-436c-b4ab-6aa13822a451",
      name: "PostgreSQLHighStorageUsage",
      display_name: "High storage usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "1 - rdb_instance_postgresql_node_filesystem_avail_bytes / rdb_instance_postgresql_node_filesystem_size_bytes > 0.8",
    },
    {
      id: "6c6843af-1815-46df-9e52-6feafcf31fd7",
      name: "PostgresqlTooManyConnections",
      display_name: "Too many connections",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "(sum by (instance, resource_name, resource_id, project_id, region) (rdb_instance_postgresql_pg_stat_database_numbackends)) / on (instance, resource_name, resource_id) group_left () rdb_instance_postgresql_pg_settings_max_connections > 0.8",
    },
  ]),
  ...of({ product: "Redis", family: "Managed Databases", dashboard: "redis-overview" }, [
    {
      id: "f5e3c109-91b3-4586-b580-9f86529c1df8",
      name: "HighCpuUsage",
      display_name: "High CPU usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: '1 - (avg by (instance, resource_name, resource_id, project_id, region) (irate(rkv_cluster_node_cpu_seconds_total{mode="idle"}[5m]))) > 0.8',
    },
    {
      id: "3c5b3a41-69de-43ed-9217-e3002d687c53",
      name: "HighMemoryUsage",
      display_name: "High memory usage",
      display_description: "> 80 % for 10 minutes",
      duration: "10m",
      rule: "1 - ((sum by (instance, resource_name, resource_id, project_id, region) (rkv_cluster_node_memory_MemAvailable_bytes)) / sum by (instance, resource_name, resource_id, project_id, region) (rkv_cluster_node_memory_MemTotal_bytes)) > 0.8",
    },
  ]),
  ...of({ product: "Cockpit", family: "Observability", dashboard: "cockpit-overview" }, [
    {
      id: "8dba8eed-25eb-4860-ab33-7cb5ca662036",
      name: "CockpitIngestionDecrease",
      display_name: "Metrics Ingestion decrease",
      display_description: "50% decrease in metrics ingestion volumes in the past hour",
      duration: "0s",
      rule: 'increase(observability_cockpit_cortex_distributor_received_samples_total{origin="custom"}[1h] offset 1h) / increase(observability_cockpit_cortex_distributor_received_samples_total{origin="custom"}[1h]) > 2',
    },
    {
      id: "669f781a-adab-4e3c-984e-fb149f8b67a3",
      name: "CockpitIngestionIncrease",
      display_name: "Metrics ingestion increase",
      display_description: "100% increase in metrics ingestion volumes in the past hour",
      duration: "0s",
      rule: 'increase(observability_cockpit_cortex_distributor_received_samples_total{origin="custom"}[1h] offset 1h) / increase(observability_cockpit_cortex_distributor_received_samples_total{origin="custom"}[1h]) < 0.5',
    },
  ]),
  ...of({ product: "SQL Databases", family: "Serverless", dashboard: "serverless-sql-database-overview" }, [
    {
      id: "e930945c-8b42-48fe-94db-12abc81d27f4",
      name: "ServerlessSQLDatabaseHighCPUUsage",
      display_name: "High CPU usage",
      display_description: "> 90 % for 10 minutes",
      duration: "10m",
      rule: '(rate(serverless_db_postgresql_cpu_usage_seconds{mode!="idle"}[2m]) / (serverless_db_postgresql_cpu_provisioned / 100000)) > 0.9',
    },
  ]),
];
