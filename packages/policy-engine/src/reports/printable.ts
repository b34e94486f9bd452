import type { Json } from "../json";

/** Controls, formatting marks (those that turn the direction of text among them), line and paragraph separators. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Text of unknown origin as a terminal or a log may show it: one line, and nothing in it that acts. */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, "0")}`);
}

/** JSON text as a terminal or a log may show it: the same JSON, with everything in its strings that acts escaped. */
export function printableJson(json: string): string {
  return json.replaceAll(UNSAFE, (char) =>
    char === "\n"
      ? char
      : Array.from({ length: char.length }, (_, at) => `\\u${char.charCodeAt(at).toString(16).padStart(4, "0")}`).join(
          "",
        ),
  );
}

const LONGEST = 80;

/** A value as a sentence names it: a plain word as it is, everything else as JSON, cut where it is long. */
export function quoted(value: Json): string {
  return cut(typeof value === "string" && /^[\w.:/*@+-]+$/.test(value) ? value : JSON.stringify(value));
}

/** An expression as a sentence names it: on one line, cut where it is long. */
export function excerpt(expression: string): string {
  return cut(expression.replaceAll(/\s+/g, " "));
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
