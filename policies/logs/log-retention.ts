import type { Json, Judgement, Resource } from "@hdh/policy-engine";
import { labelOf } from "../labels/labels";
import { numberOf } from "../values/scalars";

/** Days that logs of access are kept: a year at least (EHDS 73(1)(e)), three at most (CNIL MR-007, SEC-JOU-3). */
const LEAST_DAYS = 365;
const MOST_DAYS = 1095;

/** Says why logs are kept for more than a year, which MR-007 wants justified. */
const REASON = "hdh-retention-reason";

/** What a number of days has to be instead; nothing where it is right. */
export function wrongLength(days: Json | undefined): string | undefined {
  const isRight = numberOf(days) >= LEAST_DAYS && numberOf(days) <= MOST_DAYS;
  return isRight ? undefined : `must be ${LEAST_DAYS} to ${MOST_DAYS} days`;
}

/** The same, with the reason that more than a year needs, for logs that a resource keeps. */
export function demandOnDays(days: Json | undefined, keeper: Resource): Judgement {
  const wanted = wrongLength(days);
  if (wanted) return wanted;
  return numberOf(days) > LEAST_DAYS && !labelOf(keeper, REASON)
    ? `more than ${LEAST_DAYS} days need a reason, as the label ${REASON}`
    : undefined;
}
