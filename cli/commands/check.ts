import { writeFileSync } from "node:fs";
import { formatJson, formatSarif, isDay, summaryOf } from "@hdh/policy-engine";
import { Command, InvalidArgumentError, Option } from "commander";
import { environmentNames } from "../../config/environments/statements";
import { version } from "../../package.json";
import { describeRule } from "../../policies/docs/rule-page";
import { checkReport } from "../check-report";
import { EXIT, Failure } from "../exit-codes";
import { checkDocuments, environmentOf, readInputs } from "../policy-check";
import { projectFolder, synthesizedFolder } from "../project";

interface CheckFlags {
  readonly environment?: string;
  readonly format: "text" | "json" | "sarif";
  readonly json?: true;
  readonly output?: string;
  readonly all?: true;
  readonly gate?: true;
  readonly asOf?: string;
}

const EXAMPLES = `
Examples:
  hdh check                                  what cdktf synthesized last
  tofu show -json PLAN | hdh check -         a plan
  hdh check network.json storage.json        several plans as one program
  hdh check --format sarif --output hdh.sarif

Without --environment, and where nothing says which environment it is, Terraform is judged as strictly as production.

Exit codes: 0 nothing blocks · 4 a rule blocks · 6 a format that is newer or older than this · 64 usage · 1 error`;

export function checkCommand(): Command {
  return new Command("check")
    .description("hold the sovereignty rules against Terraform, whoever wrote it; exit code 4 when one blocks")
    .argument(
      "[path...]",
      "folders that cdktf synthesized or of *.tf.json, plans as show -json prints them, - for a plan on standard input (default: cdktf.out)",
    )
    .addOption(
      new Option("--environment <name>", "judge it as this environment (default: the one it says it is)").choices(
        environmentNames,
      ),
    )
    .addOption(
      new Option("--format <format>", "how to print the report").choices(["text", "json", "sarif"]).default("text"),
    )
    .addOption(new Option("--json", "short for --format json").conflicts("format"))
    .option("--output <file>", "write the report to a file, and print only what sums it up")
    .option("--all", "show every place of every rule (text)")
    .option("--gate", "let missing evidence and open deviations block, too")
    .option("--as-of <day>", "judge it as on this day, YYYY-MM-DD (default: today, in UTC)", day)
    .addHelpText("after", EXAMPLES)
    .action(check);
}

async function check(paths: readonly string[], flags: CheckFlags): Promise<void> {
  const { environment, json, output, all, gate, asOf } = flags;
  const format = json ? "json" : flags.format;
  const documents = await readInputs(paths.length > 0 ? paths : [synthesizedFolder]);
  const report = await checkDocuments(documents, { environment, gate, asOf });
  const exitCode = report.blocked ? EXIT.blocked : EXIT.done;
  const colour = output === undefined && process.stdout.isTTY && !process.env.NO_COLOR;
  const text = {
    text: () => checkReport(report, { documents, all, colour }),
    json: () => formatJson(report),
    sarif: () =>
      formatSarif(report, {
        tool: { name: "hdh", version },
        id: `hdh-check/${environment ?? environmentOf(documents) ?? "terraform"}/`,
        exitCode,
        root: projectFolder,
        documents,
        describe: describeRule,
      }),
  }[format]();
  if (output === undefined) process.stdout.write(text);
  else {
    save(output, text);
    process.stdout.write(`${summaryOf(report)}\n`);
  }
  process.exitCode = exitCode;
  // The process would wait for code that V8 still optimises in the background, for nobody.
  process.stdout.write("", () => process.exit());
}

function save(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new Failure(`--output: ${(error as Error).message}. Name a file that can be written.`);
  }
}

function day(value: string): string {
  if (isDay(value)) return value;
  throw new InvalidArgumentError("It must be a day as YYYY-MM-DD.");
}
