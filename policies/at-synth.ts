import { join } from "node:path";
import { formatFinding, readStack, summaryOf } from "@hdh/policy-engine";
import { type App, TerraformStack } from "cdktf";
import type { IValidation } from "constructs";
import type { PolicyInputs } from "./inputs";
import { judgeStacks } from "./judge-stacks";

/** Stacks of the app that the project answers for. */
export interface StackGuard {
  /** Name of the class that every stack has to extend, for the message. */
  readonly base: string;
  readonly extends: (stack: TerraformStack) => boolean;
}

/**
 * All rules over all stacks of an app, as one validation of the app: `app.node.addValidation(new PoliciesHold(…))`. It ends
 * a synth whose stacks break a rule once, with every failure of every stack; a validation of each stack would end it at
 * the first. It runs after the stacks are written and before the manifest is, and reads the JSON of this synth, so that
 * neither an override nor a bug of a construct hides from it.
 */
export class PoliciesHold implements IValidation {
  constructor(
    private readonly app: App,
    private readonly inputs: PolicyInputs,
    private readonly guard: StackGuard,
  ) {}

  validate(): string[] {
    const stacks = this.app.node.findAll().filter(TerraformStack.isStack);
    const strangers = stacks.filter((stack) => !this.guard.extends(stack));
    const documents = stacks.map((stack) => {
      const { name, synthesizedStackPath } = this.app.manifest.forStack(stack);
      return readStack(name, join(this.app.outdir, synthesizedStackPath));
    });
    const report = judgeStacks(documents, this.inputs);
    const failures = [
      ...strangers.map(
        (stack) =>
          `${stack.node.path}: does not extend ${this.guard.base}, so nothing vouches for it. Let its class extend ${this.guard.base}.`,
      ),
      ...report.findings.filter(({ blocking }) => blocking).map(formatFinding),
    ];
    return failures.length === 0 ? [] : [...failures, summaryOf(report)];
  }
}
