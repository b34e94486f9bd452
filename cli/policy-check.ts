import { NotSynthesized, type Report, readSynthesized, type StackDocument } from "@hdh/policy-engine";
import { environmentNamed } from "../config/environments";
import { policyInputs } from "../config/policy-inputs";
import { judgeStacks } from "../policies/judge-stacks";
import { Failure } from "./exit-codes";
import { synthesizedFolder } from "./project";

/**
 * Holds all rules against a folder that cdktf synthesized.
 * @param environment judged as this one; by default the one that the folder says it is
 * @throws {Failure} when the folder does not hold one finished synthesis of one environment
 */
export function checkSynthesized(folder = synthesizedFolder, environment?: string): Report {
  try {
    const documents = readSynthesized(folder);
    return judgeStacks(documents, policyInputs(environmentNamed(environment ?? environmentOf(documents, folder))));
  } catch (error) {
    if (error instanceof NotSynthesized) throw new Failure(error.message);
    throw error;
  }
}

/** What HdhStack notes in each stack's metadata. */
function environmentOf(documents: readonly StackDocument[], folder: string): string {
  const names = documents.map(({ json }) => (json as Annotated)["//"]?.metadata?.environment);
  const [first, ...others] = new Set(names.filter((name) => name !== undefined));
  if (first && others.length === 0) return first;
  throw new Failure(
    first
      ? `${folder} holds stacks of several environments: ${[first, ...others].join(", ")}. Synthesize one, or say which with --environment.`
      : `${folder} does not say which environment it is. Say it with --environment.`,
  );
}

interface Annotated {
  readonly "//"?: { readonly metadata?: { readonly environment?: string } };
}
