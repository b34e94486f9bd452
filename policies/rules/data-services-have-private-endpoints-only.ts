import { type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustHaveBlock, mustNotHaveBlock } from "../values/demands";

const BECAUSE = "without a private network, Scaleway gives it a public endpoint";

export const dataServicesHavePrivateEndpointsOnly = sovereigntyRule({
  id: "HDH-NET-005",
  severity: "critical",
  title: "Data services have private endpoints only",
  remedy: "Attach the service to the private network of those who use it, and remove its public endpoint.",
  waivers: "conditional",
  given: "a managed data service",
  scenarios: {
    "in a private network, with no public endpoint": "pass",
    "with no private network, which means a public endpoint": "fail",
    "with a public endpoint beside the private one": "fail",
    "whose endpoints only the engine knows": "unknown",
    "a read replica that is reached directly": "fail",
    "a deployed model that anyone may call": "fail",
    "a deployed model whose private endpoint asks nobody who they are": "fail",
  },
  why: "A database with a public endpoint is protected by a password and a list. On a private network it cannot be reached at all by those it is not for.",
  controls: ["SNC:13.2.a", "SNC:5.3.c", "MR7:SEC-ESP-1", "SATRE:2.2.09", "EHDS:73(1)(a)", "GDPR:25"],
  bad: { resource: { scaleway_rdb_instance: { metadata: { engine: "PostgreSQL-17", load_balancer: [{}] } } } },
  good: {
    resource: {
      scaleway_rdb_instance: {
        metadata: { engine: "PostgreSQL-17", private_network: [{ pn_id: "${scaleway_vpc_private_network.data.id}" }] },
      },
      scaleway_vpc_private_network: { data: { region: "fr-par" } },
    },
  },
  reportsOn: resources(
    "scaleway_inference_deployment",
    "scaleway_kafka_cluster",
    "scaleway_mongodb_instance",
    "scaleway_rdb_instance",
    "scaleway_rdb_read_replica",
    "scaleway_redis_cluster",
  ),
  check: (service) => {
    if (service.type === "scaleway_inference_deployment") return model(service);
    const open = PUBLIC_ENDPOINTS[service.type];
    return [
      mustHaveBlock(service, "private_network", BECAUSE),
      ...(open ? [mustNotHaveBlock(service, open, "it is a public endpoint")] : []),
    ];
  },
});

/** The block that asks for a public endpoint (provider 2.81.0, docs/resources of each). */
const PUBLIC_ENDPOINTS: Readonly<Record<string, string>> = {
  scaleway_mongodb_instance: "public_network",
  scaleway_rdb_instance: "load_balancer",
  scaleway_rdb_read_replica: "direct_access",
  scaleway_redis_cluster: "public_network",
};

/** Its public endpoint is there where `is_enabled` says so (provider 2.81.0, inference/deployment.go, buildEndpoints). */
function model(deployment: Resource): Verdict[] {
  return [
    ...deployment.blocks("public_endpoint").map((endpoint) => mustBe(endpoint, "is_enabled", false)),
    mustHaveBlock(deployment, "private_endpoint", "it is the only one that may answer"),
    ...deployment.blocks("private_endpoint").map((endpoint) => mustBe(endpoint, "disable_auth", false)),
  ];
}
