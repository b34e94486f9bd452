import { renameSync, rmSync, writeFileSync } from "node:fs";
import { LOCALITIES, type Outage, startLocalScaleway } from "@hdh/local-scaleway";
import { Argument, Command } from "commander";
import colours from "picocolors";
import { EXIT, Failure } from "../exit-codes";
import { localEnvironment, stateProjectOf } from "../local/environment";
import { type Inventory, takeInventory } from "../local/inventory";
import {
  announcementFile,
  ensureServer,
  type RunningServer,
  resetServer,
  runningServer,
  setOutage,
  statusOf,
  stopServer,
  thisBuild,
  USUAL_PORTS,
} from "../local/server";
import { localToolchain } from "../local/toolchain";
import { report } from "../progress";
import { localFolder, stateFolder } from "../project";
import { run } from "../run";

export function localCommand(): Command {
  const local = new Command("local")
    .description("the local Scaleway: a Scaleway API on this machine, for this clone only")
    .enablePositionalOptions();

  local
    .command("up")
    .description("start it in the background, or say where it runs")
    .option("--json", "print its addresses as JSON")
    .action(async ({ json }: { json?: true }) => {
      const { server, started } = await ensureServer();
      if (json) print(server);
      else process.stdout.write(`local Scaleway ${started ? "started" : "runs already"}\n${addresses(server)}`);
    });

  local
    .command("down")
    .description("stop it; everything that was deployed is there again at the next start")
    .action(async () => {
      const server = await runningServer();
      if (server) await stopServer(server);
      process.stdout.write(server ? "local Scaleway stopped\n" : "local Scaleway is not running\n");
    });

  local
    .command("status")
    .description("what exists, against what the Terraform states hold; exit code 6 when the two differ")
    .option("--json", "print everything as JSON")
    .action(async ({ json }: { json?: true }) => {
      const server = await running();
      const status = await statusOf(server);
      const found = takeInventory(status);
      if (json)
        print({
          server: { ...server, credentials: undefined },
          ...found,
          outages: status.outages,
          unhandled: status.unhandled,
          connects: status.connects,
        });
      else process.stdout.write(`${addresses(server)}${summary(found, status)}`);
      if (found.missing.length + found.orphans.length > 0) process.exitCode = EXIT.incomplete;
    });

  local
    .command("reset")
    .description("empty it, and forget the local Terraform states, which describe nothing then")
    .action(async () => {
      const { server } = await ensureServer();
      await resetServer(server);
      rmSync(stateFolder, { recursive: true, force: true });
      process.stdout.write("local Scaleway is empty, and the local Terraform states are gone\n");
    });

  local
    .command("outage")
    .description("make everything in a region or zone refuse, until it is ended; without a locality, list the outages")
    .addArgument(
      new Argument("[locality]", "a region, which takes its zones and its object storage along, or one zone").choices(
        LOCALITIES,
      ),
    )
    .option("--end", "let it answer again")
    .option("--json", "print the outages as JSON")
    .action(async (locality: string | undefined, { end, json }: { end?: true; json?: true }, command: Command) => {
      if (end && locality === undefined) command.error("error: --end needs the locality whose outage ends");
      const server = await running();
      if (locality !== undefined) await setOutage(server, locality, end ? "up" : "down");
      const { outages } = await statusOf(server);
      if (json) print({ outages });
      else process.stdout.write(outages.length > 0 ? `${outageLines(outages).join("\n")}\n` : "everything answers\n");
    });

  local
    .command("exec")
    .description(
      "run a command that deploys to it: engine, provider, addresses and credentials are set, the caller's are not passed on",
    )
    .argument("<command...>", "the command, after --")
    .passThroughOptions()
    .allowUnknownOption()
    .action(async ([command = "", ...args]: string[]) => {
      const { server, started } = await ensureServer();
      if (started) report("local", `Scaleway started on ${server.apiUrl}`);
      const toolchain = await localToolchain();
      process.exitCode = await run(command, args, {
        cwd: process.cwd(),
        env: localEnvironment(
          server,
          toolchain,
          process.env,
          await stateProjectOf(server, process.env.HDH_ENVIRONMENT ?? "sandbox"),
        ),
      }).catch((error: NodeJS.ErrnoException) => {
        throw new Failure(`${command}: ${error.code === "ENOENT" ? "no such command on the PATH" : error.message}`);
      });
    });

  local
    .command("serve", { hidden: true })
    .description("run it in the foreground; what `up` starts in the background")
    .action(serve);

  return local;
}

async function running(): Promise<RunningServer> {
  const server = await runningServer();
  if (!server) throw new Failure("The local Scaleway is not running. Start it with: npx hdh local up");
  return server;
}

async function serve(): Promise<void> {
  const server = await startLocalScaleway({ directory: localFolder, ...USUAL_PORTS }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw new Failure(error.message);
      return startLocalScaleway({ directory: localFolder }); // another clone has the usual ports
    },
  );
  const { apiUrl, objectStorageUrl, proxyUrl, caFile, credentials } = server;
  const announcement: RunningServer = {
    pid: process.pid,
    build: thisBuild,
    apiUrl,
    objectStorageUrl,
    proxyUrl,
    caFile,
    credentials,
  };
  writeFileSync(`${announcementFile}.next`, JSON.stringify(announcement));
  renameSync(`${announcementFile}.next`, announcementFile); // in one step: a reader never sees half of it

  await new Promise<void>((resolve) => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => resolve());
  });
  await server.stop();
  rmSync(announcementFile, { force: true });
}

function print(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

function addresses({ apiUrl, objectStorageUrl, proxyUrl }: RunningServer): string {
  return `  API             ${apiUrl}\n  object storage  ${objectStorageUrl}\n  proxy           ${proxyUrl}\n`;
}

function outageLines(outages: readonly Outage[]): string[] {
  return outages.map(
    ({ locality, since }) =>
      `${colours.red(`outage    ${locality} since ${since}`)}; end it with: npx hdh local outage ${locality} --end`,
  );
}

function summary(found: Inventory, { unhandled, outages, connects }: Awaited<ReturnType<typeof statusOf>>): string {
  const lines = [
    `${found.matched.length} managed resources exist, ${found.missing.length} are missing, ${found.orphans.length} orphans; ` +
      `${found.foreign.length} of others, ${found.seeds.length} seeds, ${found.scheduledForDeletion.length} scheduled for deletion`,
    ...outageLines(outages),
    ...found.missing.map(({ stack, address }) => colours.red(`missing   ${stack} ${address}`)),
    ...found.orphans.map(({ type, id, name }) => colours.yellow(`orphan    ${type} ${name ?? ""} ${id}`)),
    ...unhandled.map(({ method, path, count }) => colours.red(`501       ${method} ${path}, ${count} times`)),
    ...connects.map(({ host, port, allowed, count }) => {
      const line = `${allowed ? "object    " : "refused   "}${host}:${port}, ${count} connections`;
      return allowed ? line : colours.red(line);
    }),
  ];
  return `${lines.map((line) => `  ${line}`).join("\n")}\n`;
}
