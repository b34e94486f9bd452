import { deleteLiveObject, type LiveObject } from "@hdh/local-scaleway";
import { Failure } from "../exit-codes";
import { takeInventory } from "./inventory";
import { type RunningServer, statusOf } from "./server";

/**
 * Deletes what the local Scaleway made for an apply that was killed before it wrote its state: the next apply would make
 * it a second time. Only ever done on the local target, where every object belongs to this clone.
 * @returns what was deleted
 * @throws {Failure} naming each object that refuses to go, and why
 */
export async function removeOrphans(server: RunningServer): Promise<LiveObject[]> {
  const deleted: LiveObject[] = [];
  // What holds another object goes first, and which that is only the API knows: try until a round gets no further.
  for (;;) {
    const { orphans } = takeInventory(await statusOf(server));
    const refusals: string[] = [];
    let progress = false;
    for (const orphan of orphans) {
      const outcome = await deleteLiveObject(server, orphan);
      if (outcome === "deleted") {
        deleted.push(orphan);
        progress = true;
      } else {
        refusals.push(`  ${orphan.type} ${orphan.name ?? orphan.id}: ${outcome.refused}`);
      }
    }
    if (refusals.length === 0) return deleted;
    if (!progress) {
      throw new Failure(
        `No state holds these objects, and they cannot be deleted:\n${refusals.join("\n")}\nStart over with: npx hdh local reset`,
      );
    }
  }
}
