import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App, TerraformResource, TerraformStack } from "cdktf";
import { childrenOf, isObject, type Json, type JsonObject, type Path, valueAt } from "../mutants/generator/json";
import type { Exemplified } from "./changed-examples";

export interface Synthesized {
  /** The JSON of a stack that is built as a good example. */
  readonly built: JsonObject;
  /** The JSON of the same, made into the bad example by `addOverride` alone. */
  readonly overridden: JsonObject;
}

/** Synthesizes the examples of each rule, whose id is its key; needs no provider, and runs no validation. */
export function synthesizeOverridden(rules: readonly Exemplified[]): ReadonlyMap<string, Synthesized> {
  const outdir = mkdtempSync(join(tmpdir(), "overridden-"));
  const app = new App({ outdir, skipValidation: true });
  for (const { id, good, bad } of rules) {
    build(new TerraformStack(app, `${id}-built`), good as JsonObject);
    override(build(new TerraformStack(app, id), good as JsonObject), good as JsonObject, bad as JsonObject);
  }
  app.synth();
  const jsonOf = (stack: string) =>
    JSON.parse(readFileSync(join(outdir, "stacks", stack, "cdk.tf.json"), "utf8")) as JsonObject;
  return new Map(rules.map(({ id }) => [id, { built: jsonOf(`${id}-built`), overridden: jsonOf(id) }]));
}

/** A resource of any type, rendered as bindings render theirs. */
class AnyResource extends TerraformResource {
  constructor(
    stack: TerraformStack,
    type: string,
    name: string,
    private readonly attributes: Json,
  ) {
    super(stack, idOf(type, name), { terraformResourceType: type });
    this.overrideLogicalId(name);
  }

  protected override synthesizeAttributes(): JsonObject {
    return structuredClone(this.attributes) as JsonObject;
  }
}

function build(stack: TerraformStack, { resource = {}, ...rest }: JsonObject): TerraformStack {
  for (const [type, named] of childrenOf(resource)) {
    for (const [name, attributes] of childrenOf(named)) {
      new AnyResource(stack, String(type), String(name), attributes);
    }
  }
  for (const [section, content] of Object.entries(rest)) stack.addOverride(section, structuredClone(content));
  stack.addOverride("terraform.backend.local", undefined); // which cdktf adds where no backend is constructed
  return stack;
}

function override(stack: TerraformStack, from: JsonObject, to: JsonObject): void {
  for (const [path, value] of differences(from, to)) {
    const [section, type, name, ...attribute] = path;
    const resource = stack.node.tryFindChild(idOf(String(type), String(name)));
    const isInside = section === "resource" && attribute.length > 0 && resource instanceof TerraformResource;
    if (isInside) resource.addOverride(attribute.join("."), value);
    else stack.addOverride(path.join("."), value);
  }
}

function idOf(type: string, name: string): string {
  return `${type}.${name}`;
}

type Difference = readonly [path: Path, value: Json | undefined];

/** The innermost values that differ, with what they become; `undefined` where they go. */
function differences(from: Json, to: Json, path: Path = []): Difference[] {
  const areBoth = (test: (value: Json) => boolean) => test(from) && test(to);
  if (!areBoth(isObject) && !areBoth(Array.isArray)) return from === to ? [] : [[path, to]];
  const keys = new Set([...childrenOf(from), ...childrenOf(to)].map(([key]) => key));
  return [...keys].flatMap((key): Difference[] => {
    const [before, after] = [valueAt(from, [key]), valueAt(to, [key])];
    const place = [...path, key];
    return before === undefined || after === undefined ? [[place, after]] : differences(before, after, place);
  });
}
