import type { InstanceKey, Module, Scope } from "../graph/module";
import type { Resource } from "../graph/resource";
import type { Stack } from "../graph/stack";
import { isObject, type Json, own } from "../json";
import { excerpt } from "../reports/printable";
import { type Expression, isTemplate, OWN_KEY, type Step } from "./expression";
import { escaped } from "./literal";
import type { Trail } from "./trail";
import { notKnown, type Reference, type Unknown } from "./value";

/**
 * Functions whose result still stands for what they were given: the id of `fr-par/<uuid>` without its region, or a value
 * without its mark (Terraform language, Functions).
 */
const KEEPS_ITS_MEANING = new Set(["element", "split", "one", "tostring", "trimspace", "sensitive", "nonsensitive"]);

/** Where following references ends. */
export const TOO_LONG = notKnown("it is nested too deeply, or refers to itself");

/** Raw JSON and the scope whose names it uses. */
interface Raw {
  readonly is: "raw";
  readonly raw: Json;
  readonly scope: Scope;
}

/** What an expression stands for, as far as that can be told without running the engine. */
export type Meaning = Raw | Reference | Unknown;

/** What an expression that is no plain value stands for. */
export function meaningOf(expression: Expression, scope: Scope, trail: Trail): Meaning {
  if (trail.isTooLong) return TOO_LONG;
  switch (expression.kind) {
    case "traversal":
      return followed(expression.steps, expression.text, scope, trail);
    case "index":
    case "call":
      return partOf(expression, scope, trail);
    default:
      return undecided("text" in expression ? expression.text : "it");
  }
}

function undecided(text: string): Unknown {
  return notKnown(`${excerpt(text)} is decided by the engine`);
}

/** A call or an index: what it is given, where its result still stands for that. */
function partOf(expression: Extract<Expression, { kind: "call" | "index" }>, scope: Scope, trail: Trail): Meaning {
  const unclear = undecided(expression.text);
  if (expression.kind === "call" && !KEEPS_ITS_MEANING.has(expression.name)) return unclear;
  const given = expression.kind === "call" ? expression.args : [expression.of];
  const references = given
    .filter((argument) => argument.kind !== "literal")
    .map((argument) => meaningOf(argument, scope, trail.further()));
  const [only] = references;
  return references.length === 1 && only?.is === "reference" ? { is: "reference", resource: only.resource } : unclear;
}

function followed(steps: readonly Step[], text: string, scope: Scope, trail: Trail): Meaning {
  const [root, second] = steps;
  const rest = () => steps.slice(2);
  switch (root) {
    case "local":
      if (scope.module.stack.isPlan) return notKnown(`${text}: a plan does not show locals`);
      return member(scope.module.locals, steps.slice(1), text, scope);
    case "var":
      return variable(second, rest(), text, scope, trail);
    case "module":
      return throughCall(steps.slice(1), text, scope, trail);
    case "data":
      if (second === "terraform_remote_state") return throughRemoteState(rest(), text, scope, trail);
      return referenceTo(`data.${name(second)}`, steps.slice(2), text, scope);
    case "ephemeral":
      return referenceTo(`ephemeral.${name(second)}`, steps.slice(2), text, scope);
    case "each":
    case "count":
      return scope.key !== undefined && (second === "key" || second === "index")
        ? { is: "raw", raw: escaped(scope.key), scope }
        : undecided(text);
    case "self":
    case "path":
    case "terraform":
      return undecided(text);
    default:
      return plainReference(steps, scope) ?? referenceTo(name(root), steps.slice(1), text, scope);
  }
}

function name(step: Step): string {
  return step === OWN_KEY ? "" : String(step);
}

/** A variable is what its caller gives it. Of a root that is unknown, but for a plan, which tells. */
function variable(variableName: Step, steps: readonly Step[], text: string, scope: Scope, trail: Trail): Meaning {
  const { module } = scope;
  const key = name(variableName);
  const told = trail.isStated ? undefined : module.stack.variableValue(key);
  const given = module.call ? own(module.call.arguments, key) : told;
  if (given !== undefined && given !== null) return member(given, steps, text, module.call?.scope ?? scope);
  if (!module.call) return notKnown(`variable ${key} is set by the caller, whatever its default`);
  const declared = own(module.variables, key);
  const byDefault = isObject(declared) ? own(declared, "default") : undefined;
  return byDefault === undefined
    ? notKnown(`${text} is given no value by who calls ${module.address}`)
    : member(byDefault, steps, text, scope);
}

function throughCall(steps: readonly Step[], text: string, scope: Scope, trail: Trail): Meaning {
  const [call, ...rest] = steps;
  const instances = scope.module.called(name(call));
  if (instances.length === 0) return notKnown(`${text}: what a module makes is not in this JSON, only in its plan`);
  const [instance, remaining] = chosen(instances, ({ call: of }) => of, rest, scope);
  if (!instance) return notKnown(`${text} stands for several, or for none`);
  // Of a call by key, a plan of HCL leaves out which output is read; where there is one, it is that.
  const [output = onlyOutputOf(instance), ...further] = remaining;
  const value = outputOf(instance, output);
  return value === undefined
    ? notKnown(`${text} names no output of ${instance.address}`)
    : outputMeaning(value, further, text, instance, trail);
}

function onlyOutputOf({ outputs }: Module): string | undefined {
  const names = Object.keys(outputs);
  return names.length === 1 ? names[0] : undefined;
}

function outputOf(module: Module, output: Step): Json | undefined {
  const block = typeof output === "string" ? own(module.outputs, output) : undefined;
  return (isObject(block) ? own(block, "value") : undefined) ?? undefined;
}

/** What the raw value of an output means in the module that declares it: a reference stays one. */
function outputMeaning(value: Json, steps: readonly Step[], text: string, scope: Scope, trail: Trail): Meaning {
  if (steps.length > 0 || typeof value !== "string" || !isTemplate(value)) return member(value, steps, text, scope);
  const expression = scope.module.reading(value).expression;
  return expression.kind === "template" || expression.kind === "literal"
    ? { is: "raw", raw: value, scope }
    : meaningOf(expression, scope, trail.further());
}

/** What tells an instance from others of the same name. */
interface Instance {
  readonly key?: InstanceKey;
  /** Why the document leaves open how many there are. @default - it does not */
  readonly repeatedBy?: string;
}

/** The instance that steps choose, and the steps after the choice. */
function chosen<Of>(
  instances: readonly Of[],
  instanceOf: (one: Of) => Instance | undefined,
  steps: readonly Step[],
  scope: Scope,
): readonly [Of | undefined, readonly Step[]] {
  const [first] = steps;
  const [only] = instances;
  if (instances.length === 1) {
    const { key, repeatedBy } = instanceOf(only!) ?? {};
    if (key === undefined) {
      const isKey = steps.length > 0 && (typeof first !== "string" || (repeatedBy !== undefined && steps.length > 1));
      return [only, isKey ? steps.slice(1) : steps];
    }
    if (typeof first === "string" && first !== key && steps.length === 1) return [only, steps]; // an attribute, no key
    if (first === undefined) return [only, steps.slice(1)];
  }
  const key = first === OWN_KEY ? scope.key : first;
  const named = key === undefined ? undefined : instances.find((one) => instanceOf(one)?.key === key);
  return named ? [named, steps.slice(1)] : [undefined, steps];
}

/** What nearly every expression is: an attribute of a resource that exists once. */
function plainReference(steps: readonly Step[], { module }: Scope): Reference | undefined {
  const attribute = steps[2];
  if (steps.length !== 3 || typeof attribute !== "string") return undefined;
  const instances = module.find(name(steps[0]), name(steps[1]));
  const resource = instances.length === 1 ? instances[0]! : undefined;
  return resource && resource.key === undefined ? { is: "reference", resource, attribute } : undefined;
}

/** @param steps the name, and what is read of it */
function referenceTo(prefix: string, steps: readonly Step[], text: string, scope: Scope): Meaning {
  const { module } = scope;
  const instances = module.find(prefix, name(steps[0]));
  if (instances.length === 0) return notKnown(`${text} names nothing in ${whereOf(module)}`);
  const [resource, remaining] = chosen(instances, (one) => one, steps.slice(1), scope);
  if (!resource) return notKnown(`${text} stands for several, or for none`);
  const [attribute] = remaining;
  return typeof attribute === "string" && remaining.length === 1
    ? { is: "reference", resource, attribute }
    : { is: "reference", resource };
}

function whereOf(module: Module): string {
  return module.address || `stack ${module.stack.name}`;
}

function throughRemoteState(steps: readonly Step[], text: string, scope: Scope, trail: Trail): Meaning {
  const [remoteName, outputs, output, ...rest] = steps;
  const [remote] = scope.module.find("data.terraform_remote_state", name(remoteName));
  const source = remote && stateReadBy(remote);
  if (remote && !source) {
    const read = remote.value("outputs"); // a plan shows what it read, where that state existed
    if (read.is === "known") return member({ outputs: escaped(read.value) }, [outputs, output, ...rest], text, scope);
  }
  if (!source) return notKnown(`${text} reads a state that none of these stacks writes`);
  const value = outputs === "outputs" ? outputOf(source.root, output) : undefined;
  return value === undefined
    ? notKnown(`${text} names no output of stack ${source.name}`)
    : outputMeaning(value, rest, text, source.root, trail);
}

/** The stack whose state a `terraform_remote_state` reads, told by where that state lies. */
function stateReadBy(remote: Resource): Stack | undefined {
  const backend = remote.value("backend");
  const config = remote.value("config");
  if (backend.is !== "known" || config.is !== "known" || !isObject(config.value)) return undefined;
  const location = remote.stack.locate(String(backend.value), config.value);
  return location === undefined ? undefined : remote.graph.writing(location);
}

function member(root: Json, steps: readonly Step[], text: string, scope: Scope): Meaning {
  let found: Json | undefined = root;
  for (const step of steps) {
    if (Array.isArray(found) && typeof step === "number") found = found[step];
    else if (isObject(found) && typeof step === "string") found = own(found, step);
    else return undecided(text);
  }
  return found === undefined
    ? notKnown(`${text} names nothing in ${whereOf(scope.module)}`)
    : { is: "raw", raw: found, scope };
}
