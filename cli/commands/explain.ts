import { Command } from "commander";
import pc from "picocolors";
import { didYouMean } from "../../config/statement";
import { controlNamed } from "../../policies/docs/frameworks";
import { controlLines, givenOf, OUTCOMES, pageOf, ruleNamed, WAIVERS } from "../../policies/docs/rule-page";
import { rules } from "../../policies/rules";
import type { SovereigntyRule } from "../../policies/sovereignty-rule";
import { EXIT, Failure } from "../exit-codes";

/** Widest line of text, in characters; examples are as wide as they are. */
const WIDTH = 100;

export function explainCommand(): Command {
  return new Command("explain")
    .description("say what a rule asks for, why, and what to do")
    .argument("<rule>", "its id, such as HDH-LOC-001")
    .option("--json", "print it as JSON")
    .action((id: string, { json }: { readonly json?: true }) => {
      const rule = ruleNamed(id.toUpperCase());
      if (!rule) {
        const suggestion =
          didYouMean(
            id.toUpperCase(),
            rules.map((one) => one.id),
          ) || ".";
        throw new Failure(`There is no rule ${JSON.stringify(id)}${suggestion} All of them: docs/rules.md`, EXIT.usage);
      }
      process.stdout.write(json ? `${JSON.stringify(asJson(rule), null, 2)}\n` : page(rule));
    });
}

function asJson({ id, severity, title, why, given, scenarios, bad, good, remedy, waivers, controls }: SovereigntyRule) {
  return {
    ...{ id, severity, title, waivers, why, given, scenarios, bad, good, remedy, page: pageOf(id) },
    controls: controls.map(controlNamed),
  };
}

function page(rule: SovereigntyRule): string {
  const { id, severity, title, why, scenarios, bad, good, remedy, waivers } = rule;
  const paint = pc.createColors(process.stdout.isTTY && !process.env.NO_COLOR);
  const outcomes = Object.values(scenarios).map((outcome) => OUTCOMES[outcome].length);
  const column = Math.max(0, ...outcomes) + 2;
  const situations = Object.entries(scenarios).map(([situation, outcome]) =>
    wrapped(OUTCOMES[outcome].padEnd(column) + situation, 2, 2 + column),
  );
  const section = (heading: string, text: string) => `${paint.bold(heading)}\n${text}`;
  return `${[
    `${paint.bold(`${id} ${severity}  ${title}`)}\n${wrapped(why)}`,
    section(givenOf(rule), situations.join("\n")),
    section("Bad", example(bad)),
    section("Good", example(good)),
    section("What to do", wrapped(remedy)),
    section("Exceptions", wrapped(WAIVERS[waivers])),
    section(
      "Contributes to, and proves none of",
      controlLines(rule)
        .map((line) => wrapped(line))
        .join("\n"),
    ),
  ].join("\n\n")}\n`;
}

function example(document: SovereigntyRule["bad"]): string {
  return JSON.stringify(document, null, 2).replaceAll(/^/gm, "  ");
}

/** Text in lines of at most WIDTH characters, the first indented by `first`, the others by `rest`. */
function wrapped(text: string, first = 2, rest = first): string {
  const lines: string[] = [];
  let line = " ".repeat(first);
  let isEmpty = true;
  for (const word of text.split(/ (?! )/)) {
    if (!isEmpty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = " ".repeat(rest);
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  return [...lines, line].join("\n");
}
