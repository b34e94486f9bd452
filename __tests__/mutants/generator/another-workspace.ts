import { type JsonObject, type Path, put, textsIn, valueAt, written } from "./json";
import { bodyOf, setting, type Weakening } from "./mutant";
import { type Block, blocksOf, type Stack } from "./tree";
import { outputOf, stateOf } from "./workspaces";

const REFERENCE = /(?<![\w.-])(scaleway_\w+)\.([\w-]+)\.(id|name)\b/g;

/** Points every reference of a workspace at the same resource of the next one. */
export function intoAnotherWorkspace(stack: Stack, next: Stack): Weakening[] {
  return blocksOf(stack).flatMap((block) => [...referencesInto(next, block), ...namesInto(next, block)]);
}

function referencesInto(next: Stack, block: Block): Weakening[] {
  return textsIn(block.body)
    .filter(([path]) => path[0] !== "depends_on")
    .flatMap(([path, text]) =>
      [...text.matchAll(REFERENCE)].map(([reference, type, name, attribute], index): Weakening => {
        const elsewhere = `data.terraform_remote_state.${next.name}.outputs.${outputOf(type!, name!, attribute!)}`;
        return {
          family: "another workspace",
          stack: block.stack,
          address: block.address,
          change: `${written(path)}[${index}] = ${type}.${name} of ${next.name}`,
          edit: (json) => {
            readState(json, next);
            put(bodyOf(json, block), path, replaced(text, REFERENCE, index, reference, elsewhere));
          },
        };
      }),
    );
}

/** Names of buckets are public: one is enough to say which bucket is meant. */
function namesInto(next: Stack, block: Block): Weakening[] {
  const bucket = ["resource", "scaleway_object_bucket", "work", "name"];
  const [own, other] = [block.stack, next].map(({ json }) => String(valueAt(json, bucket)));
  const named = (path: Path, value: string): Weakening => ({
    family: "another workspace",
    ...setting(block, path, value),
    change: `${written(path)}: the bucket of ${next.name}`,
  });
  const { bucket: guarded, policy } = block.body;
  return [
    ...(typeof guarded === "string" ? [named(["bucket"], other!)] : []),
    ...(typeof policy === "string" ? [named(["policy"], policy.replaceAll(`"${own}`, `"${other}`))] : []),
  ];
}

function readState(json: JsonObject, { name }: Stack): void {
  const data = { ...(json.data as JsonObject | undefined) };
  const states = data.terraform_remote_state as JsonObject | undefined;
  json.data = {
    ...data,
    terraform_remote_state: { ...states, [name]: { backend: "s3", config: stateOf(name) } },
  };
}

/** A text in which one match of a pattern is replaced, counted from nought. */
function replaced(text: string, pattern: RegExp, index: number, from: string, to: string): string {
  const match = [...text.matchAll(pattern)][index]!;
  return text.slice(0, match.index) + to + text.slice(match.index + from.length);
}
