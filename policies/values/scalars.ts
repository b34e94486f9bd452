import type { Json } from "@hdh/policy-engine";

/** A value as text, which the engine makes of booleans and numbers; `undefined` of a list, of a map and of nothing. */
export function asText(value: Json | undefined): string | undefined {
  return value === undefined || typeof value === "object" ? undefined : String(value);
}

/** A value as a number, which the engine makes of texts; `NaN` of anything else. */
export function numberOf(value: Json | undefined): number {
  const text = asText(value);
  return text === undefined || text.trim() === "" ? Number.NaN : Number(text);
}

/** Whether a value is `true`, which the engine makes of the text, too. */
export function isTrue(value: Json | undefined): boolean {
  return asText(value) === "true";
}
