import type { Resource } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { labelsOf } from "./labels";

/** Whether something runs for real: in the environment production, or labelled so in any other. */
export function isInProduction(resource: Resource, { environment }: PolicyInputs): boolean {
  return environment === "production" || (labelsOf(resource).values.get("hdh-env") ?? []).includes("production");
}
