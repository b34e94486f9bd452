import type { Body, Kind, Resource } from "@hdh/policy-engine";

/** Types of the Kubernetes provider that hold containers, in both of its generations of names. */
const WORKLOADS: ReadonlySet<string> = new Set(
  ["cron_job", "daemon_set", "daemonset", "deployment", "job", "pod", "replication_controller", "stateful_set"].flatMap(
    (name) => [`kubernetes_${name}`, `kubernetes_${name}_v1`],
  ),
);

const MANIFEST = "kubernetes_manifest";

/** Types that hold manifests as text, which only the cluster reads. */
const TEXT_MANIFESTS: readonly string[] = ["kubectl_manifest"];

export function holdsContainers({ mode, type }: Kind): boolean {
  return mode === "managed" && (WORKLOADS.has(type) || type === MANIFEST || TEXT_MANIFESTS.includes(type));
}

/** Blocks on the way from a workload to its containers, in the provider's words and in those of a manifest. */
const ON_THE_WAY = ["spec", "template", "job_template", "jobTemplate"];
const CONTAINERS = ["container", "init_container", "containers", "initContainers", "ephemeralContainers"];

/** Every container of a workload; what cannot be read is one in which nothing is known. */
export function containersOf(workload: Resource): Body[] {
  if (TEXT_MANIFESTS.includes(workload.type)) return [];
  const roots: readonly Body[] = workload.type === MANIFEST ? workload.blocks("manifest") : [workload];
  return roots.flatMap((root) => containersIn(root, 0));
}

/** Deeper than any workload nests its pod template. */
const DEEPEST = 6;

function containersIn(body: Body, depth: number): Body[] {
  if (body.opaque) return [body];
  const here = CONTAINERS.flatMap((name) => body.blocks(name));
  const below = depth < DEEPEST ? ON_THE_WAY.flatMap((name) => body.blocks(name)) : [];
  return [...here, ...below.flatMap((nested) => containersIn(nested, depth + 1))];
}

/** Why the containers of a workload cannot be read at all; `undefined` where they can. */
export function whyUnread({ type }: Resource): string | undefined {
  return TEXT_MANIFESTS.includes(type) ? "it is a manifest as text, which only the cluster reads" : undefined;
}
