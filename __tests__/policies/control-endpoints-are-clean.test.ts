import type { JsonObject } from "@hdh/policy-engine";
import { controlEndpointsAreClean as rule } from "../../policies/rules/control-endpoints-are-clean";
import { constant, planOf } from "../helpers/plan-json";
import { findingsOf, saysOf, stackOf } from "../helpers/terraform-json";

const clusters = { scaleway_k8s_cluster: { c: { name: "platform" } } };
const of = (provider: JsonObject, rest: JsonObject = {}) => saysOf(rule, stackOf(clusters, { provider, ...rest }));
const scaleway = (block: JsonObject) => of({ scaleway: block });
const HOST = "${scaleway_k8s_cluster.c.kubeconfig[0].host}";
const TOKEN = "${scaleway_k8s_cluster.c.kubeconfig[0].token}";

describe("HDH-JUR-002", () => {
  it("Scaleway's own endpoint, stated or by default", () => {
    expect(scaleway({})).toEqual([]);
    expect(scaleway({ api_url: "https://api.scaleway.com" })).toEqual([]);
    expect(scaleway({ api_url: "https://api.scaleway.com/" })).toEqual([]);
  });

  it.each([
    "http://api.scaleway.com",
    "https://api.scaleway.com.example.org",
    "https://api.scaleway.com@example.org",
    "http://proxy.example",
  ])("any other endpoint: %p", (api_url) => {
    expect(scaleway({ api_url })).toEqual(["fail provider.scaleway api_url"]);
  });

  it("any other endpoint", () => {
    const provider_config = {
      scaleway: {
        name: "scaleway",
        full_name: "registry.terraform.io/scaleway/scaleway",
        expressions: { api_url: constant("http://proxy.example") },
      },
    };
    const plan = planOf([], {}, { configuration: { provider_config, root_module: {} } });
    expect(saysOf(rule, { name: "plan", json: plan })).toEqual(["fail provider.scaleway api_url"]);
  });

  it("an endpoint that only the engine knows", () => {
    expect(scaleway({ api_url: "${var.url}" })).toEqual(["unknown provider.scaleway api_url"]);
  });

  it("a key or a token in the block, written down or from a variable", () => {
    for (const value of ["SCW00000000000000000", "${var.key}", "${local.key}"]) {
      expect(scaleway({ access_key: value })).toEqual(["fail provider.scaleway access_key"]);
      expect(scaleway({ secret_key: value })).toEqual(["fail provider.scaleway secret_key"]);
      for (const argument of ["token", "password", "client_key"]) {
        expect(of({ kubernetes: { host: HOST, [argument]: value } })).toEqual([`fail provider.kubernetes ${argument}`]);
      }
    }
    const kept = { scaleway_secret_version: { s: {} } };
    const provider = { kubernetes: { host: HOST, token: "${scaleway_secret_version.s.data}" } };
    expect(saysOf(rule, stackOf({ ...clusters, ...kept }, { provider }))).toEqual(["fail provider.kubernetes token"]);
    const secret = "not-a-real-secret";
    const findings = findingsOf(rule, stackOf({}, { provider: { scaleway: { secret_key: secret } } }));
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it("a key from an ephemeral resource", () => {
    const ephemeral = { ephemeral: { scaleway_iam_api_key: { k: { application_id: "x" } } } };
    const key = { access_key: "${ephemeral.scaleway_iam_api_key.k.access_key}" };
    expect(of({ scaleway: key }, ephemeral)).toEqual([]);
  });

  it("a profile: the caller's file then decides endpoint and credentials", () => {
    expect(scaleway({ profile: "hdh" })).toEqual(["fail provider.scaleway profile"]);
  });

  it("a connection that checks no certificate", () => {
    expect(of({ kubernetes: { host: HOST, insecure: false } })).toEqual([]);
    expect(of({ kubernetes: { host: HOST, insecure: true } })).toEqual(["fail provider.kubernetes insecure"]);
    expect(of({ kubernetes: { host: HOST, insecure: "${var.x}" } })).toEqual(["unknown provider.kubernetes insecure"]);
  });

  it("a cluster that these stacks make", () => {
    expect(of({ kubernetes: { host: HOST, token: TOKEN } })).toEqual([]);
    expect(of({ helm: { kubernetes: { host: HOST, token: TOKEN } } })).toEqual([]);
    const triggers = { null_resource: { kubeconfig: { triggers: { host: HOST } } } };
    const provider = { kubernetes: { host: "${null_resource.kubeconfig.triggers.host}" } };
    expect(saysOf(rule, stackOf({ ...clusters, ...triggers }, { provider }))).toEqual([]);
  });

  it("a cluster by its address, by the caller's kubeconfig, or by nothing", () => {
    expect(of({ kubernetes: { host: "https://k8s.example.com" } })).toEqual(["fail provider.kubernetes host"]);
    expect(of({ kubernetes: { host: "${scaleway_vpc.v.id}" } })).toEqual(["unknown provider.kubernetes host"]);
    expect(of({ kubernetes: {} })).toEqual(["fail provider.kubernetes host"]);
    const server = { scaleway_instance_server: { s: {} } };
    const provider = { kubernetes: { host: "${scaleway_instance_server.s.public_ip}" } };
    expect(saysOf(rule, stackOf(server, { provider }))).toEqual(["fail provider.kubernetes host"]);
    const message = (host: string) =>
      findingsOf(rule, stackOf(clusters, { provider: { kubernetes: { host } } }))[0]?.message;
    expect(message("${var.host}")).toContain("variable host");
    expect(of({ helm: {} })).toEqual(["fail provider.helm kubernetes"]);
    expect(of({ kubernetes: { host: HOST, config_path: "~/.kube/config" } })).toEqual([
      "fail provider.kubernetes config_path",
    ]);
    expect(of({ helm: { kubernetes: { host: HOST, config_context: "prod" } } })).toEqual([
      "fail provider.helm kubernetes.config_context",
    ]);
  });

  it("a cluster that these stacks read but do not make", () => {
    const data = { data: { scaleway_k8s_cluster: { d: { name: "platform" } } } };
    expect(of({ kubernetes: { host: "${data.scaleway_k8s_cluster.d.kubeconfig[0].host}" } }, data)).toEqual([
      "unknown provider.kubernetes host",
    ]);
  });

  it("has nothing to say of another provider", () => {
    expect(of({ elsewhere: { api_url: "http://proxy.example", access_key: "x" } })).toEqual([]);
  });
});
