import type { Json } from "../json";

/** What a string of Terraform JSON says, as far as it matters to rules: anything cleverer is an `opaque` expression. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Json }
  | { readonly kind: "template"; readonly parts: readonly Expression[]; readonly text: string }
  | { readonly kind: "traversal"; readonly steps: readonly Step[]; readonly text: string }
  | { readonly kind: "index"; readonly of: Expression; readonly text: string }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly Expression[]; readonly text: string }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, Expression])[]; readonly text: string }
  | { readonly kind: "opaque"; readonly text: string };

/** Chooses the instance with the key of the one that says so: `[each.key]`, `[count.index]`. */
export const OWN_KEY = Symbol("own key");

/** A member, an index, the own key, or `undefined` where only the engine knows which (`[var.x]`, `[*]`). */
export type Step = string | number | typeof OWN_KEY | undefined;

/** Whether a string holds anything for the engine to evaluate. */
export function isTemplate(text: string): boolean {
  // Few texts hold a brace, and one character is found faster than two.
  return text.includes("{") && (text.includes("${") || text.includes("%{"));
}

/** What nearly every expression is, such as `${scaleway_vpc.x.id}`. */
const PLAIN_REFERENCE = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)+$/;

function plainReference(text: string): Expression | undefined {
  return PLAIN_REFERENCE.test(text) ? { kind: "traversal", steps: text.split("."), text } : undefined;
}

/** Reads a string as Terraform does: text with `${…}` in it. A string that is one interpolation is that expression. */
export function parseTemplate(text: string, depth = 0): Expression {
  const plain = text.startsWith("${") && text.endsWith("}") ? plainReference(text.slice(2, -1)) : undefined;
  if (plain) return plain;
  if (depth > DEEPEST) return { kind: "opaque", text };
  const parts: Expression[] = [];
  let literal = "";
  let at = 0;
  while (at < text.length) {
    if (text.startsWith("$${", at) || text.startsWith("%%{", at)) {
      literal += text.slice(at + 1, at + 3);
      at += 3;
    } else if (text.startsWith("%{", at)) {
      return { kind: "opaque", text };
    } else if (text.startsWith("${", at)) {
      const end = endOfInterpolation(text, at + 2);
      if (end < 0) return { kind: "opaque", text };
      if (literal) parts.push({ kind: "literal", value: literal });
      literal = "";
      const inside = text
        .slice(at + 2, end)
        .replace(/^~|~$/g, "")
        .trim();
      parts.push(plainReference(inside) ?? parseExpression(inside, depth));
      at = end + 1;
    } else {
      // On to the next sign that may mean something: policies are long texts with few of them.
      const next = text.slice(at + 1).search(/[$%]/);
      const end = next < 0 ? text.length : at + 1 + next;
      literal += text.slice(at, end);
      at = end;
    }
  }
  if (parts.length === 0) return { kind: "literal", value: literal };
  if (literal) parts.push({ kind: "literal", value: literal });
  return parts.length === 1 ? parts[0]! : { kind: "template", parts, text };
}

/** Writes an expression back as the string of Terraform JSON that it was read from. */
export function templateOf(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string"
        ? escapeTemplate(expression.value)
        : `\${${JSON.stringify(expression.value)}}`;
    case "template":
      return expression.parts.map(templateOf).join("");
    default:
      return `\${${expression.text}}`;
  }
}

/** Keeps text from being read as an interpolation. */
export function escapeTemplate(text: string): string {
  return text.replaceAll(/([$%])\{/g, (found, sign: string) => `${sign}${found}`);
}

/** Index of the `}` that closes an interpolation whose inside starts at `from`; -1 where none does. */
function endOfInterpolation(text: string, from: number): number {
  // The stack of what is open: braces, and the quotes between which `${` opens the next brace.
  const open: string[] = ["{"];
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (open.at(-1) === '"') {
      if (char === "\\") at++;
      else if (char === '"') open.pop();
      else if (text.startsWith("$${", at)) at += 2;
      else if (text.startsWith("${", at)) {
        open.push("{");
        at++;
      }
    } else if (char === '"' || char === "{") {
      open.push(char);
    } else if (char === "}") {
      open.pop();
      if (open.length === 0) return at;
    }
  }
  return -1;
}

/** Reads the inside of an interpolation. Operators, conditions and `for` stay opaque: rules judge what is written. */
export function parseExpression(text: string, depth = 0): Expression {
  const reader = new Reader(text, depth);
  try {
    const expression = reader.expression();
    return reader.atEnd() ? expression : { kind: "opaque", text };
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: "opaque", text };
    throw error;
  }
}

class NotUnderstood extends Error {}

/** Deeper than anybody writes; ends what was made to exhaust the reader. */
const DEEPEST = 64;

class Reader {
  private at = 0;

  constructor(
    private readonly text: string,
    private depth: number,
  ) {}

  atEnd(): boolean {
    this.skipSpace();
    return this.at === this.text.length;
  }

  expression(): Expression {
    if (++this.depth > DEEPEST) throw new NotUnderstood();
    this.skipSpace();
    const from = this.at;
    let result = this.primary();
    const further: Step[] = [];
    for (let step = this.step(); step; step = this.step()) {
      if (result.kind === "traversal") further.push(step.key);
      else result = { kind: "index", of: result, text: this.text.slice(from, this.at) };
    }
    this.depth--;
    return result.kind === "traversal" && further.length > 0
      ? { kind: "traversal", steps: [...result.steps, ...further], text: this.text.slice(from, this.at) }
      : result;
  }

  private primary(): Expression {
    const from = this.at;
    const textSoFar = () => this.text.slice(from, this.at);
    if (this.take('"')) return this.quoted();
    if (this.take("(")) {
      const inner = this.expression();
      this.expect(")");
      return inner;
    }
    if (this.take("[")) {
      const items = this.sequence("]", () => this.expression());
      return { kind: "list", items, text: textSoFar() };
    }
    if (this.take("{")) {
      const entries = this.sequence("}", () => this.entry());
      return { kind: "object", entries, text: textSoFar() };
    }
    const number = this.match(/-?\d+(\.\d+)?([eE][+-]?\d+)?/y);
    if (number) return { kind: "literal", value: Number(number) };
    const name = this.identifier();
    if (name === "true" || name === "false") return { kind: "literal", value: name === "true" };
    if (name === "null") return { kind: "literal", value: null };
    if (this.take("(")) {
      const args = this.sequence(")", () => this.expression());
      return { kind: "call", name, args, text: textSoFar() };
    }
    return { kind: "traversal", steps: [name], text: name };
  }

  private step(): { readonly key: Step } | undefined {
    if (this.take(".")) {
      if (this.take("*")) return { key: undefined };
      const index = this.match(/\d+/y);
      return { key: index === undefined ? this.identifier() : Number(index) };
    }
    if (!this.take("[")) return undefined;
    if (this.take("*")) {
      this.expect("]");
      return { key: undefined };
    }
    const key = this.expression();
    this.expect("]");
    if (key.kind === "traversal" && (key.text === "each.key" || key.text === "count.index")) return { key: OWN_KEY };
    const constant = key.kind === "literal" ? key.value : undefined;
    return { key: typeof constant === "string" || typeof constant === "number" ? constant : undefined };
  }

  private entry(): readonly [string, Expression] {
    this.skipSpace();
    const key = this.take('"') ? this.quoted() : ({ kind: "literal", value: this.identifier() } as const);
    if (key.kind !== "literal" || typeof key.value !== "string") throw new NotUnderstood();
    this.skipSpace();
    if (!this.take("=")) this.expect(":");
    return [key.value, this.expression()];
  }

  /** The rest of a quoted string, whose opening quote is read. */
  private quoted(): Expression {
    const from = this.at;
    while (this.at < this.text.length && this.text[this.at] !== '"') {
      if (this.text.startsWith("$${", this.at)) this.at += 3;
      else if (this.text.startsWith("${", this.at)) {
        const end = endOfInterpolation(this.text, this.at + 2);
        if (end < 0) throw new NotUnderstood();
        this.at = end + 1;
      } else this.at += this.text[this.at] === "\\" ? 2 : 1;
    }
    const inside = this.text.slice(from, this.at);
    this.expect('"');
    return parseTemplate(withoutEscapes(inside), this.depth + 1);
  }

  private sequence<T>(close: string, item: () => T): T[] {
    const items: T[] = [];
    for (this.skipSpace(); !this.take(close); this.skipSpace()) {
      items.push(item());
      this.skipSpace();
      if (!this.take(",") && this.text[this.at] !== close) throw new NotUnderstood();
    }
    return items;
  }

  private identifier(): string {
    const name = this.match(/[\p{ID_Start}_][\p{ID_Continue}-]*/uy);
    if (name === undefined) throw new NotUnderstood();
    return name;
  }

  private match(pattern: RegExp): string | undefined {
    const from = this.at;
    pattern.lastIndex = from;
    if (!pattern.test(this.text)) return undefined;
    this.at = pattern.lastIndex;
    return this.text.slice(from, this.at);
  }

  private take(text: string): boolean {
    const found = this.text.startsWith(text, this.at);
    if (found) this.at += text.length;
    return found;
  }

  private expect(text: string): void {
    this.skipSpace();
    if (!this.take(text)) throw new NotUnderstood();
  }

  private skipSpace(): void {
    this.match(/\s*/y);
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };

/** Resolves the escapes of a quoted string, but not those inside its interpolations, which are strings of their own. */
function withoutEscapes(text: string): string {
  let result = "";
  for (let at = 0; at < text.length; ) {
    if (text.startsWith("${", at)) {
      const end = endOfInterpolation(text, at + 2);
      if (end < 0) throw new NotUnderstood();
      result += text.slice(at, end + 1);
      at = end + 1;
    } else if (text[at] === "\\") {
      const char = text[at + 1] ?? "";
      const code = /^u[0-9a-fA-F]{4}/.exec(text.slice(at + 1, at + 6))?.[0];
      const plain = code ? String.fromCharCode(Number.parseInt(code.slice(1), 16)) : ESCAPES[char];
      if (plain === undefined) throw new NotUnderstood();
      result += plain;
      at += code ? 6 : 2;
    } else if (text.startsWith("$${", at)) {
      result += "$${";
      at += 3;
    } else {
      result += text[at++];
    }
  }
  return result;
}
