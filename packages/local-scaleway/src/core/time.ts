/** The present moment as the API writes it: RFC 3339, UTC, microseconds. Later calls never answer an earlier moment. */
export function timestamp(): string {
  const microseconds = Math.floor((performance.timeOrigin + performance.now()) * 1000);
  const fraction = String(microseconds % 1000).padStart(3, "0");
  return `${new Date(Math.floor(microseconds / 1000)).toISOString().slice(0, -1)}${fraction}Z`;
}

/** A moment given by a client, as the API writes it; a fraction of zero is left out. */
export function normalisedTimestamp(date: Date): string {
  return date
    .toISOString()
    .replace(/\.000Z$/, "Z")
    .replace(/\.(\d{3})Z$/, ".$1000Z");
}

/** A duration as the API writes it: `2592000s`, `0.500s`. */
export function formatDuration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${seconds.toFixed(3)}s`;
}

/** Seconds in a duration such as `2592000.000000000s`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+(?:\.\d{1,9})?)s$/.exec(text);
  return match ? Number(match[1]) : undefined;
}

/** The moment `duration` after `moment`, both as the API writes them. */
export function later(moment: string, duration: string): string {
  const milliseconds = Date.parse(moment) + (parseDuration(duration) ?? 0) * 1000;
  const belowMilliseconds = /\.\d{3}(\d{3})Z$/.exec(moment)?.[1] ?? "000";
  return `${new Date(milliseconds).toISOString().slice(0, -1)}${belowMilliseconds}Z`;
}
