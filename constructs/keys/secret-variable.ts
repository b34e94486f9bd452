import { TerraformStack, TerraformVariable } from "cdktf";
import type { Construct } from "constructs";

export interface SecretVariableProps {
  /** Name of the variable: lower case, digits, underscores, so that a shell can set it. Unique in its stack. */
  readonly name: string;
  /** One sentence for whoever provides the value. */
  readonly description: string;
  /** What the value must look like. @default - any text */
  readonly format?: { readonly pattern: string; readonly rule: string };
}

/**
 * A secret value that is handed to the engine when it runs, as `TF_VAR_<name>`, and is written nowhere: not into code,
 * nor state, nor a plan. For write-only arguments alone, since the engine refuses an ephemeral value anywhere else.
 *
 * @returns the reference to the value
 */
export function secretVariable(scope: Construct, { name, description, format }: SecretVariableProps): string {
  const variable = new TerraformVariable(TerraformStack.of(scope), name, {
    type: "string",
    description,
    sensitive: true,
    nullable: false,
    validation: format && [
      { condition: `\${can(regex("${format.pattern}", var.${name}))}`, errorMessage: `${name}: ${format.rule}.` },
    ],
  });
  // A variable that is merely sensitive is kept in the plan file. cdktf 0.21 has no property for this.
  variable.addOverride("ephemeral", true);
  return variable.stringValue;
}

/** Name of a variable, from parts that may hold hyphens. */
export function variableName(...parts: readonly string[]): string {
  return parts.join("_").replaceAll("-", "_");
}
