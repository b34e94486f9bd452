import type { Body, Resource } from "@hdh/policy-engine";

/** Blocks on the way from a Kubernetes object to its pods, in the words of the provider's types and of manifests. */
const ON_THE_WAY = ["manifest", "spec", "template", "job_template", "jobTemplate"] as const;

const CONTAINERS = ["container", "init_container", "containers", "initContainers", "ephemeralContainers"] as const;

/** Deeper than any object nests its pods: manifest, spec, jobTemplate, spec, template, spec. */
const DEEPEST = 6;

const FOUND = new WeakMap<Resource, readonly Body[]>();

/**
 * The containers that a Kubernetes object runs. Where a part of the object only shows at apply, a body in which nothing is
 * known stands for what it may hold.
 */
export function containersOf(resource: Resource): readonly Body[] {
  if (!resource.type.startsWith("kubernetes_")) return [];
  let containers = FOUND.get(resource);
  if (!containers) {
    containers = containersIn(resource, 0);
    FOUND.set(resource, containers);
  }
  return containers;
}

function containersIn(body: Body, depth: number): Body[] {
  if (body.opaque || depth > DEEPEST) return [body];
  return [
    ...CONTAINERS.flatMap((name) => body.blocks(name)),
    ...ON_THE_WAY.flatMap((name) => body.blocks(name)).flatMap((inner) => containersIn(inner, depth + 1)),
  ];
}
