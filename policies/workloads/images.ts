import type { Body, Item, Resource, Value } from "@hdh/policy-engine";
import { knownText } from "../values/texts";
import { containersOf } from "./containers";

/** A container image that a resource runs. */
export type ImageUse = Pick<Item, "path" | "value" | "parts">;

/** Arguments that name an image, by type; of several, one is given. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  scaleway_container: ["image", "registry_image"],
  scaleway_job_definition: ["image_uri"],
};

export function namesImages({ type }: { readonly type: string }): boolean {
  return Object.hasOwn(ARGUMENTS, type) || type.startsWith("kubernetes_");
}

/** The images that a resource names in arguments of its own or in its containers. */
export function imagesOf(resource: Resource): ImageUse[] {
  const names = ARGUMENTS[resource.type];
  if (!names) return containersOf(resource).map((container) => argument(container, "image"));
  const given = names.filter((name) => resource.value(name).is !== "absent");
  return (given.length > 0 ? given : names.slice(0, 1)).map((name) => argument(resource, name));
}

function argument(body: Body, name: string): ImageUse {
  return { path: body.pathOf(name), value: body.value(name), parts: body.parts(name) };
}

/**
 * The registry of an image: what stands before the first slash, where it looks like a host; otherwise docker.io
 * (distribution/reference, Grammar and normalization).
 */
export function registryOf(image: string): string {
  const [first, ...rest] = image.replace(/^docker:\/\//, "").split("/");
  const isHost = rest.length > 0 && (/[.:]/.test(first!) || first === "localhost");
  return isHost ? first!.replace(/:\d+$/, "").toLowerCase() : "docker.io";
}

/** What the values of a Helm release say of registries, where a registry is known to the chart by common names. */
export interface ChartImages {
  /** Registries and images, each with where it stands. */
  readonly named: readonly { readonly path: string; readonly registry: string }[];
  /** Values that only the engine knows, or that name no registry at all. */
  readonly unknown?: { readonly path: string; readonly why: string };
}

/** Keys of a chart's values that name a registry or an image, as charts have them by custom. */
const KEY = /(^|\.)(image|image\.repository|repository|registry|imageRegistry|hub)$/;

/** `key: value` on a line of YAML; a list item may begin there. */
const LINE = /^[ \t]*(?:- )?["']?(image|repository|registry|imageRegistry|hub)["']?:[ \t]+["']?([^\s"'#{}]+)/gm;

/** Reads the values of a release as far as text tells: lines of YAML, and `set` blocks. Not the chart's own defaults. */
export function chartImages(release: Resource): ChartImages {
  const named: { path: string; registry: string }[] = [];
  let open: ChartImages["unknown"];
  const add = (path: string, image: string, isRegistry: boolean) => {
    const isBare = !/[./:]/.test(image.split("/")[0]!);
    if (isRegistry) named.push({ path, registry: image.split("/")[0]!.replace(/:\d+$/, "").toLowerCase() });
    else if (!isBare || image.includes(":")) named.push({ path, registry: registryOf(image) });
  };
  for (const { path, value } of release.items("values")) {
    if (value.is === "unknown") open = { path, why: value.why };
    if (value.is !== "known") continue;
    for (const [, key, content] of knownText(value).matchAll(LINE)) add(path, content!, isRegistryKey(key!));
  }
  for (const set of release.blocks("set")) {
    const name = set.known("name");
    if (set.opaque) open = { path: set.path, why: set.opaque };
    if (typeof name !== "string" || !KEY.test(name)) continue;
    const value: Value = set.value("value");
    if (value.is === "unknown") open = { path: set.pathOf("value"), why: value.why };
    if (value.is === "known") add(set.pathOf("value"), knownText(value), isRegistryKey(name));
  }
  return { named, unknown: open };
}

function isRegistryKey(key: string): boolean {
  return /(^|\.)(registry|imageRegistry|hub)$/.test(key);
}
