import { type Environment, type EnvironmentStatement, environment } from "../environment";
import { ConfigurationError, didYouMean } from "../statement";
import { production } from "./production";
import { sandbox } from "./sandbox";
import { staging } from "./staging";

const statements: Record<string, EnvironmentStatement> = { sandbox, staging, production };

export const environmentNames = Object.keys(statements);

/** Environments that keep their states in files of the clone they are deployed from. */
export const localEnvironmentNames = environmentNames.filter((name) => statements[name]?.state.kind === "local-files");

/** @throws {ConfigurationError} when there is no environment of that name, or its statement is not in order */
export function environmentNamed(name: string): Environment {
  const stated = Object.hasOwn(statements, name) ? statements[name] : undefined;
  if (!stated) {
    const rule = `one of ${environmentNames.join(", ")}; got "${name}"`;
    throw new ConfigurationError(["HDH_ENVIRONMENT", [`${rule}${didYouMean(name, environmentNames)}`]]);
  }
  const neighbours = Object.values(statements).filter((other) => other !== stated);
  return environment(`config/environments/${name}.ts`, stated, { neighbours });
}
