import { ConfigurationError } from "../config/statement";
import { Refusal } from "../constructs/core/refusal";
import { HdhApp } from "./hdh-app";

/** What cdktf puts around the failures of an app's validations; the last lines of it explain how to skip them. */
const VALIDATION_FAILURE =
  /^App-level validation failed with the following errors:\n {2}(.*)\nValidations allow for dynamic verification/s;

/**
 * Builds an app and synthesizes it. What stands against it is printed in plain words and ends the process with 1; only an
 * error that nobody foresaw brings its stack trace.
 */
export function synthesize(build: (app: HdhApp) => void): void {
  try {
    const app = new HdhApp();
    build(app);
    app.synth();
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

function explain(error: unknown): string {
  if (error instanceof ConfigurationError) return error.message;
  if (error instanceof Refusal) return `${error.message}\nNothing was synthesized.`;
  if (!(error instanceof Error)) return String(error);
  const failures = VALIDATION_FAILURE.exec(error.message)?.[1];
  return failures
    ? `${failures.replace(/^ {2}/gm, "")}\nNothing can be deployed until all of them are mended.`
    : String(error.stack);
}
