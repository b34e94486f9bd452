import { holdsHealthData, isHealth } from "./health";
import { type JsonObject, valueAt } from "./json";
import { type Meaning, meanings } from "./meanings";
import { ABSENT, setting, type Weakening } from "./mutant";
import { sitesOf } from "./schema";
import { type Block, blocksOf, type Tree } from "./tree";

/** Gives every argument of every resource each value that weakens, wherever it does not have it yet. */
export function weakenedSettings(tree: Tree): Weakening[] {
  const health = holdsHealthData(tree);
  return tree.stacks.flatMap(blocksOf).flatMap((block) =>
    sitesOf(block.type, block.body).flatMap((site) =>
      meanings
        .filter(({ argument }) => `scaleway_${argument}` === `${block.type}.${site.argument}`)
        .filter(({ holds }) => holds !== "health environment" || health)
        .filter((meaning) =>
          holdsFor(meaning, block, (valueAt(block.body, site.path.slice(0, -1)) ?? {}) as JsonObject),
        )
        .flatMap(({ family, weak }) =>
          weak
            .filter((value) => !isAlready(value === ABSENT ? undefined : value, site.value))
            .map((value) => ({ family, ...setting(block, site.path, value) })),
        ),
    ),
  );
}

function holdsFor({ holds }: Meaning, block: Block, around: JsonObject): boolean {
  if (holds === "health") return isHealth(block);
  return typeof holds === "function" ? holds(block.body, around) : true;
}

function isAlready(value: unknown, present: unknown): boolean {
  return JSON.stringify(value) === JSON.stringify(present);
}
