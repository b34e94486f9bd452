import { toJson } from "@hdh/policy-engine";
import type { Toolchain } from "@hdh/toolchain";
import { Command } from "commander";
import { runCdktf, type StackChanges } from "../cdktf";
import { EXIT, Failure } from "../exit-codes";
import { localEnvironment } from "../local/environment";
import { takeInventory } from "../local/inventory";
import { removeOrphans } from "../local/orphans";
import { ensureServer, type RunningServer, statusOf } from "../local/server";
import { type ManagedResource, mendTornStates, stackOutputs } from "../local/states";
import { localToolchain } from "../local/toolchain";
import { overview } from "../overview";
import { checkSynthesized } from "../policy-check";
import { formatSeconds, report, timed } from "../progress";

/** Environment that the local target is for. */
const ENVIRONMENT = "sandbox";

export function startCommand(): Command {
  return new Command("start")
    .description(
      `deploy the ${ENVIRONMENT} to the local Scaleway and show what exists; goes on where an interrupted start stopped`,
    )
    .option("--json", "print what exists and how long each part took as JSON")
    .action(async ({ json }: { json?: true }) => {
      const parts: Record<string, number> = {};
      const measured = async <T>(part: string, work: () => Promise<T>): Promise<T> => {
        const { result, seconds } = await timed(work);
        parts[part] = seconds;
        return result;
      };

      const toolchain = await measured("toolchain", engineAndProvider);
      const server = await measured("local Scaleway", localScaleway);
      await measured("recovery", () => recover(server));
      const changes = await measured("cdktf deploy", () => deploy(server, toolchain));
      const resources = await measured("inventory", () => verify(server));
      const policies = await checkSynthesized();

      if (json) {
        const seconds = Object.values(parts).reduce((sum, part) => sum + part, 0);
        const answer = {
          environment: ENVIRONMENT,
          resources: resources.length,
          changes,
          seconds,
          parts,
          policies: toJson(policies),
        };
        process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      } else {
        process.stdout.write(
          overview({ environment: ENVIRONMENT, server, changes, resources, outputs: stackOutputs(), policies, parts }),
        );
      }
    });
}

async function engineAndProvider(): Promise<Toolchain> {
  const toolchain = await localToolchain();
  const { engine, provider } = toolchain;
  report(
    "toolchain",
    `${engine.name} ${engine.version} (${engine.origin}), provider ${provider.version} (${provider.origin})`,
  );
  return toolchain;
}

async function localScaleway(): Promise<RunningServer> {
  const { server, started } = await ensureServer();
  report("local", `Scaleway ${started ? "started" : "runs"} on ${server.apiUrl}`);
  return server;
}

/** Puts right what a kill in the middle of an earlier deployment left behind. */
async function recover(server: RunningServer): Promise<void> {
  for (const file of mendTornStates()) {
    report("recovery", `${file} was cut off while it was written; put its backup in its place`);
  }
  for (const { type, name, id } of await removeOrphans(server)) {
    report("recovery", `${type} ${name ?? id} was made, but no state holds it; deleted, to be made again`);
  }
}

async function deploy(server: RunningServer, toolchain: Toolchain): Promise<StackChanges[]> {
  report("deploy", `cdktf deploy '*', ${ENVIRONMENT} …`);
  const env = { ...localEnvironment(server, toolchain, process.env), HDH_ENVIRONMENT: ENVIRONMENT };
  const { result, seconds } = await timed(() => runCdktf("deploy", env));
  report("deploy", formatSeconds(seconds));
  return result;
}

/** @throws {Failure} unless each managed resource is exactly one live object, and the reverse */
async function verify(server: RunningServer): Promise<ManagedResource[]> {
  const { matched, missing, orphans } = takeInventory(await statusOf(server));
  if (missing.length + orphans.length > 0) {
    throw new Failure(
      `${missing.length} managed resources do not exist, ${orphans.length} objects belong to no state. See: npx hdh local status`,
      EXIT.incomplete,
    );
  }
  return matched.map(({ resource }) => resource).filter(({ environment }) => environment === ENVIRONMENT);
}
