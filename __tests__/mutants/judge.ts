import type { Finding, Report, StackDocument } from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { judgeStacks } from "../../policies/judge-stacks";
import { asPlan } from "./generator/as-plan";
import { joinedStack } from "./generator/joined";
import { type Mutation, mutated } from "./generator/mutant";
import type { Stack, Tree } from "./generator/tree";

/** Whether stacks are judged as they are written, or as plans of them. */
export type Form = "synthesized" | "plan";

/** Judges changes of an environment by what they add to what the rules say of the environment as it is. */
export class Judge {
  private readonly known: ReadonlySet<string>;

  constructor(
    private readonly tree: Tree,
    private readonly inputs: PolicyInputs,
    private readonly form: Form,
  ) {
    this.known = new Set(this.findings(tree.stacks));
  }

  /** What blocks the environment as it is. */
  get unmutated(): readonly string[] {
    return [...this.known];
  }

  /** Findings that block, and that the change brings: a mutant with any is caught. */
  newFindings(mutation: Mutation): readonly string[] {
    const changed = mutated(mutation);
    const stacks = this.tree.stacks.map((stack) => (stack.name === changed.name ? changed : stack));
    return this.findings(stacks).filter((finding) => !this.known.has(finding));
  }

  private findings(stacks: readonly Stack[]): readonly string[] {
    const documents: readonly StackDocument[] =
      this.form === "plan" ? [asPlan(joinedStack({ ...this.tree, stacks }, this.tree.stacks))] : stacks;
    return blocking(judgeStacks(documents, this.inputs)).map(keyOf);
  }
}

function blocking({ findings }: Report): readonly Finding[] {
  return findings.filter((finding) => finding.blocking);
}

function keyOf({ rule, stack, address, constructPath, attribute, outcome }: Finding): string {
  const place = constructPath === address ? `${stack} ${address}` : constructPath;
  return [rule, outcome, place, attribute].filter((part) => part !== undefined).join(" ");
}
