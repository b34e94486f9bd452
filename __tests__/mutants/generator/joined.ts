import { type Json, type JsonObject, mapTexts, mapValues } from "./json";
import type { Stack, Tree } from "./tree";

const REMOTE = /data\.terraform_remote_state\.([\w-]+)\.outputs\.([\w-]+)/g;
const OWN = /(?<![\w.-])((?:data\.|ephemeral\.)?scaleway_\w+)\.([\w-]+)/g;

/**
 * All stacks of an environment as one: what one stack reads from the state of another becomes a reference. A plan on an
 * empty state shows the whole environment only so, because there is no state yet that one stack could read.
 *
 * @param before the stacks before a change: of settings that there can be only once, such as the provider's, the changed
 * ones are kept
 */
export function joinedStack({ name, stacks }: Tree, before: readonly Stack[]): Stack {
  const byName = new Map(stacks.map((stack) => [stack.name, stack]));
  const read = (text: string, stack: Stack): string => {
    const local = text.replace(OWN, (_, type, label) => `${type}.${stack.name}_${label}`);
    return local.replace(REMOTE, (whole, data: string, output: string) => {
      const source = byName.get(data.replace("cross-stack-reference-input-", ""));
      const value = ((source?.json.output as JsonObject | undefined)?.[output] as JsonObject | undefined)?.value;
      const reference = /^\$\{(.*)\}$/s.exec(String(value))?.[1];
      return source && reference ? read(reference, source) : whole;
    });
  };
  const parts = stacks.map((stack) => {
    const content = (part: "resource" | "data") =>
      mapValues(stack.json[part] ?? {}, (named, type) =>
        type === "terraform_remote_state"
          ? {}
          : relabelled(
              named,
              (label) => `${stack.name}_${label}`,
              (text) => read(text, stack),
            ),
      );
    return { resource: content("resource"), data: content("data") };
  });
  const kept = (settings: (json: JsonObject) => Json | undefined) => keptOf(stacks, before, settings);
  return {
    name,
    json: {
      resource: union(parts.map(({ resource }) => resource)),
      data: union(parts.map(({ data }) => data)),
      provider: kept(({ provider }) => mapValues(provider, (one) => [one].flat()[0]!)),
      terraform: { required_providers: kept(({ terraform }) => (terraform as JsonObject).required_providers) },
      module: kept(({ module }) => module),
      variable: kept(({ variable }) => variable),
    },
  };
}

function relabelled(named: Json, label: (name: string) => string, read: (text: string) => string): JsonObject {
  return Object.fromEntries(
    Object.entries(named as JsonObject).map(([name, body]) => [label(name), mapTexts(body, read)]),
  );
}

/** Resources of all stacks by type and name. */
function union(parts: readonly JsonObject[]): JsonObject {
  const types = new Set(parts.flatMap(Object.keys));
  return Object.fromEntries(
    [...types].map((type) => [type, Object.assign({}, ...parts.map((part) => part[type] ?? {})) as JsonObject]),
  );
}

/** Settings of all stacks by name: what was changed, and otherwise what the first stack says. */
function keptOf(
  stacks: readonly Stack[],
  before: readonly Stack[],
  settings: (json: JsonObject) => Json | undefined,
): JsonObject {
  const [now, then] = [stacks, before].map((list) => list.map(({ json }) => (settings(json) ?? {}) as JsonObject));
  const names = new Set([...now!, ...then!].flatMap(Object.keys));
  const kept = [...names].flatMap((name): [string, Json][] => {
    const changed = now!.find((each, index) => JSON.stringify(each[name]) !== JSON.stringify(then![index]![name]));
    const value = (changed ?? now!.find((each) => name in each))?.[name];
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(kept);
}
