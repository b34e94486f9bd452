import { prepareToolchain } from "@hdh/toolchain";
import { Command, Option } from "commander";
import { formatSeconds, report } from "../progress";

interface ToolchainFlags {
  readonly engine: "auto" | "opentofu" | "terraform";
  readonly json?: true;
}

export function toolchainCommand(): Command {
  return new Command("toolchain")
    .description("find or build the engine and the Scaleway provider, and say what was done")
    .addOption(
      new Option("--engine <engine>", "which engine: the first that is found, or one of the two")
        .choices(["auto", "opentofu", "terraform"])
        .default("auto"),
    )
    .option("--json", "print the result as JSON")
    .action(async ({ engine, json }: ToolchainFlags) => {
      const toolchain = await prepareToolchain({ engine, onProgress: ({ message }) => report("toolchain", message) });
      if (json) {
        process.stdout.write(`${JSON.stringify(toolchain, null, 2)}\n`);
        return;
      }
      for (const [label, part] of [
        [toolchain.engine.name, toolchain.engine],
        ["provider", toolchain.provider],
      ] as const) {
        process.stdout.write(
          `${label.padEnd(10)} ${part.version.padEnd(8)} ${part.origin}, ${formatSeconds(part.seconds)}\n` +
            `           ${part.path}\n           sha256 ${part.sha256}\n`,
        );
      }
      process.stdout.write(`CLI configuration: ${toolchain.cliConfiguration}\n`);
    });
}
