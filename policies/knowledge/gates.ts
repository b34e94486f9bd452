import type { Phase } from "../inputs";

/** A record that has to be there before a phase begins. */
export interface GateRecord {
  readonly type: string;
  /** @default - it counts until it expires */
  readonly maxAgeDays?: number;
}

const BUILT: readonly GateRecord[] = [{ type: "isolation-test" }, { type: "restore-test", maxAgeDays: 180 }];
const SENSITIVE: readonly GateRecord[] = [
  ...BUILT,
  { type: "dpia" },
  { type: "homologation-decision" },
  { type: "penetration-test" },
];
const CUT_OVER: readonly GateRecord[] = [...SENSITIVE, { type: "parallel-run-comparison" }];

/** What each phase needs on record: tests first, then what health data need, then the comparison with the old platform. */
export const GATES: Readonly<Record<Phase, readonly GateRecord[]>> = {
  P0: [],
  P1: BUILT,
  P2: SENSITIVE,
  P3: CUT_OVER,
  P4: CUT_OVER,
};
