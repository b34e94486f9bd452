import { intoAnotherWorkspace } from "./another-workspace";
import { opened } from "./exposure";
import { grantedMore } from "./grants";
import { joined } from "./isolation";
import { elsewhere, kindsElsewhere, stacksElsewhere } from "./locality";
import type { Weakening } from "./mutant";
import { endingObjects, unencrypted, unguarded, withoutProtection } from "./removals";
import { weakenedSettings } from "./settings";
import type { Tree } from "./tree";

/** Every single change of an environment that weakens sovereignty. */
export function weakeningsOf(tree: Tree): Weakening[] {
  const operators = [
    weakenedSettings,
    elsewhere,
    kindsElsewhere,
    stacksElsewhere,
    opened,
    withoutProtection,
    unguarded,
    endingObjects,
    unencrypted,
    grantedMore,
    joined,
  ];
  return operators.flatMap((operator) => operator(tree));
}

/** In how many workspaces each change is made. */
const ROUNDS = 5;

/** The same for workspaces, which are all alike: each change is made in a few of them, and all of them have changes. */
export function weakeningsOfWorkspaces(tree: Tree): Weakening[] {
  const { stacks } = tree;
  const every = stacks.length / ROUNDS;
  return stacks.flatMap((stack, index) => {
    const next = stacks[(index + 1) % stacks.length]!;
    return [...weakeningsOf({ ...tree, stacks: [stack] }), ...intoAnotherWorkspace(stack, next)].filter(
      (_, number) => number % every === index % every,
    );
  });
}
