import { isObject, type Json, type JsonObject } from "../json";
import { type Expression, escapeTemplate, parseTemplate, templateOf } from "./expression";

/** An interpolation that holds what ends a string of JSON, or another brace. Text without can be parsed as it stands. */
const INTRICATE = /[$%]\{[^}]*["\\{]/;

/**
 * The JSON object that a string of Terraform JSON holds as text, or makes with `jsonencode`. Its interpolations stay
 * interpolations. `undefined` where it is no such object.
 */
export function encodedDocument(raw: string): JsonObject | undefined {
  const plain = INTRICATE.test(raw) ? undefined : parsed(raw);
  if (plain !== undefined) return isObject(plain) ? plain : undefined;
  const expression = parseTemplate(raw);
  const document =
    expression.kind === "call" && expression.name === "jsonencode" && expression.args.length === 1
      ? encoded(expression.args[0]!)
      : parsedDocument(raw, expression);
  return isObject(document) ? document : undefined;
}

/** The JSON object that a text holds as it stands. `undefined` where it holds none. */
export function documentIn(text: string): JsonObject | undefined {
  const document = parsed(text);
  return isObject(document) ? document : undefined;
}

/** Structure of a `jsonencode` argument as raw Terraform JSON: what is not structure stays an expression in a string. */
function encoded(expression: Expression): Json {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? escapeTemplate(expression.value) : expression.value;
    case "list":
      return expression.items.map(encoded);
    case "object":
      return Object.fromEntries(expression.entries.map(([key, value]) => [key, encoded(value)]));
    default:
      return templateOf(expression);
  }
}

/** Private-use characters enclose the number of an interpolation while the text around it is parsed as JSON. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];

function parsedDocument(raw: string, expression: Expression): Json | undefined {
  const parts = expression.kind === "template" ? expression.parts : [expression];
  const isPlainJson = parts.every((part) => part.kind === "literal" || !/["\\]/.test(templateOf(part)));
  if (isPlainJson) return parsed(raw);
  const text = parts
    .map((part, index) =>
      part.kind === "literal" && typeof part.value === "string" ? part.value : `${OPEN}${index}${CLOSE}`,
    )
    .join("");
  const restore = (plain: string) =>
    escapeTemplate(plain).replaceAll(/\uE000(\d+)\uE001/g, (_, index) => templateOf(parts[Number(index)]!));
  return parsed(text, restore);
}

function parsed(text: string, restore?: (plain: string) => string): Json | undefined {
  try {
    return JSON.parse(text, restore && ((_, value) => (typeof value === "string" ? restore(value) : value)));
  } catch {
    return undefined;
  }
}
