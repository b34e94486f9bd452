import { Command, CommanderError } from "commander";
import { EXIT, Failure } from "./exit-codes";

const EXIT_CODES = `
Exit codes: 0 done or no change · 1 error · 2 changes, nothing to decide · 3 approval needed · 4 blocked by a rule ·
5 integrity · 6 incomplete · 64 usage.`;

/** Each with all that it imports, in the order of the help. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./commands/start")).startCommand(),
  destroy: async () => (await import("./commands/destroy")).destroyCommand(),
  bootstrap: async () => (await import("./commands/bootstrap")).bootstrapCommand(),
  check: async () => (await import("./commands/check")).checkCommand(),
  explain: async () => (await import("./commands/explain")).explainCommand(),
  local: async () => (await import("./commands/local")).localCommand(),
  toolchain: async () => (await import("./commands/toolchain")).toolchainCommand(),
};

const program = new Command("hdh")
  .description("The Health Data Hub's cloud: deploy it, check it, look at it.")
  .enablePositionalOptions()
  .showHelpAfterError("(add --help for what this command takes)")
  .addHelpText("after", EXIT_CODES);

/** Loads the command that is called, and all for the help, which names all, or for a name that is none of theirs. */
async function addCommands(called: string | undefined): Promise<void> {
  const names = Object.keys(COMMANDS);
  const wanted = names.filter((name) => name === called);
  for (const name of wanted.length > 0 ? wanted : names) program.addCommand(await COMMANDS[name]!());
  exitByException(program);
}

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

addCommands(process.argv[2])
  .then(() => program.parseAsync())
  .catch(async (error: unknown) => {
    process.exitCode = await exitCodeOf(error);
  });

async function exitCodeOf(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage; // commander has printed it
  if (error instanceof Failure) {
    process.stderr.write(`${error.message}\n`);
    return error.exitCode;
  }
  const { ToolchainError } = await import("@hdh/toolchain");
  if (error instanceof ToolchainError) {
    process.stderr.write(`${error.message}\n`);
    return EXIT.error;
  }
  process.stderr.write(
    `hdh failed unexpectedly; this is a defect of hdh.\n${error instanceof Error ? error.stack : error}\n`,
  );
  return EXIT.error;
}
