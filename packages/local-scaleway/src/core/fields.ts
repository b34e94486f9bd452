import { isIP } from "node:net";
import { parse, parseCIDR } from "ipaddr.js";
import type { Call } from "./api";
import { type InvalidArgument, InvalidArguments, invalidArgument, type Reason } from "./errors";
import { formatDuration, normalisedTimestamp, parseDuration } from "./time";

/** Where a value was found. */
export interface Place {
  /** `rules.0.source`; empty for the body itself. */
  readonly argument: string;
  readonly call: Call;
}

/** How one argument of a request is read: what it must be, and what it is when it is absent. */
export class Field<T> {
  constructor(
    private readonly check: (value: unknown, place: Place) => T,
    private readonly whenAbsent: (place: Place) => T = ({ argument }) => {
      throw invalidArgument(argument, "required", "is required");
    },
    readonly isAbsent: (value: unknown) => boolean = (value) => value === undefined || value === null,
  ) {}

  /** @throws InvalidArguments, or another ApiError for a reference to nothing */
  read(value: unknown, place: Place): T {
    return this.isAbsent(value) ? this.whenAbsent(place) : this.check(value, place);
  }

  optional(): Field<T | undefined> {
    return new Field<T | undefined>(this.check, () => undefined, this.isAbsent);
  }

  nullable(): Field<T | null> {
    return new Field<T | null>(this.check, () => null, this.isAbsent);
  }

  /** The value when the argument is absent or null. */
  default(value: T | ((call: Call) => T)): Field<T> {
    const make = typeof value === "function" ? (value as (call: Call) => T) : () => value;
    return new Field(this.check, ({ call }) => make(call), this.isAbsent);
  }

  /** Goes on with a value that is present and right so far. */
  map<U>(next: (value: T, place: Place) => U): Field<U> {
    return new Field((value, place) => next(this.check(value, place), place), undefined, this.isAbsent);
  }
}

export type Fields = Readonly<Record<string, Field<unknown>>>;
export type Values<F extends Fields> = { [K in keyof F]: F[K] extends Field<infer T> ? T : never };

const refuse = ({ argument }: Place, reason: Reason, help: string): never => {
  throw invalidArgument(argument, reason, help);
};

const inside = (place: Place, key: string | number): Place => ({
  ...place,
  argument: place.argument === "" ? String(key) : `${place.argument}.${key}`,
});

/** Reads several values and reports everything wrong with them together. */
class Reader {
  private readonly problems: InvalidArgument[] = [];

  attempt(read: () => void): void {
    try {
      read();
    } catch (error) {
      if (!(error instanceof InvalidArguments)) throw error;
      this.problems.push(...error.details);
    }
  }

  finish(): void {
    if (this.problems.length > 0) throw new InvalidArguments(this.problems);
  }
}

function entries(fields: Fields, body: unknown, place: Place, reader: Reader): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw invalidArgument(place.argument || "body", "format", "must be a JSON object");
  }
  for (const name of Object.keys(body)) {
    if (!Object.hasOwn(fields, name)) {
      reader.attempt(() => refuse(inside(place, name), "unknown", "is not an argument of this request"));
    }
  }
  return body as Record<string, unknown>;
}

/** Reads every field. An argument that no field names is refused. */
export function readFields<F extends Fields>(fields: F, body: unknown, place: Place): Values<F> {
  const reader = new Reader();
  const given = entries(fields, body, place, reader);
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    reader.attempt(() => {
      values[name] = field.read(given[name], inside(place, name));
    });
  }
  reader.finish();
  return values as Values<F>;
}

/** Reads the fields of a PATCH: what is absent, null or an `unknown_` member of an enum stays as it is. */
export function readChanges<F extends Fields>(fields: F, body: unknown, place: Place): Partial<Values<F>> {
  const reader = new Reader();
  const given = entries(fields, body, place, reader);
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    if (field.isAbsent(given[name])) continue;
    reader.attempt(() => {
      values[name] = field.read(given[name], inside(place, name));
    });
  }
  reader.finish();
  return values as Partial<Values<F>>;
}

/** Lengths in characters; by default any length from 0. */
export const text = ({ min = 0, max = Number.POSITIVE_INFINITY }: { min?: number; max?: number } = {}) =>
  new Field((value, place) => {
    if (typeof value !== "string") return refuse(place, "format", "must be a string");
    if (value.length < min) return refuse(place, "constraint", `must have at least ${min} character(s)`);
    if (value.length > max) return refuse(place, "constraint", `must have at most ${max} characters`);
    return value;
  });

export const flag = () =>
  new Field((value, place) => (typeof value === "boolean" ? value : refuse(place, "format", "must be a boolean")));

export const integer = ({ min, max }: { min: number; max: number }) =>
  new Field((value, place) => {
    if (typeof value !== "number" || !Number.isInteger(value)) return refuse(place, "format", "must be an integer");
    if (value < min || value > max) return refuse(place, "constraint", `must be between ${min} and ${max}`);
    return value;
  });

/** Any number; limits are inclusive. */
export const number = ({ min, max }: { min: number; max: number }) =>
  new Field((value, place) => {
    if (typeof value !== "number") return refuse(place, "format", "must be a number");
    if (value < min || value > max) return refuse(place, "constraint", `must be between ${min} and ${max}`);
    return value;
  });

/** An enum. Its `unknown_…` member, or the empty text that Go's zero value becomes, is how clients say nothing. */
export const oneOf = <const M extends string>(...members: readonly M[]) =>
  new Field<M>(
    (value, place) =>
      members.find((member) => member === value) ??
      refuse(place, "constraint", `must be one of ${members.join(", ")}; got ${JSON.stringify(value)}`),
    undefined,
    (value) => value === undefined || value === null || (typeof value === "string" && /^($|unknown_)/.test(value)),
  );

/** `max`: most elements it may have. */
export const list = <T>(element: Field<T>, { min = 0, max = Number.POSITIVE_INFINITY } = {}) =>
  new Field((value, place) => {
    if (!Array.isArray(value)) return refuse(place, "format", "must be a list");
    if (value.length < min) return refuse(place, "constraint", `must have at least ${min} element(s)`);
    if (value.length > max) return refuse(place, "constraint", `must have at most ${max} elements`);
    const reader = new Reader();
    const elements: T[] = [];
    for (const [index, one] of value.entries()) {
      reader.attempt(() => elements.push(element.read(one, inside(place, index))));
    }
    reader.finish();
    return elements;
  });

export const tags = (limits: { max?: number } = {}) => list(text(), limits).default([]);

export const object = <F extends Fields>(fields: F) =>
  new Field((value, place): Values<F> => readFields(fields, value, place));

/** Part of something that exists: what is absent, null or an `unknown_` member of an enum is not said. */
export const changes = <F extends Fields>(fields: F) =>
  new Field((value, place): Partial<Values<F>> => readChanges(fields, value, place));

/** Texts by names that the client chooses. */
export const textMap = () =>
  new Field((value, place): Readonly<Record<string, string>> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return refuse(place, "format", "must be a JSON object");
    }
    return readFields(Object.fromEntries(Object.keys(value).map((name) => [name, text()])), value, place);
  });

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

export const uuid = () =>
  text().map((value, place) => (UUID.test(value) ? value.toLowerCase() : refuse(place, "format", "must be a UUID")));

/** Bytes, base64 with padding; `min` and `max` count bytes. */
export const bytes = ({ min = 0, max = Number.POSITIVE_INFINITY } = {}) =>
  text().map((value, place) => {
    const decoded = Buffer.from(value, "base64");
    if (decoded.toString("base64") !== value) return refuse(place, "format", "must be base64");
    if (decoded.length < min || decoded.length > max) {
      return refuse(place, "constraint", `must have between ${min} and ${max} bytes; has ${decoded.length}`);
    }
    return decoded;
  });

/** The id of something that exists, and that the call's path reaches; else 404. */
export const ref = (target: { find(call: Call, id: string): unknown }) =>
  uuid().map((id, { call }) => {
    target.find(call, id);
    return id;
  });

/** An IP range without host bits, as the API writes it. */
export const cidr = () =>
  text().map((value, place) => {
    const [address = "", prefix = ""] = value.split("/");
    const version = isIP(address);
    if (
      version === 0 ||
      address.includes("%") ||
      !/^\d{1,3}$/.test(prefix) ||
      Number(prefix) > (version === 4 ? 32 : 128)
    ) {
      return refuse(place, "format", "must be an IP range such as 172.16.0.0/22");
    }
    const [ip, length] = parseCIDR(value);
    const bytes = ip.toByteArray();
    const network = bytes.map((byte, index) => byte & (0xff << Math.max(0, Math.min(8, 8 * (index + 1) - length))));
    if (network.some((byte, index) => byte !== bytes[index])) {
      return refuse(place, "constraint", `has bits set below its prefix length: ${value}`);
    }
    return `${ip.toString()}/${length}`;
  });

/** One IP address without a prefix length, as the API writes it. */
export const ipAddress = () =>
  text().map((value, place) =>
    isIP(value) === 0 || value.includes("%")
      ? refuse(place, "format", "must be an IP address such as 172.16.0.2")
      : parse(value).toString(),
  );

export const email = () =>
  text().map((value, place) =>
    /^[^\s@]+@[^\s@]+$/.test(value) ? value : refuse(place, "format", "must be an e-mail address"),
  );

/** An http or https URL. */
export const url = () =>
  text().map((value, place) =>
    URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)
      ? value
      : refuse(place, "format", "must be an http or https URL"),
  );

/** A moment, RFC 3339. */
export const moment = () =>
  text().map((value, place) => {
    const wellFormed = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(value);
    const date = new Date(value);
    if (!wellFormed || Number.isNaN(date.getTime()))
      return refuse(place, "format", "must be an RFC 3339 date and time");
    return normalisedTimestamp(date);
  });

/** A duration such as `86400s`; limits in seconds, inclusive. */
export const duration = ({ min, max }: { min: number; max: number }) =>
  text().map((value, place) => {
    const seconds = parseDuration(value);
    if (seconds === undefined) return refuse(place, "format", "must be a duration such as 86400s");
    if (seconds < min || seconds > max) return refuse(place, "constraint", `must be between ${min}s and ${max}s`);
    return formatDuration(seconds);
  });

/** A boolean in a query string. */
export const flagParameter = () =>
  text().map((value, place) =>
    value === "true" || value === "false" ? value === "true" : refuse(place, "format", "must be true or false"),
  );

/** An integer in a query string. */
export const integerParameter = (limits: { min: number; max: number }) =>
  text().map((value, place) => integer(limits).read(/^-?\d{1,15}$/.test(value) ? Number(value) : value, place));

/** A list in a query string: its parameter given once, or repeated. */
export const listParameter = <T>(element: Field<T>) =>
  new Field((value, place) => list(element).read(Array.isArray(value) ? value : [value], place));
