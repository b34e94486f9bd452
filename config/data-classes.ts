import { DATA_CLASSES, type DataClass, isAtLeast } from "../constructs/core/data-class";

/** Phases of the migration: P0 build, P1 synthetic data at scale, P2 pilot workspaces, P3 cut-over, P4 old platform left. */
export const PHASES = ["P0", "P1", "P2", "P3", "P4"] as const;

export type Phase = (typeof PHASES)[number];

export interface ClassDemands {
  readonly holds: string;
  /** Protection from destruction may be switched off. */
  readonly protectionOptional: boolean;
  /** Ciphertext of it may stand outside France, where the redundancy profile says so. */
  readonly mayLeaveFrance: boolean;
  /** First phase of the migration in which an environment may hold it. */
  readonly from: Phase;
}

/** What each class of data demands of the environment that holds it. */
export const dataClasses: Record<DataClass, ClassDemands> = {
  C0: { holds: "open data", protectionOptional: true, mayLeaveFrance: true, from: "P0" },
  C1: { holds: "internal or synthetic data", protectionOptional: true, mayLeaveFrance: true, from: "P0" },
  C2: { holds: "anonymous output", protectionOptional: false, mayLeaveFrance: false, from: "P1" },
  C3: { holds: "pseudonymised health data", protectionOptional: false, mayLeaveFrance: false, from: "P2" },
  C4: { holds: "identity and pseudonymisation secrets", protectionOptional: false, mayLeaveFrance: false, from: "P3" },
};

export function highestOf(classes: readonly DataClass[]): DataClass {
  return classes.reduce((highest, one) => (isAtLeast(one, highest) ? one : highest), DATA_CLASSES[0]);
}
