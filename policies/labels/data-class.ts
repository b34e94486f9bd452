import { type Resource, remembered } from "@hdh/policy-engine";
import { labelsOf } from "./labels";

/** C0 open, C1 internal or synthetic, C2 anonymous output, C3 pseudonymised health data, C4 identities and secrets. */
export const DATA_CLASSES = ["C0", "C1", "C2", "C3", "C4"] as const;

export type DataClass = (typeof DATA_CLASSES)[number];

/** What a resource is taken to hold while nobody says what it holds. */
const ASSUMED: DataClass = "C3";

/** Arguments that name what a resource is a part of, and from which a resource without labels takes its class. */
export const CONTAINERS: ReadonlySet<string> = new Set([
  "bucket",
  "cluster_id",
  "deployment_id",
  "instance_id",
  "key_id",
  "namespace_id",
  "private_network_id",
  "secret_id",
  "server_id",
  "vpc_id",
]);

/** Their names stand in their order. */
export function isAtLeast(one: DataClass, other: DataClass): boolean {
  return one >= other;
}

/**
 * The class of what a resource holds: by its label hdh-class, else by what it is a part of, else C3. A label that is
 * wrong, given twice or not known counts as the highest it may mean.
 */
export const dataClassOf = remembered((resource): DataClass => classOf(resource, 0) ?? ASSUMED);

/** C3 and C4, and everything whose class is not known. */
export function holdsHealthData(resource: Resource): boolean {
  return isAtLeast(dataClassOf(resource), "C3");
}

/** The class that a resource's own label states, where it states exactly one. */
export function statedClass(resource: Resource): DataClass | undefined {
  const stated = labelsOf(resource).values.get("hdh-class");
  return stated?.length === 1 ? classNamed(stated[0]!) : undefined;
}

const BY_NAME: ReadonlyMap<string, DataClass> = new Map(DATA_CLASSES.map((name) => [name, name]));

function classNamed(name: string): DataClass | undefined {
  return BY_NAME.get(name);
}

/** What a resource is a part of, and the arguments that say so, in the order of the arguments above. */
export const wholesOf = remembered((resource): readonly Whole[] => {
  let wholes = NONE;
  resource.names.forEach((argument) => {
    const whole = CONTAINERS.has(argument) ? resource.target(argument) : undefined;
    if (whole) wholes = wholes.concat({ argument, whole });
  });
  return wholes.length < 2 ? wholes : wholes.toSorted((one, other) => (one.argument < other.argument ? -1 : 1));
});

export interface Whole {
  readonly argument: string;
  readonly whole: Resource;
}

const NONE: readonly Whole[] = [];

/** No chain of parts is longer; ends references that go in a circle. */
const LONGEST_CHAIN = 8;

function classOf(resource: Resource, depth: number): DataClass | undefined {
  if (depth > LONGEST_CHAIN) return undefined;
  const { values, unknown } = labelsOf(resource);
  const stated = values.get("hdh-class");
  if (unknown && !stated) return ASSUMED;
  if (stated?.length === 1) return classNamed(stated[0]!) ?? ASSUMED;
  if (stated) return highest(stated.map((value) => classNamed(value) ?? ASSUMED));
  let top: DataClass | undefined;
  for (const { whole } of wholesOf(resource)) top = higher(top, classOf(whole, depth + 1));
  return top;
}

/** The highest of some classes; `undefined` of none. */
export function highest(classes: readonly DataClass[]): DataClass | undefined {
  return classes.reduce<DataClass | undefined>(higher, undefined);
}

function higher(one: DataClass | undefined, other: DataClass | undefined): DataClass | undefined {
  if (!one || !other) return one ?? other;
  return isAtLeast(one, other) ? one : other;
}
