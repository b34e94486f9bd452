import { type Environment, environment } from "../environment";
import { ConfigurationError, didYouMean } from "../statement";
import { environmentNames, statements } from "./statements";

export { environmentNames, localEnvironmentNames } from "./statements";

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
