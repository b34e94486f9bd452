import { rules } from "../rules";
import type { SovereigntyRule } from "../sovereignty-rule";
import { frameworks } from "./frameworks";
import { cell, rulePage } from "./rule-page";

/** The groups of rules, by the middle of their ids. */
const GROUPS: Readonly<Record<string, string>> = {
  LOC: "Where things stand",
  NET: "Networks",
  ENC: "Encryption and keys",
  IAM: "Who may do what",
  DAT: "Data",
  LOG: "Logs and evidence",
  PRJ: "Projects, kept apart",
  RES: "Resilience",
  JUR: "Reach of foreign law",
  SUP: "Supply chain",
  MIG: "Migration and exit",
};

/** All pages about the rules, by their place in docs/. */
export function rulePages(): Record<string, string> {
  return {
    "rules.md": rulesPage(),
    ...Object.fromEntries(rules.map((rule) => [`rules/${rule.id}.md`, rulePage(rule)])),
  };
}

function rulesPage(): string {
  const groups = Object.keys(GROUPS).filter((group) => rules.some((rule) => groupOf(rule) === group));
  return `# Which rules must the cloud keep?

${rules.length} rules, held against rendered Terraform JSON and plans: at every synth, and by \`npx hdh check\`. \`npx hdh explain RULE\` shows a rule's page in the terminal. These pages are generated from the rules: \`npm run docs:rules\`.

${groups.map(section).join("\n\n")}

## What does a pass say?

That the rule found nothing wrong in what Terraform was given, on the day of the run. It says nothing of what was changed past Terraform, of what runs inside machines, of contracts and people, or of the provider.

| Outcome | Says | Blocks |
| --- | --- | --- |
| passes | the rule holds | no |
| fails | it does not | yes |
| cannot be known | a value that decides shows only later, or elsewhere | where the rule is critical or high |
| evidence missing | only a dated record could show it, and none is on file | at a gate: \`hdh check --gate\` |
| open deviation | it does not hold, and that is declared | at a gate |
| does not apply | the rule has nothing to say here | no |

## What do the controls stand for?

Each rule names requirements that it contributes to, in our own words and by their identifiers. **No number of passes makes an environment compliant, certified or qualified**: requirements are met by organisations, and judged by their auditors.

- **contributes**: binds whoever runs the platform; a pass is one piece of it.
- **by analogy**: binds the provider; the same idea is kept within the customer's own reach. A pass says nothing of the provider.
- **good practice**: is not the applicable text, and is followed all the same.

| Short | Framework | A pass | Source | Note |
| --- | --- | --- | --- | --- |
${Object.entries(frameworks)
  .map(([short, { name, strength, source, note }]) => `| ${short} | ${name} | ${strength} | ${source} | ${note} |`)
  .join("\n")}
`;
}

function section(group: string): string {
  const members = rules.filter((rule) => groupOf(rule) === group);
  return `## ${GROUPS[group] ?? group}

| Rule | Severity | What must hold | Exceptions |
| --- | --- | --- | --- |
${members.map(({ id, severity, title, waivers }) => `| [${id}](rules/${id}.md) | ${severity} | ${cell(title)} | ${waivers} |`).join("\n")}`;
}

/** @throws {RangeError} when a rule's id is not `HDH-<group>-<number>` of a known group */
function groupOf({ id }: SovereigntyRule): string {
  const group = /^HDH-([A-Z]{3})-\d{3}$/.exec(id)?.[1];
  if (!group || !Object.hasOwn(GROUPS, group)) {
    throw new RangeError(`rule ${id}; must be HDH-<group>-<number>, of the groups ${Object.keys(GROUPS).join(", ")}`);
  }
  return group;
}
