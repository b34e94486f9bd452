/** A product of Scaleway, as attestations name it. */
export interface Product {
  /** For example `object-storage`. */
  readonly key: string;
  /** How its data get out in a format that others read. @default - none is known here */
  readonly exports?: string;
  /** It holds data although no way out is known here. @default - it holds data where there is a way out */
  readonly isClosed?: true;
}

/**
 * Products by the first words of their types in provider 2.81.0; the longest match counts. Ways out are those of the
 * product's own protocol: S3, the dump tools of its engine, the OCI distribution API.
 */
const BY_PREFIX: Readonly<Record<string, Product>> = {
  account: { key: "account" },
  annotations: { key: "account" },
  apple_silicon: { key: "apple-silicon", exports: "copy from the machine" },
  autoscaling: { key: "instances" },
  baremetal: { key: "elastic-metal", exports: "copy from the machine" },
  billing: { key: "billing" },
  block: { key: "block-storage", exports: "QCOW2 image to Object Storage" },
  cockpit: { key: "cockpit", exports: "Prometheus and Loki query API" },
  container: { key: "serverless-containers" },
  datalab: { key: "data-lab", isClosed: true },
  datawarehouse: { key: "data-warehouse", exports: "ClickHouse SELECT … FORMAT" },
  domain: { key: "domains-and-dns", exports: "zone file" },
  edge_services: { key: "edge-services" },
  file: { key: "file-storage", exports: "copy from a mount" },
  flexible_ip: { key: "elastic-metal" },
  function: { key: "serverless-functions" },
  iam: { key: "iam" },
  inference: { key: "managed-inference" },
  instance: { key: "instances", exports: "QCOW2 image to Object Storage" },
  interlink: { key: "interlink" },
  iot: { key: "iot-hub", isClosed: true },
  ipam: { key: "vpc" },
  job: { key: "serverless-jobs" },
  k8s: { key: "kubernetes", exports: "manifests from the API, volumes by copy" },
  kafka: { key: "kafka", exports: "consumer of the topics" },
  key_manager: { key: "key-manager" },
  lb: { key: "load-balancer" },
  mnq: { key: "messaging-and-queuing", isClosed: true },
  mongodb: { key: "mongodb", exports: "mongodump" },
  object: { key: "object-storage", exports: "S3 copy" },
  opensearch: { key: "opensearch", exports: "snapshot to S3" },
  rdb: { key: "managed-databases", exports: "pg_dump or mysqldump" },
  redis: { key: "redis", exports: "RDB dump" },
  registry: { key: "container-registry", exports: "OCI image pull" },
  s2s_vpn: { key: "site-to-site-vpn" },
  sdb_sql: { key: "serverless-sql", exports: "pg_dump" },
  secret: { key: "secret-manager", exports: "access to each version" },
  tem: { key: "transactional-email" },
  vpc: { key: "vpc" },
  vpc_gateway_network: { key: "public-gateway" },
  vpc_public_gateway: { key: "public-gateway" },
  webhosting: { key: "web-hosting", isClosed: true },
};

const PRODUCTS = new Map<string, Product | undefined>();

/** The product that a type belongs to; `undefined` for a type that nobody has assessed. */
export function productOf(type: string): Product | undefined {
  let product = PRODUCTS.get(type);
  if (!product && !PRODUCTS.has(type)) {
    product = longestMatch(type.replace(/^scaleway_/, "").split("_"));
    PRODUCTS.set(type, product);
  }
  return product;
}

function longestMatch(words: readonly string[]): Product | undefined {
  for (let length = words.length; length > 0; length--) {
    const prefix = words.slice(0, length).join("_");
    if (Object.hasOwn(BY_PREFIX, prefix)) return BY_PREFIX[prefix];
  }
  return undefined;
}
