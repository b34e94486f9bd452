import { type Body, fail, judge, pass, providers, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { API_URL } from "../knowledge/scaleway-hosts";
import { sovereigntyRule } from "../sovereignty-rule";

const CLUSTER = "scaleway_k8s_cluster";

export const controlEndpointsAreClean = sovereigntyRule({
  id: "HDH-JUR-002",
  severity: "critical",
  title: "Control-plane endpoint and credentials are clean",
  remedy:
    "Leave endpoint and credentials out of the provider block; pass credentials in the environment, for a short time.",
  waivers: "never",
  given: "a provider block of Scaleway, Kubernetes or Helm",
  scenarios: {
    "Scaleway's own endpoint, stated or by default": "pass",
    "any other endpoint": "fail",
    "an endpoint that only the engine knows": "unknown",
    "a key or a token in the block, written down or from a variable": "fail",
    "a key from an ephemeral resource": "pass",
    "a profile: the caller's file then decides endpoint and credentials": "fail",
    "a connection that checks no certificate": "fail",
    "a cluster that these stacks make": "pass",
    "a cluster by its address, by the caller's kubeconfig, or by nothing": "fail",
    "a cluster that these stacks read but do not make": "unknown",
  },
  why: "Whoever stands between Terraform and the platform sees every secret and may change every order. A key in the code is in every copy of it.",
  controls: ["SNC:9.6.e", "SNC:10.2.c", "SNC:10.5.d", "SATRE:2.8.02", "NIS2:21(2)(h)"],
  bad: { provider: { scaleway: { api_url: "http://proxy.example", region: "fr-par", zone: "fr-par-1" } } },
  good: { provider: { scaleway: { region: "fr-par", zone: "fr-par-1" } } },
  reportsOn: providers("scaleway", "kubernetes", "helm"),
  check: (provider) => {
    switch (provider.type) {
      case "scaleway":
        return scaleway(provider);
      case "helm": {
        const [connection] = provider.blocks("kubernetes");
        return connection ? cluster(connection) : fail("kubernetes is not set; must name a cluster", "kubernetes");
      }
      default:
        return cluster(provider);
    }
  },
});

function scaleway(provider: Resource): Verdict[] {
  return [
    judge(provider, "api_url", (url) =>
      url === undefined || url === API_URL || url === `${API_URL}/` ? undefined : `must be ${API_URL}, or not set`,
    ),
    noSecret(provider, "access_key"),
    noSecret(provider, "secret_key"),
    judge(provider, "profile", (profile) =>
      profile === undefined ? undefined : "must not be set; the caller's file would decide endpoint and credentials",
    ),
    verified(provider),
  ];
}

/** The message never holds the value: it may be the secret itself. */
function noSecret(body: Body, argument: string): Verdict {
  const value = body.value(argument);
  if (value.is === "absent") return pass();
  const target = body.target(argument);
  if (target?.mode === "ephemeral" || (target?.mode === "managed" && target.type === CLUSTER)) return pass();
  const path = body.pathOf(argument);
  return fail(`${path} is in the provider block; must come from the environment or an ephemeral resource`, path);
}

function verified(body: Body): Verdict {
  return judge(body, "insecure", (insecure) =>
    insecure === undefined || insecure === false ? undefined : "must not be true; anyone could answer",
  );
}

/** Arguments with which the caller's files decide which cluster it is (provider hashicorp/kubernetes, Authentication). */
const CALLERS_FILES = ["config_path", "config_paths", "config_context", "config_context_cluster"];

function cluster(connection: Body): Verdict[] {
  return [
    host(connection),
    noSecret(connection, "token"),
    noSecret(connection, "password"),
    noSecret(connection, "client_key"),
    verified(connection),
    ...CALLERS_FILES.map((argument) =>
      judge(connection, argument, (value) =>
        value === undefined ? undefined : "must not be set; the caller's file would decide which cluster it is",
      ),
    ),
  ];
}

function host(connection: Body): Verdict {
  const path = connection.pathOf("host");
  const value = connection.value("host");
  const target = behindTriggers(connection.target("host"));
  if (target?.type === CLUSTER) {
    return target.mode === "managed" ? pass() : unknown(path, `${target.address} is not made by these stacks`);
  }
  if (target) return fail(`${path} is ${target.address}; must be a cluster that these stacks make`, path);
  if (value.is === "unknown") return unknown(path, value.why);
  return judge(connection, "host", () => "must refer to a cluster that these stacks make");
}

/** Scaleway's example hands the address on through a null_resource (provider 2.81.0, docs/resources/k8s_cluster.md). */
function behindTriggers(target: Resource | undefined): Resource | undefined {
  return target?.type === "null_resource" ? (target.block("triggers").target("host") ?? target) : target;
}
