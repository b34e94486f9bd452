import { type Expression, isTemplate, type Step } from "./expression";
import type { Stack } from "./graph";
import { isObject, type Json, own } from "./json";
import { ABSENT, known, notKnown, type Part, type Reference, type Value } from "./value";

/** Deeper than any configuration nests its locals; ends those that name themselves. */
const DEEPEST = 32;

/**
 * Functions whose result still stands for what they were given: the id of `fr-par/<uuid>` without its region, or a value
 * without its mark (Terraform language, Functions).
 */
const KEEPS_ITS_MEANING = new Set(["element", "split", "one", "tostring", "trimspace", "sensitive", "nonsensitive"]);

/** The value of raw Terraform JSON as far as it can be known without running the engine. Never absent, `null` apart. */
export function resolve(raw: Json, stack: Stack, depth = 0): Value {
  if (raw === null) return ABSENT;
  if (depth > DEEPEST) return notKnown("it is nested too deeply, or refers to itself");
  if (Array.isArray(raw)) return all(raw.map((item) => resolve(item, stack, depth + 1)));
  if (isObject(raw)) {
    const values = all(Object.values(raw).map((item) => resolve(item, stack, depth + 1)));
    return values.is === "known" && Array.isArray(values.value)
      ? known(Object.fromEntries(Object.keys(raw).map((key, index) => [key, (values.value as Json[])[index]!])))
      : values;
  }
  if (typeof raw !== "string" || !isTemplate(raw)) return known(raw);
  const expression = stack.parsed(raw);
  return expression.kind === "template" ? joined(expression, stack, depth) : evaluated(expression, stack, depth);
}

/** A string of Terraform JSON as text and references, in order. */
export function partsOf(raw: string, stack: Stack): Part[] {
  if (!isTemplate(raw)) return [raw];
  const parts: Part[] = [];
  for (const part of flattened(stack.parsed(raw), stack, 0)) {
    const last = parts.length - 1;
    if (typeof part === "string" && typeof parts[last] === "string") parts[last] += part;
    else parts.push(part);
  }
  return parts;
}

function flattened(expression: Expression, stack: Stack, depth: number): Part[] {
  if (expression.kind === "template") return expression.parts.flatMap((part) => flattened(part, stack, depth));
  if (expression.kind === "literal") return [String(expression.value)];
  const found = meaningOf(expression, stack, depth);
  switch (found.is) {
    case "reference":
    case "unknown":
      return [found];
    case "raw":
      return typeof found.raw === "string"
        ? flattened(found.stack.parsed(found.raw), found.stack, depth + 1)
        : [String(found.raw)];
  }
}

/** Raw JSON and the stack whose names it uses. */
interface Raw {
  readonly is: "raw";
  readonly raw: Json;
  readonly stack: Stack;
}

type Meaning = Raw | Reference | { readonly is: "unknown"; readonly why: string };

function evaluated(expression: Expression, stack: Stack, depth: number): Value {
  if (expression.kind === "literal") return expression.value === null ? ABSENT : known(expression.value);
  const found = meaningOf(expression, stack, depth);
  if (found.is === "raw") return resolve(found.raw, found.stack, depth + 1);
  return found.is === "reference" ? valueBehind(found, depth) : found;
}

/** The value of the attribute that a reference reads, where the configuration gives it. */
export function valueBehind({ resource, attribute }: Reference, depth = 0): Value {
  const onlyAfterApply = notKnown(`${resource.address}${attribute ? `.${attribute}` : ""} is known only after apply`);
  if (attribute === undefined || depth > DEEPEST || resource.mode !== "managed") return onlyAfterApply;
  const raw = resource.given(attribute);
  return raw === undefined ? onlyAfterApply : resolve(raw, resource.stack, depth + 1);
}

function joined(template: Extract<Expression, { kind: "template" }>, stack: Stack, depth: number): Value {
  const values = all(template.parts.map((part) => evaluated(part, stack, depth)));
  return values.is === "known" && Array.isArray(values.value) ? known(values.value.join("")) : values;
}

function meaningOf(expression: Expression, stack: Stack, depth: number): Meaning {
  if (depth > DEEPEST) return notKnown("it is nested too deeply, or refers to itself");
  switch (expression.kind) {
    case "traversal":
      return followed(expression.steps, expression.text, stack, depth);
    case "index":
    case "call":
      return partOf(expression, stack, depth);
    default:
      return undecided(expression);
  }
}

function undecided(expression: Expression): ReturnType<typeof notKnown> {
  return notKnown(`${"text" in expression ? expression.text : "it"} is decided by the engine`);
}

/** A call or an index: what it is given, where its result still stands for that. */
function partOf(expression: Extract<Expression, { kind: "call" | "index" }>, stack: Stack, depth: number): Meaning {
  const unclear = notKnown(`${expression.text} is decided by the engine`);
  if (expression.kind === "call" && !KEEPS_ITS_MEANING.has(expression.name)) return unclear;
  const given = expression.kind === "call" ? expression.args : [expression.of];
  const references = given
    .filter((argument) => argument.kind !== "literal")
    .map((argument) => meaningOf(argument, stack, depth + 1));
  const [only] = references;
  return references.length === 1 && only?.is === "reference" ? { is: "reference", resource: only.resource } : unclear;
}

function followed(steps: readonly Step[], text: string, stack: Stack, depth: number): Meaning {
  const [root, second, ...rest] = steps;
  switch (root) {
    case "local":
      return member(stack.locals, [second, ...rest], text, stack);
    case "var":
      return notKnown(`variable ${String(second)} is set by the caller, whatever its default`);
    case "data":
    case "ephemeral":
      if (root === "data" && second === "terraform_remote_state") return throughRemoteState(rest, text, stack, depth);
      return referenceTo(`${root}.${String(second)}.${String(rest[0])}`, rest.slice(1), text, stack);
    case "each":
    case "count":
    case "self":
    case "path":
    case "terraform":
    case "module":
      return notKnown(`${text} is decided by the engine`);
    default:
      return referenceTo(`${String(root)}.${String(second)}`, rest, text, stack);
  }
}

function referenceTo(address: string, steps: readonly Step[], text: string, stack: Stack): Meaning {
  const resource = stack.find(address);
  if (!resource) return notKnown(`${text} names nothing in stack ${stack.name}`);
  // Steps before the attribute choose one of several instances: `scaleway_vpc.x[0].id`.
  const attribute = steps.filter((step, index) => !(index === 0 && typeof step !== "string"));
  const [name, ...further] = attribute;
  return {
    is: "reference",
    resource,
    ...(typeof name === "string" && further.length === 0 ? { attribute: name } : {}),
  };
}

function throughRemoteState(steps: readonly Step[], text: string, stack: Stack, depth: number): Meaning {
  const [name, outputs, output, ...rest] = steps;
  const remote = stack.find(`data.terraform_remote_state.${String(name)}`);
  const source = remote && stateReadBy(remote);
  if (!source) return notKnown(`${text} reads a state that none of these stacks writes`);
  const block = typeof output === "string" ? own(source.outputs, output) : undefined;
  const value = isObject(block) ? own(block, "value") : undefined;
  if (outputs !== "outputs" || rest.length > 0 || value === undefined || value === null) {
    return notKnown(`${text} names no output of stack ${source.name}`);
  }
  if (typeof value !== "string" || !isTemplate(value)) return { is: "raw", raw: value, stack: source };
  const expression = source.parsed(value);
  if (expression.kind === "template") return { is: "raw", raw: value, stack: source };
  return meaningOf(expression, source, depth + 1);
}

/** The stack whose state a `terraform_remote_state` reads, told by where that state lies. */
function stateReadBy(remote: Reference["resource"]): Stack | undefined {
  const backend = remote.value("backend");
  const config = remote.value("config");
  if (backend.is !== "known" || config.is !== "known" || !isObject(config.value)) return undefined;
  const location = remote.stack.locate(String(backend.value), config.value);
  return location === undefined ? undefined : remote.stack.graph.writing(location);
}

function member(root: Json, steps: readonly Step[], text: string, stack: Stack): Meaning {
  let found: Json | undefined = root;
  for (const step of steps) {
    if (Array.isArray(found) && typeof step === "number") found = found[step];
    else if (isObject(found) && typeof step === "string") found = own(found, step);
    else return notKnown(`${text} is decided by the engine`);
  }
  return found === undefined
    ? notKnown(`${text} names nothing in stack ${stack.name}`)
    : { is: "raw", raw: found, stack };
}

/** All values as one list, or the first that is not known. */
function all(values: readonly Value[]): Value {
  const open = values.find((value) => value.is === "unknown");
  return open ?? known(values.map((value) => (value.is === "known" ? value.value : null)));
}
