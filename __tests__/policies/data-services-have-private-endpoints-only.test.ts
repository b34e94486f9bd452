import type { JsonObject } from "@hdh/policy-engine";
import { dataServicesHavePrivateEndpointsOnly as rule } from "../../policies/rules/data-services-have-private-endpoints-only";
import { configured, constant, planOf } from "../helpers/plan-json";
import { foreign, says, saysOf } from "../helpers/terraform-json";

const inside = { private_network: [{ pn_id: "${var.network}" }] };
const SERVICES = [
  "scaleway_kafka_cluster",
  "scaleway_mongodb_instance",
  "scaleway_rdb_instance",
  "scaleway_rdb_read_replica",
  "scaleway_redis_cluster",
];
const model = (changes: JsonObject) =>
  says(rule, {
    scaleway_inference_deployment: { m: { private_endpoint: [{ private_network_id: "${var.n}" }], ...changes } },
  });

describe("HDH-NET-005", () => {
  it.each(SERVICES)("in a private network, with no public endpoint: %s", (type) => {
    expect(says(rule, { [type]: { x: inside } })).toEqual([]);
  });

  it.each(SERVICES)("with no private network, which means a public endpoint: %s", (type) => {
    expect(says(rule, { [type]: { x: {} } })).toEqual([`fail ${type}.x private_network`]);
    expect(says(rule, { [type]: { x: { private_network: [] } } })).toEqual([`fail ${type}.x private_network`]);
  });

  it.each([
    ["scaleway_mongodb_instance", "public_network"],
    ["scaleway_rdb_instance", "load_balancer"],
    ["scaleway_redis_cluster", "public_network"],
  ])("with a public endpoint beside the private one: %s %s", (type, endpoint) => {
    expect(says(rule, { [type]: { x: { ...inside, [endpoint]: [{}] } } })).toEqual([`fail ${type}.x ${endpoint}`]);
  });

  it("whose endpoints only the engine knows", () => {
    const dynamic = (name: string) => ({ dynamic: { [name]: { for_each: "${var.x}", content: {} } } });
    expect(says(rule, { scaleway_rdb_instance: { x: dynamic("private_network") } })).toEqual([
      "unknown scaleway_rdb_instance.x private_network",
    ]);
    expect(says(rule, { scaleway_rdb_instance: { x: { ...inside, ...dynamic("load_balancer") } } })).toEqual([
      "unknown scaleway_rdb_instance.x load_balancer",
    ]);
    expect(model({ public_endpoint: [{ is_enabled: "${var.on}" }] })).toEqual([
      "unknown scaleway_inference_deployment.m public_endpoint.is_enabled",
    ]);
    expect(model({ private_endpoint: [{ disable_auth: "${var.on}" }] })).toEqual([
      "unknown scaleway_inference_deployment.m private_endpoint.disable_auth",
    ]);
  });

  it("a read replica that is reached directly", () => {
    expect(says(rule, { scaleway_rdb_read_replica: { x: { ...inside, direct_access: [{}] } } })).toEqual([
      "fail scaleway_rdb_read_replica.x direct_access",
    ]);
  });

  it("a deployed model that anyone may call", () => {
    expect(model({})).toEqual([]);
    expect(model({ public_endpoint: [{ is_enabled: false }] })).toEqual([]);
    expect(model({ public_endpoint: [{ is_enabled: true }] })).toEqual([
      "fail scaleway_inference_deployment.m public_endpoint.is_enabled",
    ]);
    expect(model({ private_endpoint: [] })).toEqual(["fail scaleway_inference_deployment.m private_endpoint"]);
  });

  it("a deployed model whose private endpoint asks nobody who they are", () => {
    expect(model({ private_endpoint: [{ disable_auth: true }] })).toEqual([
      "fail scaleway_inference_deployment.m private_endpoint.disable_auth",
    ]);
    expect(model({ private_endpoint: [{ disable_auth: false }] })).toEqual([]);
  });

  it("is found in a plan, where an absent block is an empty list", () => {
    const change = {
      address: "scaleway_rdb_instance.x",
      after: { engine: "PostgreSQL-17", load_balancer: [], private_network: [] },
      unknown: { id: true, load_balancer: [], private_network: [] },
    };
    const resources = [configured("scaleway_rdb_instance.x", { engine: constant("PostgreSQL-17") })];
    expect(saysOf(rule, { name: "plan", json: planOf([change], { resources }) })).toEqual([
      "fail scaleway_rdb_instance.x private_network",
    ]);
  });

  it("has nothing to say of another provider's database", () => {
    expect(saysOf(rule, foreign("rdb_instance", { load_balancer: [{}] }))).toEqual([]);
  });
});
