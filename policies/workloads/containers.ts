import { type Body, type Kind, type Resource, remembered } from "@hdh/policy-engine";

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

/** Why the containers of a resource cannot be read at all; `undefined` where they can. */
export function whyUnread({ type }: Resource): string | undefined {
  return TEXT_MANIFESTS.includes(type) ? "it is a manifest as text, which only the cluster reads" : undefined;
}

/** Blocks on the way from a Kubernetes object to its pods, in the words of the provider's types and of manifests. */
const ON_THE_WAY = ["manifest", "spec", "template", "job_template", "jobTemplate"] as const;

const CONTAINERS = ["container", "init_container", "containers", "initContainers", "ephemeralContainers"] as const;

/** Deeper than any object nests its pods: manifest, spec, jobTemplate, spec, template, spec. */
const DEEPEST = 6;

/**
 * The containers that a Kubernetes object runs. Where a part of the object only shows at apply, a body in which nothing is
 * known stands for what it may hold.
 */
export const containersOf = remembered((resource): readonly Body[] =>
  resource.type.startsWith("kubernetes_") ? containersIn(resource, 0) : [],
);

function containersIn(body: Body, depth: number): Body[] {
  if (body.opaque || depth > DEEPEST) return [body];
  return [
    ...CONTAINERS.flatMap((name) => body.blocks(name)),
    ...ON_THE_WAY.flatMap((name) => body.blocks(name)).flatMap((inner) => containersIn(inner, depth + 1)),
  ];
}
