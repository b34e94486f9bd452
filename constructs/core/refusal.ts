import { Token } from "cdktf";
import type { Construct } from "constructs";

/** A construct was asked for something it will not build. Names every refused property, and the construct's path. */
export class Refusal extends Error {
  constructor(
    readonly path: string,
    readonly reasons: readonly string[],
  ) {
    super(`${path}\n${reasons.map((reason) => `  ${reason}`).join("\n")}`);
    this.name = "Refusal";
  }
}

/**
 * Ends the construction when any reason is given; `undefined` stands for a property that is in order.
 * @throws {Refusal} naming all reasons at once
 */
export function refuse(construct: Construct, ...reasons: (string | undefined)[]): void {
  const given = reasons.filter((reason) => reason !== undefined);
  if (given.length > 0) throw new Refusal(construct.node.path, given);
}

/** The reason to refuse a name that does not follow its rule. A value that is known only at deploy time is let through. */
export function unlessMatches(property: string, value: string, pattern: RegExp, rule: string): string | undefined {
  return Token.isUnresolved(value) || pattern.test(value) ? undefined : `${property}: ${rule}; got "${value}"`;
}

/** Lower case, digits and hyphens, 3–20 characters, starting with a letter: safe in every name built from it. */
export function unlessPurpose(purpose: string): string | undefined {
  return unlessMatches(
    "purpose",
    purpose,
    /^[a-z][a-z0-9-]{1,18}[a-z0-9]$/,
    "lower case, digits and hyphens, 3–20 characters, starting with a letter",
  );
}
