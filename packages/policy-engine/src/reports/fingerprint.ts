import { createHash } from "node:crypto";
import type { Finding } from "../rules/evaluate";

/**
 * Tells a finding from every other, and changes when what was found changes: a waiver given for one does not cover
 * another. Does not depend on lines, files or other findings. 32 hexadecimal digits.
 */
export function fingerprintOf({ rule, stack = "", address, attribute = "", outcome, message }: Finding): string {
  const identity = JSON.stringify([rule, stack, address, attribute, outcome, message]);
  return createHash("sha256").update(identity).digest("hex").slice(0, 32);
}
