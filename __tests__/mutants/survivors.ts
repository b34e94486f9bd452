/** Weakenings that no rule catches, and why that is accepted. */
export interface Survivor {
  /** The name of the mutants. */
  readonly mutants: RegExp;
  /** @default - in both forms */
  readonly form?: "synthesized" | "plan";
  readonly reason: string;
}

export const survivors: readonly Survivor[] = [
  {
    mutants: /^observability scaleway_cockpit_(source|alert_manager)\.(log|alerts)-archive-/,
    reason: "The archive's project holds no health data: nobody is obliged to log what happens in it.",
  },
];
