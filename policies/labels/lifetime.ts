import type { Part, Reference, Resource } from "@hdh/policy-engine";
import { numberOf } from "../values/scalars";

const DAY = 24 * 60 * 60 * 1000;

/** Longest length of each unit, in days. */
const UNITS: Readonly<Record<string, number>> = { minutes: 1 / 1440, hours: 1 / 24, days: 1, months: 31, years: 366 };

/** Helpers that make a date from the day of their creation, and the attribute that holds it (hashicorp/time, docs). */
const CLOCKS: Readonly<Record<string, { readonly date: string; readonly prefix: string }>> = {
  time_offset: { date: "rfc3339", prefix: "offset" },
  time_rotating: { date: "rotation_rfc3339", prefix: "rotation" },
};

/** Days from the day of a run to a date as RFC 3339; `undefined` where it is no date. */
export function daysUntil(date: string, asOf: string): number | undefined {
  const days = (Date.parse(date) - Date.parse(asOf)) / DAY;
  return Number.isNaN(days) ? undefined : days;
}

/**
 * Days that something lasts whose end is a date that `time_rotating` or `time_offset` makes at apply. `undefined` where
 * it is anything else, or they state no length.
 */
export function daysFromClock([end, ...rest]: readonly Part[]): number | undefined {
  if (typeof end !== "object" || end.is !== "reference" || rest.length > 0) return undefined;
  return lengthOf(end);
}

function lengthOf({ resource, attribute }: Reference): number | undefined {
  const clock = CLOCKS[resource.type];
  if (!clock || attribute !== clock.date) return undefined;
  const lengths = Object.entries(UNITS).flatMap(([unit, days]) => inUnit(resource, `${clock.prefix}_${unit}`, days));
  return lengths.length === 0 ? undefined : lengths.reduce((sum, length) => sum + length);
}

function inUnit(clock: Resource, argument: string, days: number): number[] {
  const value = clock.value(argument);
  if (value.is === "absent") return [];
  return [value.is === "known" ? numberOf(value.value) * days : Number.NaN];
}
