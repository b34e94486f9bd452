import { isObject, type Json, type JsonObject, objectsIn, own, put } from "../json";
import { addressOf } from "./address";
import type { Mode } from "./graph";
import type { Scope } from "./module";
import { Written } from "./written";

interface ConfiguredCall {
  /** Its source, its version and its arguments, as raw Terraform JSON. */
  readonly block: JsonObject;
  readonly module: ConfiguredModule;
  readonly isRepeated: boolean;
}

interface DataSource {
  readonly type: string;
  readonly name: string;
  readonly isRepeated: boolean;
}

/** Deeper than any configuration nests its modules or blocks. */
const DEEPEST = 50;

/**
 * A module in the configuration of a plan, given back as the Terraform JSON that it was read from
 * (Terraform, JSON Output Format, Configuration Representation).
 */
export class ConfiguredModule {
  readonly variables: JsonObject;
  readonly outputs: JsonObject;
  readonly calls: ReadonlyMap<string, ConfiguredCall>;
  readonly dataSources: readonly DataSource[];
  private readonly resources = new Map<string, JsonObject>();

  constructor(module: JsonObject, depth = 0) {
    const dataSources: DataSource[] = [];
    for (const resource of objectsIn(own(module, "resources"))) {
      const [type, name] = [String(own(resource, "type")), String(own(resource, "name"))];
      const mode = String(own(resource, "mode")) as Mode;
      this.resources.set(addressOf({ mode, type }, name), resource);
      if (mode === "data") dataSources.push({ type, name, isRepeated: isRepeated(resource) });
    }
    this.dataSources = dataSources;
    this.variables = members(own(module, "variables"), (variable) => variable);
    this.outputs = members(own(module, "outputs"), (output) => ({
      ...output,
      value: rawOf(own(output, "expression") ?? {}),
    }));
    const calls = depth > DEEPEST ? {} : own(module, "module_calls");
    this.calls = new Map(
      Object.entries(isObject(calls) ? calls : {}).flatMap(([name, call]) =>
        isObject(call) ? [[name, calledBy(call, depth)] as const] : [],
      ),
    );
  }

  /** A resource or data source in the configuration; `undefined` where the module has none of that name. */
  resource(mode: Mode, type: string, name: string, scope: Scope): Written | undefined {
    const resource = this.resources.get(addressOf({ mode, type }, name));
    return resource && new Written(argumentsOf(resource), scope);
  }

  /** Expressions by attribute, and nested blocks, as raw Terraform JSON. */
  static blockOf(expressions: JsonObject): JsonObject {
    return rawBlock(expressions, 0);
  }
}

function calledBy(call: JsonObject, depth: number): ConfiguredCall {
  const expressions = own(call, "expressions");
  const block = isObject(expressions) ? rawBlock(expressions, 0) : {};
  const module = own(call, "module");
  const [source, version] = [own(call, "source"), own(call, "version_constraint")];
  return {
    block: { ...block, ...(source === undefined ? {} : { source }), ...(version === undefined ? {} : { version }) },
    module: new ConfiguredModule(isObject(module) ? module : {}, depth + 1),
    isRepeated: isRepeated(call),
  };
}

function isRepeated(block: JsonObject): boolean {
  return Object.hasOwn(block, "count_expression") || Object.hasOwn(block, "for_each_expression");
}

/** A plan keeps apart from the other arguments those that every resource has. */
function argumentsOf(resource: JsonObject): JsonObject {
  const expressions = own(resource, "expressions");
  const block = isObject(expressions) ? rawBlock(expressions, 0) : {};
  const add = (name: string, value: Json | undefined) => {
    if (value !== undefined && !Object.hasOwn(block, name)) block[name] = value;
  };
  add("provider", providerOf(resource));
  add("provisioner", provisionersOf(resource));
  add("depends_on", own(resource, "depends_on"));
  return block;
}

/** As the argument `provider` says it, which only needs to be said of another than the default one. */
function providerOf(resource: JsonObject): string | undefined {
  const key = own(resource, "provider_config_key");
  return typeof key === "string" && /[.:]/.test(key) ? key.replace(/^.*:/, "") : undefined;
}

function provisionersOf(resource: JsonObject): Json | undefined {
  const given = own(resource, "provisioners");
  const provisioners = given === undefined ? [] : objectsIn(given);
  if (provisioners.length === 0) return undefined;
  return provisioners.map((provisioner) => {
    const expressions = own(provisioner, "expressions");
    return { [String(own(provisioner, "type"))]: isObject(expressions) ? rawBlock(expressions, 0) : {} };
  });
}

function rawBlock(expressions: JsonObject, depth: number): Record<string, Json> {
  const block: Record<string, Json> = {};
  for (const name in expressions) put(block, name, rawArgument(expressions[name]!, depth));
  return block;
}

function rawArgument(argument: Json, depth: number): Json {
  if (depth > DEEPEST) return "${what is nested too deeply}";
  if (Array.isArray(argument)) return argument.map((item) => rawArgument(item, depth + 1));
  if (!isObject(argument)) return argument;
  const isBlock = !("constant_value" in argument || "references" in argument) && Object.keys(argument).length > 0;
  return isBlock ? rawBlock(argument, depth + 1) : rawOf(argument);
}

/**
 * An expression as a string of Terraform JSON. A plan shows the text of what JSON configurations say, but of HCL only
 * what an expression refers to: one reference stands for the thing it names, several are left to the engine.
 */
function rawOf(expression: Json): Json {
  if (!isObject(expression)) return "${an expression}";
  const constant = own(expression, "constant_value");
  if (constant !== undefined) return constant;
  const references = own(expression, "references");
  const named = Array.isArray(references) ? references.filter((one): one is string => typeof one === "string") : [];
  const [first, ...others] = longest(named);
  if (first === undefined) return "${an expression}";
  // An index is counted with, not written down: `count.index == 0 ? … : …`.
  if (others.length === 0 && first !== "count.index") return `\${${first}}`;
  const [key] = others;
  const isOwnInstance = others.length === 1 && (key === "each.key" || key === "count.index");
  return isOwnInstance ? `\${${first}[${key}]}` : `\${an expression of ${[first, ...others].join(", ")}}`;
}

/** References without those that are only the beginning of another: a plan lists `a.b.id` and `a.b`. */
function longest(references: readonly string[]): string[] {
  return references.filter(
    (one) =>
      !references.some((other) => other !== one && other.startsWith(one) && /^[.[]/.test(other.slice(one.length))),
  );
}

function members(value: Json | undefined, convert: (member: JsonObject) => JsonObject): JsonObject {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, convert(isObject(member) ? member : {})]),
  );
}
