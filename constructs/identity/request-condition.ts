import type { Cidr } from "../core/cidr";
import { unlessAdminRanges } from "../core/public-range";

/** Time in which something holds: from the first instant on, until just before the last. */
export interface Window {
  readonly from: Date;
  readonly until: Date;
}

/** What a request must be like for a grant to hold. */
export interface RequestCondition {
  /** Ranges that it comes from, at least one: public, of at most 16 addresses each, since IAM sees public addresses only. */
  readonly ranges: readonly Cidr[];
  /** When it is made. @default - at any time */
  readonly window?: Window;
}

/**
 * The condition in the language of IAM, CEL
 * (scaleway/docs-content, iam/reference-content/understanding-request-level-conditions, 2026-07-13).
 */
export function celOf({ ranges, window }: RequestCondition): string {
  const sources = ranges.map((range) => `inIpRange(request.ip, "${range}")`).sort();
  const place = sources.length > 1 ? `(${sources.join(" || ")})` : sources.join("");
  if (!window) return place;
  const [from, until] = [window.from, window.until].map((instant) => `timestamp("${instant.toISOString()}")`);
  return `${place} && request.time >= ${from} && request.time < ${until}`;
}

export function invalidCondition(property: string, { ranges, window }: RequestCondition): string[] {
  return [...unlessAdminRanges(`${property}.ranges`, ranges), ...(window ? invalidWindow(property, window) : [])];
}

function invalidWindow(property: string, { from, until }: Window): string[] {
  const notDates = Object.entries({ from, until }).filter(([, instant]) => Number.isNaN(instant.getTime()));
  if (notDates.length > 0) return notDates.map(([name]) => `${property}.window.${name}: a date; got an invalid one`);
  return from < until
    ? []
    : [`${property}.window: ends after it begins; got ${from.toISOString()} to ${until.toISOString()}`];
}
