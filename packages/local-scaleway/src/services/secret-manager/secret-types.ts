import { invalidArgument } from "../../core/errors";
import { oneOf } from "../../core/fields";

export const secretType = oneOf(
  "opaque",
  "certificate",
  "key_value",
  "basic_credentials",
  "database_credentials",
  "ssh_key",
);

/**
 * Refuses data that is not of the secret's type. Only what the API was seen to refuse is refused here: a `key_value`
 * that is no flat JSON object of texts.
 * @throws InvalidArguments
 */
export function refuseMistyped(type: string, data: Buffer): void {
  if (type !== "key_value") return;
  const given = parsed(data);
  if (typeof given !== "object" || given === null || Array.isArray(given)) {
    throw invalidArgument("data", "format", `- (root): Invalid type. Expected: object, given: ${typeOf(given)}\n`);
  }
  const mistyped = Object.entries(given).filter(([, value]) => typeof value !== "string");
  if (mistyped.length > 0) {
    const lines = mistyped.map(
      ([name, value]) => `- ${name}: Invalid type. Expected: string, given: ${typeOf(value)}\n`,
    );
    throw invalidArgument("data", "format", lines.join(""));
  }
}

function parsed(data: Buffer): unknown {
  try {
    return JSON.parse(data.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** As JSON Schema names it. */
const typeOf = (value: unknown) => {
  if (value === undefined) return "no JSON";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
};
