import { resolve } from "node:path";
import { formatReport, toJson } from "@hdh/policy-engine";
import { Command, Option } from "commander";
import { environmentNames } from "../../config/environments";
import { EXIT } from "../exit-codes";
import { checkSynthesized } from "../policy-check";
import { synthesizedFolder } from "../project";

interface CheckFlags {
  readonly environment?: string;
  readonly json?: true;
}

export function checkCommand(): Command {
  return new Command("check")
    .description("hold the sovereignty rules against what cdktf synthesized; exit code 4 when one blocks")
    .argument("[directory]", "a folder that cdktf synthesized", synthesizedFolder)
    .addOption(
      new Option("--environment <name>", "judge it as this environment (default: the one it says it is)").choices(
        environmentNames,
      ),
    )
    .option("--json", "print the report as JSON")
    .action((directory: string, { environment, json }: CheckFlags) => {
      const report = checkSynthesized(resolve(directory), environment);
      process.stdout.write(
        json
          ? `${JSON.stringify(toJson(report), null, 2)}\n`
          : formatReport(report, { colour: process.stdout.isTTY && !process.env.NO_COLOR }),
      );
      if (report.blocked) process.exitCode = EXIT.blocked;
    });
}
