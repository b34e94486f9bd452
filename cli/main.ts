import { ToolchainError } from "@hdh/toolchain";
import { Command, CommanderError } from "commander";
import { bootstrapCommand } from "./commands/bootstrap";
import { checkCommand } from "./commands/check";
import { destroyCommand } from "./commands/destroy";
import { explainCommand } from "./commands/explain";
import { localCommand } from "./commands/local";
import { startCommand } from "./commands/start";
import { toolchainCommand } from "./commands/toolchain";
import { EXIT, Failure } from "./exit-codes";

const EXIT_CODES = `
Exit codes: 0 done or no change · 1 error · 2 changes, nothing to decide · 3 approval needed · 4 blocked by a rule ·
5 integrity · 6 incomplete · 64 usage.`;

const program = new Command("hdh")
  .description("The Health Data Hub's cloud: deploy it, check it, look at it.")
  .enablePositionalOptions()
  .showHelpAfterError("(add --help for what this command takes)")
  .addHelpText("after", EXIT_CODES);
for (const command of [
  startCommand(),
  destroyCommand(),
  bootstrapCommand(),
  checkCommand(),
  explainCommand(),
  localCommand(),
  toolchainCommand(),
])
  program.addCommand(command);
exitByException(program);

/** Commander ends the process with 1 when a command is misused; here that is 64 everywhere. */
function exitByException(command: Command): void {
  command.exitOverride();
  for (const sub of command.commands) exitByException(sub);
}

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

program.parseAsync().catch((error: unknown) => {
  process.exitCode = exitCodeOf(error);
});

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // commander has printed it
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof ToolchainError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.error;
  }
  process.stderr.write(
    `hdh failed unexpectedly; this is a defect of hdh.\n${error instanceof Error ? error.stack : error}\n`,
  );
  return EXIT.error;
}
