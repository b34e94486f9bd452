import type { Json } from "../json";
import { escapeTemplate, isTemplate } from "./expression";

/** Deeper than any value nests. */
const DEEPEST_LITERAL = 32;

/** Whether there is nothing for the engine to evaluate; `false` where it is nested too deeply to say. */
export function isLiteral(raw: Json, depth = 0): boolean {
  if (typeof raw === "string") return !isTemplate(raw);
  if (typeof raw !== "object" || raw === null) return true;
  if (depth > DEEPEST_LITERAL) return false;
  for (const item of Array.isArray(raw) ? raw : Object.values(raw)) if (!isLiteral(item, depth + 1)) return false;
  return true;
}

/** A value as raw Terraform JSON, in which `${` would be an expression; what is nested too deeply is left to the engine. */
export function escaped(value: Json): Json {
  return isLiteral(value) ? value : escapedWithin(value, 0); // nearly every value is one, and needs no copy
}

function escapedWithin(value: Json, depth: number): Json {
  if (typeof value === "string") return isTemplate(value) ? escapeTemplate(value) : value;
  if (typeof value !== "object" || value === null) return value;
  if (depth > DEEPEST_LITERAL) return "${what is nested too deeply}";
  if (Array.isArray(value)) return value.map((item) => escapedWithin(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, escapedWithin(item, depth + 1)]));
}
