import type { Json, Resource, Value } from "@hdh/policy-engine";
import { plain } from "../values/texts";

/** Arguments that hold what a machine runs when it first starts. Source: provider 2.81.0, providers schema. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  scaleway_autoscaling_instance_template: ["cloud_init"],
  scaleway_baremetal_server: ["cloud_init"],
  scaleway_instance_server: ["cloud_init", "user_data"],
  scaleway_instance_user_data: ["value"],
};

export function bootsFromText({ type }: { readonly type: string }): boolean {
  return Object.hasOwn(ARGUMENTS, type);
}

/** A text that a machine runs when it first starts, where it can be known. */
export interface BootFile {
  readonly path: string;
  readonly value: Value;
  /** All texts in it, one after the other. @default - empty, where it cannot be known */
  readonly text: string;
}

export function bootFilesOf(resource: Resource): BootFile[] {
  return (ARGUMENTS[resource.type] ?? [])
    .map((path) => ({ path, value: resource.value(path) }))
    .filter(({ value }) => value.is !== "absent")
    .map(({ path, value }) => ({ path, value, text: value.is === "known" ? textIn(value.value) : "" }));
}

function textIn(json: Json): string {
  return typeof json === "object" && json !== null ? Object.values(json).map(plain).join("\n") : plain(json);
}
