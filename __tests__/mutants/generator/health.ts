import { isObject, type Json, textsIn } from "./json";
import { type Block, blocksOf, labelsOf, type Tree } from "./tree";

const REFERENCE = /(?<![\w.-])(scaleway_\w+)\.([\w-]+)/g;

/**
 * Whether a resource holds or guards pseudonymised health data: by its own label, or by those of what it refers to in its
 * stack. What has no class is of class C3 (controls: data classes).
 */
export function isHealth(block: Block): boolean {
  const classes = classesOf(block, new Set());
  return classes.length === 0 || classes.some((dataClass) => dataClass === "C3" || dataClass === "C4");
}

/** Whether any resource of an environment says that it holds health data. */
export function holdsHealthData({ stacks }: Tree): boolean {
  return stacks.flatMap(blocksOf).some((block) => ["C3", "C4"].includes(labelsOf(block)["hdh-class"] ?? ""));
}

/** Roles of buckets whose objects nobody may change before their time (Object Storage, object lock; MR-007 SEC-JOU). */
const LOCKED_ROLES = ["raw", "log-archive", "evidence", "release", "state-backup"];

/** Whether the labels of a bucket give it such a role. */
export function mustBeLocked(labels: Json | undefined): boolean {
  return isObject(labels) && LOCKED_ROLES.includes(String(labels["hdh-role"]));
}

/** Blocks of the same stack that a block refers to. */
export function referredBy(block: Block): Block[] {
  const addresses = new Set(textsIn(block.body).flatMap(([, text]) => [...text.matchAll(REFERENCE)].map(([it]) => it)));
  return blocksOf(block.stack).filter(({ address }) => addresses.has(address) && address !== block.address);
}

function classesOf(block: Block, seen: Set<string>): string[] {
  if (seen.has(block.address)) return [];
  seen.add(block.address);
  const own = labelsOf(block)["hdh-class"];
  return own ? [own] : referredBy(block).flatMap((other) => classesOf(other, seen));
}
