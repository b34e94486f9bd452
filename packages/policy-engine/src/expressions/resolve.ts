import type { Scope } from "../graph/module";
import { isObject, type Json } from "../json";
import { type Expression, isTemplate } from "./expression";
import { isLiteral } from "./literal";
import { meaningOf, TOO_LONG } from "./meaning";
import { Trail } from "./trail";
import { ABSENT, known, notKnown, type Part, type Reference, type Value } from "./value";

/** The value of raw Terraform JSON as far as it can be known without running the engine. Never absent, `null` apart. */
export function resolve(raw: Json, scope: Scope, trail?: Trail): Value {
  if (raw === null) return ABSENT;
  if (isLiteral(raw)) return known(raw);
  if (trail || typeof raw !== "string" || scope.key !== undefined) {
    return resolved(raw, scope, trail ?? new Trail());
  }
  const reading = scope.module.reading(raw);
  reading.value ??= expressionValue(reading.expression, scope, new Trail());
  return reading.value;
}

function resolved(raw: Json, scope: Scope, trail: Trail): Value {
  if (trail.isTooLong) return TOO_LONG;
  if (Array.isArray(raw)) return all(raw.map((item) => resolve(item, scope, trail.further())));
  if (isObject(raw)) {
    const values = all(Object.values(raw).map((item) => resolve(item, scope, trail.further())));
    return values.is === "known" && Array.isArray(values.value)
      ? {
          ...values,
          value: Object.fromEntries(Object.keys(raw).map((key, at) => [key, (values.value as Json[])[at]!])),
        }
      : values;
  }
  if (typeof raw !== "string") return known(raw);
  return expressionValue(scope.module.reading(raw).expression, scope, trail);
}

function expressionValue(expression: Expression, scope: Scope, trail: Trail): Value {
  return expression.kind === "template" ? joined(expression, scope, trail) : evaluated(expression, scope, trail);
}

/** A string of Terraform JSON as text and references, in order. */
export function partsOf(raw: string, scope: Scope): readonly Part[] {
  if (!isTemplate(raw)) return [raw];
  const reading = scope.module.reading(raw);
  if (scope.key !== undefined) return partsFound(reading.expression, scope);
  reading.parts ??= partsFound(reading.expression, scope);
  return reading.parts;
}

function partsFound(expression: Expression, scope: Scope): Part[] {
  const flat = flattened(expression, scope, new Trail());
  if (flat.length === 1) return flat;
  const parts: Part[] = [];
  for (const part of flat) {
    const last = parts.length - 1;
    if (typeof part === "string" && typeof parts[last] === "string") parts[last] += part;
    else parts.push(part);
  }
  return parts;
}

function flattened(expression: Expression, scope: Scope, trail: Trail): Part[] {
  if (expression.kind === "template") return expression.parts.flatMap((part) => flattened(part, scope, trail));
  if (expression.kind === "literal") return [String(expression.value)];
  const found = meaningOf(expression, scope, trail);
  switch (found.is) {
    case "reference":
    case "unknown":
      return [found];
    case "raw":
      return typeof found.raw === "string"
        ? flattened(found.scope.module.reading(found.raw).expression, found.scope, trail.further())
        : [String(found.raw)];
  }
}

function evaluated(expression: Expression, scope: Scope, trail: Trail): Value {
  if (expression.kind === "literal") return expression.value === null ? ABSENT : known(expression.value);
  const found = meaningOf(expression, scope, trail);
  if (found.is === "raw") return resolve(found.raw, found.scope, trail.further());
  return found.is === "reference" ? valueBehind(found, trail) : found;
}

/** The value of the attribute that a reference reads, where the configuration or the plan gives it. */
function valueBehind({ resource, attribute }: Reference, trail: Trail): Value {
  const value = attribute === undefined || trail.isTooLong ? ABSENT : resource.written(attribute, trail.further());
  return value.is === "absent"
    ? notKnown(`${resource.address}${attribute ? `.${attribute}` : ""} is known only after apply`)
    : value;
}

function joined(template: Extract<Expression, { kind: "template" }>, scope: Scope, trail: Trail): Value {
  const values = all(template.parts.map((part) => evaluated(part, scope, trail)));
  return values.is === "known" && Array.isArray(values.value) ? { ...values, value: values.value.join("") } : values;
}

/** All values as one list, or the first that is not known. Sensitive where one of them is. */
function all(values: readonly Value[]): Value {
  const open = values.find((value) => value.is === "unknown");
  if (open) return open;
  const list = known(values.map((value) => (value.is === "known" ? value.value : null)));
  return values.some((value) => value.is === "known" && value.sensitive) ? { ...list, sensitive: true } : list;
}
