import type { Outcome, RuleDescription } from "@hdh/policy-engine";
import { rules } from "../rules";
import type { SovereigntyRule, Waivability } from "../sovereignty-rule";
import { controlNamed } from "./frameworks";

/** What each outcome means to whoever reads a scenario. */
export const OUTCOMES: Readonly<Record<Outcome, string>> = {
  pass: "passes",
  fail: "fails",
  unknown: "cannot be known",
  "not-applicable": "does not apply",
  "evidence-missing": "evidence missing",
  "open-deviation": "open deviation",
  error: "breaks",
};

export const WAIVERS: Readonly<Record<Waivability, string>> = {
  never: "Never.",
  conditional: "In the cases that the rule names only.",
  allowed: "Allowed: dated, approved and for one address.",
};

export function ruleNamed(id: string): SovereigntyRule | undefined {
  return rules.find((rule) => rule.id === id);
}

/** What a reader of SARIF is told of a rule. */
export function describeRule(id: string): RuleDescription | undefined {
  const rule = ruleNamed(id);
  return rule && { ...rule, page: pageOf(id) };
}

/** A rule's page, from the root of the repository. */
export function pageOf(id: string): string {
  return `docs/rules/${id}.md`;
}

/** "Given a bucket, or the lock configuration of one". */
export function givenOf({ given }: SovereigntyRule): string {
  return `Given ${given.replace(/^Given /, "")}`;
}

/** A rule's page as Markdown. */
export function rulePage(rule: SovereigntyRule): string {
  const { id, severity, title, why, bad, good, remedy, waivers, scenarios } = rule;
  return `# ${id}: ${title}

Severity **${severity}** · exceptions: ${WAIVERS[waivers].toLowerCase().replace(/\.$/, "")} · [all rules](../rules.md)

${why}

## What must hold

${givenOf(rule)}:

| Situation | Outcome |
| --- | --- |
${Object.entries(scenarios)
  .map(([situation, outcome]) => `| ${cell(situation)} | ${OUTCOMES[outcome]} |`)
  .join("\n")}

## Bad

\`\`\`json
${JSON.stringify(bad, null, 2)}
\`\`\`

## Good

\`\`\`json
${JSON.stringify(good, null, 2)}
\`\`\`

## What to do

${remedy}

## What it contributes to

${controlLines(rule)
  .map((line) => `- ${line}`)
  .join("\n")}

A pass contributes to these requirements and proves none of them: [what a pass says](../rules.md#what-does-a-pass-say).
`;
}

/** Requirements by framework, such as "GDPR 5(1)(f), 44: General Data Protection Regulation". */
export function controlLines({ controls }: SovereigntyRule): string[] {
  const named = controls.map(controlNamed);
  return [...new Set(named.map(({ short }) => short))].map((short) => {
    const requirements = named.filter((control) => control.short === short);
    const { name, strength } = requirements[0]!.framework;
    const remark = strength === "contributes" ? "" : ` (${strength})`;
    return `${short} ${requirements.map(({ requirement }) => requirement).join(", ")}: ${name}${remark}`;
  });
}

/** Text as a cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
