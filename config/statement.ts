import leven from "leven";
import { z } from "zod";

/** What is wrong in one file or variable: each error with its field, the value, the rule and the way out. */
export type Findings = readonly [source: string, errors: readonly string[]];

/** Statements that are not in order: every error of every file that was read. */
export class ConfigurationError extends Error {
  readonly findings: readonly Findings[];

  constructor(...findings: readonly Findings[]) {
    const count = findings.reduce((sum, [, errors]) => sum + errors.length, 0);
    const files = findings.length === 1 ? "" : ` in ${findings.length} files`;
    const lines = findings.flatMap(([source, errors]) => [source, ...errors.map((error) => `  ${error}`)]);
    super([...lines, `${count} ${count === 1 ? "error" : "errors"}${files}. Nothing was synthesized.`].join("\n"));
    this.name = "ConfigurationError";
    this.findings = findings;
  }
}

/** A text that follows a pattern. The rule says in words what the pattern asks for; it is what an error tells. */
export function text(pattern: RegExp, rule: string) {
  return z.string(rule).regex(pattern, rule);
}

export interface Statement {
  /** Where it stands, for error messages. */
  readonly file: string;
  /** What it states, with its article: "an environment". */
  readonly kind: string;
  readonly stated: unknown;
}

/**
 * Holds a statement against its shape, and against rules between its fields. The rules see all that has the right shape,
 * so that one wrong field hides no error of another.
 * @throws {ConfigurationError} naming every error at once
 */
export function accept<Shape extends z.ZodObject>(
  shape: Shape,
  statement: Statement,
  rules: (wellFormed: Partial<z.output<Shape>>) => readonly string[],
): z.output<Shape> {
  const parsed = shape.safeParse(statement.stated);
  const malformed = parsed.error?.issues.flatMap((issue) => describe(issue, shape, statement)) ?? [];
  const errors = [...malformed, ...rules(parsed.data ?? wellFormed(shape, statement.stated))];
  if (!parsed.success || errors.length > 0) throw new ConfigurationError([statement.file, errors]);
  return parsed.data;
}

/** ` Did you mean "…"?` when one of the names is near to what was given, and nothing otherwise. */
export function didYouMean(given: unknown, names: readonly unknown[]): string {
  const nearest = names
    .filter((name) => typeof name === "string" && typeof given === "string" && given.length > 2)
    .map((name) => ({
      name,
      distance: String(name).startsWith(String(given)) ? 0 : leven(String(given), String(name)),
    }))
    .filter(({ distance }) => distance <= String(given).length / 2)
    .sort((one, other) => one.distance - other.distance)[0];
  return nearest ? `. Did you mean "${nearest.name}"?` : "";
}

/** The fields that have the right shape by themselves. In a list with wrong entries, these are left out as holes. */
function wellFormed<Shape extends z.ZodObject>(shape: Shape, stated: unknown): Partial<z.output<Shape>> {
  const fields = Object.entries(shape.shape).flatMap(([name, field]) => {
    const value = (stated as Record<string, unknown> | null | undefined)?.[name];
    const parsed = z.safeParse(field, value);
    if (parsed.success) return [[name, parsed.data]];
    if (!(field instanceof z.ZodArray) || !Array.isArray(value)) return [];
    const entries: unknown[] = [];
    for (const [index, one] of value.entries()) {
      const entry = z.safeParse(field.element, one);
      if (entry.success) entries[index] = entry.data;
    }
    return [[name, entries]];
  });
  return Object.fromEntries(fields);
}

/** Field, rule, value got, and the way out where the rule does not say it. */
function describe(issue: z.core.$ZodIssue, shape: z.ZodObject, { kind, stated }: Statement): string[] {
  const field = issue.path.reduce<string>(
    (path, key) => (typeof key === "number" ? `${path}[${key}]` : path ? `${path}.${String(key)}` : String(key)),
    "",
  );
  if (issue.code === "unrecognized_keys") {
    const known = fieldsAt(shape, issue.path);
    return issue.keys.map((key) => {
      const place = field ? `${field}.${key}` : key;
      const remedy = didYouMean(key, known) || `. Remove it; the fields are ${known.join(", ")}`;
      return `${place}: is not a field of ${kind}${remedy}`;
    });
  }
  const value = issue.path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | null)?.[key], stated);
  const rule = ruleOf(issue, shape);
  if (value === undefined) return [`${field || "file"}: is missing; ${rule}`];
  const suggestion = issue.code === "invalid_value" ? didYouMean(value, issue.values) : "";
  return [`${field || "file"}: ${rule}; got ${JSON.stringify(value)}${suggestion}`];
}

function ruleOf(issue: z.core.$ZodIssue, shape: z.ZodObject): string {
  if (issue.code === "invalid_value") return `one of ${issue.values.join(", ")}`;
  return issue.code === "invalid_type" && issue.expected === "object"
    ? `fields with their values: ${fieldsAt(shape, issue.path).join(", ")}`
    : issue.message;
}

/** The names of the fields that may stand at a path. */
function fieldsAt(shape: z.ZodObject, path: readonly PropertyKey[]): string[] {
  const whole: z.core.JSONSchema.BaseSchema = z.toJSONSchema(shape, { io: "input" });
  const alternatives = path.reduce<z.core.JSONSchema.BaseSchema[]>(
    (nodes, key) => nodes.flatMap((node) => steps(node, key)),
    [whole],
  );
  return [...new Set(alternatives.flatMap(choices).flatMap(({ properties = {} }) => Object.keys(properties)))];
}

function steps(node: z.core.JSONSchema.BaseSchema, key: PropertyKey): z.core.JSONSchema.BaseSchema[] {
  return choices(node).flatMap(({ properties, items }) => {
    const next = typeof key === "number" ? items : properties?.[String(key)];
    return next && typeof next === "object" && !Array.isArray(next) ? [next as z.core.JSONSchema.BaseSchema] : [];
  });
}

function choices(node: z.core.JSONSchema.BaseSchema): z.core.JSONSchema.BaseSchema[] {
  return (node.oneOf as z.core.JSONSchema.BaseSchema[] | undefined) ?? [node];
}
