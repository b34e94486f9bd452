import { type Graph, graphOf, type Json, type JsonObject, type Resource } from "../src";

interface Planned {
  readonly address: string;
  readonly actions?: readonly string[];
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly unknown?: Json;
  readonly sensitive?: Json;
  readonly replacedBy?: readonly Json[];
  readonly deposed?: string;
}

interface Joined {
  /** `null` where the configuration does not show the resource. */
  readonly written?: JsonObject | null;
  readonly after?: JsonObject;
  readonly unknown?: Json;
  readonly sensitive?: Json;
}

/** A plan in the form of `show -json`, from what matters of it. */
export function planOf(changes: readonly Planned[], rootModule: JsonObject = {}, rest: JsonObject = {}): JsonObject {
  return {
    format_version: "1.2",
    resource_changes: changes.map(changeOf),
    configuration: { root_module: rootModule },
    ...rest,
  };
}

/** A resource of a plan's configuration. */
export function configured(address: string, expressions: JsonObject, rest: JsonObject = {}): JsonObject {
  const [first, ...others] = address.split(".");
  const [type, name] = first === "data" ? others : [first, ...others];
  return { address, mode: first === "data" ? "data" : "managed", type: type!, name: name!, expressions, ...rest };
}

export function constant(value: Json): JsonObject {
  return { constant_value: value };
}

/** As a plan of HCL shows an expression: the attribute that it names, then what that is an attribute of. */
export function referring(...references: readonly string[]): JsonObject {
  return { references: references.flatMap((one) => [one, one.replace(/\.[^.]+$/, "")]) };
}

export function graphOfPlan(plan: JsonObject, defaults?: Parameters<typeof graphOf>[1]): Graph {
  return graphOf([{ name: "stack", json: plan }], defaults);
}

/** The block with an address. */
export function found(graph: Graph, address: string): Resource {
  const resource = graph.byKind.flatMap(({ resources }) => resources).find((one) => one.address === address);
  if (!resource) throw new Error(`no ${address} in the graph`);
  return resource;
}

/** The planned resource `t.x` beside `p.one` and `p.two`, whose ids the plan knows. */
export function planned({ written = {}, ...change }: Joined): Resource {
  const graph = graphOfPlan(
    planOf(
      [
        { address: "p.one", after: { id: "id-1" } },
        { address: "p.two", after: { id: "id-2" } },
        { address: "t.x", after: {}, ...change },
      ],
      { resources: written === null ? [] : [configured("t.x", written)] },
    ),
  );
  return found(graph, "t.x");
}

function changeOf({ address, actions = ["create"], before, after, unknown, sensitive, replacedBy, deposed }: Planned) {
  const [, moduleAddress, type, name, key] =
    /^((?:module\.[^.[]+(?:\[[^\]]+\])?\.)*)([^.]+)\.([^[]+)(?:\[(.+)\])?$/.exec(address)!;
  return {
    address,
    ...(moduleAddress ? { module_address: moduleAddress.slice(0, -1) } : {}),
    mode: "managed",
    type: type!,
    name: name!,
    ...(key === undefined ? {} : { index: JSON.parse(key) as Json }),
    ...(deposed === undefined ? {} : { deposed }),
    change: {
      actions,
      before: before ?? null,
      after: after ?? null,
      after_unknown: unknown ?? {},
      after_sensitive: sensitive ?? {},
      ...(replacedBy === undefined ? {} : { replace_paths: replacedBy }),
    },
  };
}
