import type { Answer } from "./api";
import { invalidArgument } from "./errors";
import { LOCALITIES, regionOf } from "./localities";
import { timestamp } from "./time";
import type { World } from "./world";

/** A region or zone in which nothing answers, until somebody ends it. */
export interface Outage {
  /** `fr-par`, or `fr-par-2`. */
  readonly locality: string;
  /** RFC 3339. */
  readonly since: string;
}

const collection = (world: World) => world.collection<Outage>("local/outages");

/** Oldest first. */
export const outages = (world: World): Outage[] => [...collection(world).values()];

/**
 * Begins an outage; one that has begun goes on.
 * @throws InvalidArguments for a locality that does not exist
 */
export function beginOutage(world: World, locality: string): Outage {
  const outage = { locality: known(locality), since: timestamp() };
  const begun = collection(world).get(locality);
  if (!begun) collection(world).put(locality, outage);
  return begun ?? outage;
}

/**
 * Ends the outage of exactly this locality, if there is one: a zone stays down with its region.
 * @throws InvalidArguments for a locality that does not exist
 */
export function endOutage(world: World, locality: string): void {
  collection(world).delete(known(locality));
}

/** The outage that reaches a locality: its own, or a zone's by that of its region. */
export const outageOf = (world: World, locality: string): Outage | undefined =>
  collection(world).get(regionOf(locality)) ?? collection(world).get(locality);

/** So that clients give up soon: the provider would wait for 14 seconds between its four tries (internal/transport/retry.go). */
export const RETRY_AT_ONCE = { "Retry-After": "0" };

export const unavailableIn = ({ locality }: Outage): string =>
  `${locality} is down: an outage was begun on the local Scaleway`;

/** What the JSON APIs answer during an outage. A 503 of the real ones has nothing but a message. */
export const unavailable = (outage: Outage): Answer => ({
  status: 503,
  headers: RETRY_AT_ONCE,
  body: { message: unavailableIn(outage) },
});

function known(locality: string): string {
  if (LOCALITIES.includes(locality)) return locality;
  throw invalidArgument(
    "locality",
    "constraint",
    `must be one of ${LOCALITIES.join(", ")}; got ${JSON.stringify(locality)}`,
  );
}
