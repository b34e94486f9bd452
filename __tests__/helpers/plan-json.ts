import type { Json, JsonObject, StackDocument } from "@hdh/policy-engine";

/** A managed resource of a plan, by address. */
export interface PlannedResource {
  readonly after: JsonObject;
  /** @default - it is created */
  readonly before?: JsonObject;
  /** Mask of what shows only after apply. @default - nothing */
  readonly unknown?: JsonObject;
  /** What the configuration says, by argument: `{ constant_value }` or `{ references }`. @default - nothing */
  readonly expressions?: JsonObject;
}

/** A plan of some resources of the root module, in the form of `show -json`. */
export function planOf(resources: Readonly<Record<string, PlannedResource>>, rest: JsonObject = {}): StackDocument {
  const identity = (address: string) => {
    const [type, name] = address.split(".") as [string, string];
    return { address, mode: "managed", type, name };
  };
  const changes = Object.entries(resources).map(([address, { after, before, unknown }]): JsonObject => ({
    ...identity(address),
    change: {
      actions: before ? ["update"] : ["create"],
      before: before ?? null,
      after,
      after_unknown: unknown ?? {},
      before_sensitive: {},
      after_sensitive: {},
    },
  }));
  const configured = Object.entries(resources).map(([address, { expressions }]): JsonObject => ({
    ...identity(address),
    expressions: expressions ?? {},
  }));
  const provider = { scaleway: { name: "scaleway", full_name: "registry.terraform.io/scaleway/scaleway" } };
  return {
    name: "plan",
    json: {
      format_version: "1.2",
      resource_changes: changes,
      configuration: { provider_config: provider, root_module: { resources: configured } },
      ...rest,
    },
  };
}

/** An argument that HCL states literally. */
export function constant(value: Json): JsonObject {
  return { constant_value: value };
}
