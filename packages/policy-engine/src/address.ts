import type { Mode } from "./graph";
import type { InstanceKey } from "./module";

/** The address of a block in its module, without its instance. */
export function addressOf(mode: Mode, type: string, name: string): string {
  switch (mode) {
    case "managed":
      return `${type}.${name}`;
    case "provider":
      return name ? `provider.${type}.${name}` : `provider.${type}`;
    case "module":
    case "variable":
    case "output":
      return `${type}.${name}`;
    case "terraform":
      return "terraform";
    default:
      return `${mode}.${type}.${name}`;
  }
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
