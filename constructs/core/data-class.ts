/**
 * How sensitive data is: C0 open, C1 internal or synthetic, C2 anonymous output, C3 pseudonymised health data,
 * C4 identity and pseudonymisation secrets. Where nobody says, it is C3.
 */
export const DATA_CLASSES = ["C0", "C1", "C2", "C3", "C4"] as const;

export type DataClass = (typeof DATA_CLASSES)[number];

/** What a resource holds as long as nobody states it. */
export const DEFAULT_DATA_CLASS: DataClass = "C3";

export function isHealthData(dataClass: DataClass): boolean {
  return isAtLeast(dataClass, "C3");
}

export function isAtLeast(dataClass: DataClass, other: DataClass): boolean {
  return DATA_CLASSES.indexOf(dataClass) >= DATA_CLASSES.indexOf(other);
}
