import {
  type Body,
  fail,
  type Graph,
  type Json,
  judge,
  pass,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { POLICY_CAPABLE_CNI, SUPPORTED_KUBERNETES } from "../knowledge/kubernetes";
import { sovereigntyRule } from "../sovereignty-rule";

const NAMESPACES = ["kubernetes_namespace", "kubernetes_namespace_v1"];
const POLICIES = ["kubernetes_network_policy", "kubernetes_network_policy_v1"];

/** The level at which a namespace refuses pods (Kubernetes, Pod Security Admission). */
const ENFORCE = "pod-security.kubernetes.io/enforce";

/** Settings of the kubelet that open it (CIS Kubernetes Benchmark, 4.2.1, 4.2.2 and 4.2.4), by what they must not be. */
const KUBELET: Readonly<Record<string, (value: string) => boolean>> = {
  "anonymous-auth": (value) => value !== "false",
  "authorization-mode": (value) => value.split(",").includes("AlwaysAllow"),
  "read-only-port": (value) => value !== "0",
};

const cluster = (changes: Readonly<Record<string, Json>>) => ({
  resource: {
    scaleway_k8s_cluster: {
      c: {
        version: "1.36",
        cni: "cilium",
        auto_upgrade: [{ enable: true, maintenance_window_day: "sunday", maintenance_window_start_hour: 3 }],
        ...changes,
      },
    },
  },
});

export const kubernetesIsSupportedAndEnforcesPolicy = sovereigntyRule({
  id: "HDH-SUP-003",
  severity: "high",
  title: "Kubernetes is supported, upgradable and enforces policy",
  remedy: "Build the cluster with PrivateCluster; give each namespace the level restricted and a policy that denies.",
  waivers: "allowed",
  given: "Given a cluster, a node pool, or a namespace in these stacks",
  scenarios: {
    "a supported minor version that upgrades itself in a window": "pass",
    "a version that is no longer supported, or not yet": "fail",
    "a cluster that does not upgrade itself, or is pinned to a patch version": "fail",
    "a network plugin that does not enforce network policies": "fail",
    "a feature gate for alpha features": "fail",
    "any other feature gate, whose stage depends on the version": "unknown",
    "an admission plugin that lets everything in": "fail",
    "a kubelet that answers anybody": "fail",
    "a kubelet setting that closes it": "pass",
    "another container runtime than containerd": "fail",
    "a namespace of the level restricted, with a policy that denies by default": "pass",
    "a namespace of another level, or of none": "fail",
    "a namespace without a policy that denies by default": "fail",
    "a setting that only the engine knows": "unknown",
  },
  why: "An unsupported version gets no fixes. A cluster that many projects share is held apart by its policies only, so they have to be enforced, and closed from the first pod on.",
  controls: [
    "SNC:12.11",
    "CIS:4.2.1",
    "CIS:4.2.2",
    "CIS:4.2.4",
    "CIS:5.2.1",
    "CIS:5.3.1",
    "CIS:5.3.2",
    "CIS:5.6.4",
    "SATRE:2.7.02",
    "SATRE:2.7.03",
    "NIS2:21(2)(e)",
  ],
  bad: cluster({ cni: "flannel" }),
  good: cluster({}),
  reportsOn: resources("scaleway_k8s_cluster", "scaleway_k8s_pool", ...NAMESPACES),
  check: (resource, inputs) => {
    if (resource.type === "scaleway_k8s_cluster") return clusterOf(resource, inputs);
    return resource.type === "scaleway_k8s_pool" ? poolOf(resource) : namespaceOf(resource);
  },
});

function clusterOf(resource: Resource, { kubernetesVersions = SUPPORTED_KUBERNETES }: PolicyInputs): Verdict[] {
  const upgrade = resource.block("auto_upgrade");
  return [
    judge(resource, "version", (version) =>
      kubernetesVersions.some((supported) => supported === version)
        ? undefined
        : `must be a supported minor version: ${kubernetesVersions.join(", ")}`,
    ),
    judge(upgrade, "enable", (on) => (on === true ? undefined : "must be true")),
    ...["maintenance_window_day", "maintenance_window_start_hour"].map((name) =>
      judge(upgrade, name, (value) => (value === undefined ? "must name the window" : undefined)),
    ),
    judge(resource, "cni", (cni) =>
      POLICY_CAPABLE_CNI.some((capable) => capable === cni) ? undefined : `must be ${POLICY_CAPABLE_CNI.join(" or ")}`,
    ),
    ...resource.items("feature_gates").map(({ path, value }) => {
      if (value.is === "unknown") return unknown(path, value.why);
      const gate = value.is === "known" ? String(value.value) : "";
      return /alpha/i.test(gate)
        ? fail(`${path} is ${JSON.stringify(gate)}; must not be an alpha feature`, path, gate)
        : unknown(path, `whether ${gate} is an alpha feature depends on the version`);
    }),
    ...resource.items("admission_plugins").map(({ path, value }) => {
      if (value.is === "unknown") return unknown(path, value.why);
      return value.is === "known" && value.value === "AlwaysAdmit"
        ? fail(`${path} is AlwaysAdmit; must be removed`, path, value.value)
        : pass();
    }),
  ];
}

function poolOf(pool: Resource): Verdict[] {
  const runtime = judge(pool, "container_runtime", (name) =>
    name === undefined || name === "containerd" ? undefined : "must be containerd",
  );
  return [runtime, ...pool.blocks("kubelet_args").flatMap(kubeletOf)];
}

function kubeletOf(settings: Body): Verdict[] {
  if (settings.opaque) return [unknown(settings.path, settings.opaque)];
  return Object.entries(KUBELET)
    .filter(([name]) => settings.has(name))
    .map(([name, isOpen]) =>
      judge(settings, name, (value) => (isOpen(String(value)) ? "opens the kubelet; must be removed" : undefined)),
    );
}

function namespaceOf(namespace: Resource): Verdict[] {
  const metadata = namespace.block("metadata");
  const labels = metadata.block("labels");
  const level = judge(labels, ENFORCE, (value) => (value === "restricted" ? undefined : "must be restricted"));
  return [level, ...(deniedBy(namespace.graph, namespace, metadata) ? [] : [lacksDenial()])];
}

function lacksDenial(): Verdict {
  return fail("has no network policy that denies everything by default; needs one", POLICIES[1]);
}

function deniedBy(graph: Graph, namespace: Resource, metadata: Body): boolean {
  const name = metadata.known("name");
  return POLICIES.flatMap((type) => graph.managed(type)).some((policy) => {
    const place = policy.block("metadata");
    const isHere = place.target("namespace") === namespace || (name !== undefined && place.known("namespace") === name);
    return isHere && deniesAll(policy.block("spec"));
  });
}

/** It selects every pod, covers both directions, and lets nothing through. */
function deniesAll(spec: Body): boolean {
  const types = spec.items("policy_types").map(({ value }) => (value.is === "known" ? value.value : undefined));
  const selector = spec.block("pod_selector");
  const selectsAll = spec.blocks("pod_selector").length > 0 && selector.names.length === 0 && !selector.opaque;
  const isClosed = spec.blocks("ingress").length === 0 && spec.blocks("egress").length === 0;
  return selectsAll && isClosed && types.includes("Ingress") && types.includes("Egress");
}
