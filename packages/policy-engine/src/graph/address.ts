import type { Kind } from "./graph";
import type { InstanceKey } from "./module";

/** What the addresses of all blocks of a kind begin with: `scaleway_vpc`, `data.scaleway_vpc`, `provider.scaleway`. */
export function prefixOf({ mode, type }: Kind): string {
  switch (mode) {
    case "data":
    case "ephemeral":
    case "provider":
      return `${mode}.${type}`;
    default:
      return type;
  }
}

/** The address of a block in its module, without its instance. */
export function addressOf(kind: Kind, name: string): string {
  return name === "" ? prefixOf(kind) : `${prefixOf(kind)}.${name}`;
}

export function suffixOf(key: InstanceKey | undefined): string {
  return key === undefined ? "" : `[${JSON.stringify(key)}]`;
}

/** The calls that lead to a module instance: `module.a["x"].module.b[0]`. */
export function callsIn(moduleAddress: string): { readonly name: string; readonly key?: InstanceKey }[] {
  return [...moduleAddress.matchAll(/module\.([^.[]+)(?:\[(?:("(?:[^"\\]|\\.)*")|(\d+))\])?/g)].map(
    ([, name, text, index]) => ({
      name: name!,
      ...(text === undefined ? {} : { key: unquoted(text) }),
      ...(index === undefined ? {} : { key: Number(index) }),
    }),
  );
}

function unquoted(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}
