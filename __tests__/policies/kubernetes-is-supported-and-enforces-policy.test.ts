import type { Json, JsonObject } from "@hdh/policy-engine";
import { kubernetesIsSupportedAndEnforcesPolicy as rule } from "../../policies/rules/kubernetes-is-supported-and-enforces-policy";
import { foreign, INPUTS, says, saysOf } from "../helpers/terraform-json";

const UPGRADE = { enable: true, maintenance_window_day: "sunday", maintenance_window_start_hour: 3 };
const cluster = (changes: JsonObject = {}, inputs = INPUTS) =>
  says(
    rule,
    { scaleway_k8s_cluster: { c: { version: "1.36", cni: "cilium", auto_upgrade: [UPGRADE], ...changes } } },
    inputs,
  );
const fails = (...attributes: string[]) => attributes.map((attribute) => `fail scaleway_k8s_cluster.c ${attribute}`);
const pool = (changes: JsonObject) => says(rule, { scaleway_k8s_pool: { p: changes } });

describe("HDH-SUP-003: clusters", () => {
  it("a supported minor version that upgrades itself in a window", () => {
    expect(cluster()).toEqual([]);
    expect(cluster({ cni: "calico" })).toEqual([]);
    expect(cluster({ version: "1.38" }, { ...INPUTS, kubernetesVersions: ["1.38"] })).toEqual([]);
  });

  it.each(["1.30", "1.99", null])("a version that is no longer supported, or not yet: %s", (version) => {
    expect(cluster({ version })).toEqual(fails("version"));
  });

  it("a cluster that does not upgrade itself, or is pinned to a patch version", () => {
    expect(cluster({ auto_upgrade: [{ ...UPGRADE, enable: false }] })).toEqual(fails("auto_upgrade.enable"));
    expect(cluster({ auto_upgrade: null })).toEqual(
      fails("auto_upgrade.enable", "auto_upgrade.maintenance_window_day", "auto_upgrade.maintenance_window_start_hour"),
    );
    expect(cluster({ version: "1.36.1" })).toEqual(fails("version"));
  });

  it.each(["none", "flannel", "kilo", null])("a network plugin that does not enforce network policies: %s", (cni) => {
    expect(cluster({ cni })).toEqual(fails("cni"));
  });

  it("a feature gate for alpha features", () => {
    expect(cluster({ feature_gates: ["AllAlpha"] })).toEqual(fails("feature_gates[0]"));
  });

  it("any other feature gate, whose stage depends on the version", () => {
    expect(cluster({ feature_gates: ["HPAScaleToZero"] })).toEqual(["unknown scaleway_k8s_cluster.c feature_gates[0]"]);
  });

  it("an admission plugin that lets everything in", () => {
    expect(cluster({ admission_plugins: ["AlwaysPullImages", "AlwaysAdmit"] })).toEqual(fails("admission_plugins[1]"));
  });

  it("a setting that only the engine knows", () => {
    expect(cluster({ version: "${var.version}" })).toEqual(["unknown scaleway_k8s_cluster.c version"]);
    expect(pool({ kubelet_args: "${var.args}" })).toEqual(["unknown scaleway_k8s_pool.p kubelet_args"]);
    for (const argument of ["feature_gates", "admission_plugins"]) {
      expect(cluster({ [argument]: ["${var.name}"] })).toEqual([`unknown scaleway_k8s_cluster.c ${argument}[0]`]);
    }
  });

  it("has nothing to say of another provider's cluster", () => {
    expect(saysOf(rule, foreign("k8s_cluster", { cni: "none" }))).toEqual([]);
  });
});

describe("HDH-SUP-003: node pools", () => {
  it.each<[string, Json]>([
    ["anonymous-auth", "true"],
    ["authorization-mode", "AlwaysAllow"],
    ["authorization-mode", "Webhook,AlwaysAllow"],
    ["read-only-port", "10255"],
  ])("a kubelet that answers anybody: %s %s", (name, value) => {
    expect(pool({ kubelet_args: { [name]: value } })).toEqual([`fail scaleway_k8s_pool.p kubelet_args.${name}`]);
  });

  it("a kubelet setting that closes it", () => {
    const closed = { "anonymous-auth": "false", "authorization-mode": "Webhook", "read-only-port": "0", maxPods: "50" };
    expect(pool({ kubelet_args: closed })).toEqual([]);
    expect(pool({})).toEqual([]);
  });

  it("another container runtime than containerd", () => {
    expect(pool({ container_runtime: "containerd" })).toEqual([]);
    expect(pool({ container_runtime: "docker" })).toEqual(["fail scaleway_k8s_pool.p container_runtime"]);
  });
});

describe("HDH-SUP-003: namespaces", () => {
  const DENIES = { pod_selector: [{}], policy_types: ["Ingress", "Egress"] };
  const namespace = (level: Json, spec: JsonObject = DENIES, place: Json = "${kubernetes_namespace.n.id}") =>
    says(rule, {
      kubernetes_namespace: {
        n: { metadata: [{ name: "ws-1", labels: { "pod-security.kubernetes.io/enforce": level } }] },
      },
      kubernetes_network_policy_v1: { p: { metadata: [{ name: "deny", namespace: place }], spec: [spec] } },
    });
  const LEVEL = ["fail kubernetes_namespace.n metadata.labels.pod-security.kubernetes.io/enforce"];
  const DENIAL = ["fail kubernetes_namespace.n kubernetes_network_policy_v1"];

  it("a namespace of the level restricted, with a policy that denies by default", () => {
    expect(namespace("restricted")).toEqual([]);
    expect(namespace("restricted", DENIES, "ws-1")).toEqual([]);
  });

  it.each(["baseline", "privileged", null])("a namespace of another level, or of none: %s", (level) => {
    expect(namespace(level)).toEqual(LEVEL);
  });

  it.each<JsonObject>([
    { ...DENIES, policy_types: ["Ingress"] },
    { ...DENIES, egress: [{}] },
    { ...DENIES, ingress: [{}] },
    { ...DENIES, pod_selector: [{ match_labels: { app: "x" } }] },
    { policy_types: ["Ingress", "Egress"] },
  ])("a namespace without a policy that denies by default: %j", (spec) => {
    expect(namespace("restricted", spec)).toEqual(DENIAL);
  });

  it("looks for the policy in the namespace itself", () => {
    expect(namespace("restricted", DENIES, "ws-2")).toEqual(DENIAL);
    const restricted = { "pod-security.kubernetes.io/enforce": "restricted" };
    const [denies, allows] = [DENIES, { ...DENIES, egress: [{}] }].map((spec) => ({
      metadata: [{ namespace: "ws-1" }],
      spec: [spec],
    }));
    const of = (name: string, policies: Record<string, JsonObject>) =>
      says(rule, {
        kubernetes_namespace: { n: { metadata: [{ name, labels: restricted }] } },
        kubernetes_network_policy_v1: policies,
      });
    expect(of("ws-1", { denies: denies!, allows: allows! })).toEqual([]);
    expect(of("${var.name}", { denies: { ...denies, metadata: [{ namespace: "${var.other}" }] } })).toEqual(DENIAL);
  });
});
