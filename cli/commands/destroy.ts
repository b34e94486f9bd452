import { Command } from "commander";
import { runCdktf } from "../cdktf";
import { localEnvironment } from "../local/environment";
import { takeInventory } from "../local/inventory";
import { removeOrphans } from "../local/orphans";
import { ensureServer, statusOf } from "../local/server";
import { mendTornStates } from "../local/states";
import { localToolchain } from "../local/toolchain";
import { report } from "../progress";

export function destroyCommand(): Command {
  return new Command("destroy").description("take the sandbox down again from the local Scaleway").action(async () => {
    const toolchain = await localToolchain();
    const { server } = await ensureServer();
    mendTornStates();
    report("destroy", "cdktf destroy '*', sandbox …");
    await runCdktf("destroy", { ...localEnvironment(server, toolchain, process.env), HDH_ENVIRONMENT: "sandbox" });
    for (const { type, name, id } of await removeOrphans(server))
      report("destroy", `${type} ${name ?? id}, which no state held`);

    const { matched, seeds, scheduledForDeletion } = takeInventory(await statusOf(server));
    process.stdout.write(
      `${matched.length} resources left. The local Scaleway keeps its ${seeds.length} seeds` +
        `${scheduledForDeletion.length > 0 ? ` and ${scheduledForDeletion.length} objects scheduled for deletion, as the real one does` : ""}.\n`,
    );
  });
}
