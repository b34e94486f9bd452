import { invalidArgument } from "./errors";
import { type Fields, readFields, type Values } from "./fields";
import type { LiveObject } from "./live-object";
import { isRegion, isZone, regionOf } from "./localities";
import { timestamp } from "./time";
import type { World } from "./world";

/** What every service can reach. */
export interface Platform {
  readonly world: World;
  /** Everything that exists, object storage included. */
  liveObjects(): LiveObject[];
}

export interface Request {
  readonly method: string;
  readonly path: string;
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  /** The parsed JSON body; undefined when there is none. */
  readonly body: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export const ok = (body: object): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204 };

/** One request being answered. */
export class Call {
  /** RFC 3339 with microseconds; the same during the whole call. */
  readonly now = timestamp();

  constructor(
    readonly platform: Platform,
    readonly request: Request,
  ) {
    const { region, zone } = request.params;
    if (region !== undefined && !isRegion(region)) throw invalidArgument("region", "constraint", "is no region");
    if (zone !== undefined && !isZone(zone)) throw invalidArgument("zone", "constraint", "is no zone");
  }

  /** The region in the path, or the one that the zone in the path lies in. */
  get region(): string | undefined {
    const { region, zone } = this.request.params;
    return region ?? (zone && regionOf(zone));
  }

  param(name: string): string {
    const value = this.request.params[name];
    if (value === undefined) throw new Error(`${this.request.path} has no {${name}}`);
    return value;
  }

  /** Whether something with this locality can be seen from the path of this call. */
  reaches({ region, zone }: { readonly region?: string; readonly zone?: string }): boolean {
    if (zone !== undefined && this.request.params.zone !== undefined) return zone === this.request.params.zone;
    const home = region ?? (zone && regionOf(zone));
    return home === undefined || this.region === undefined || home === this.region;
  }
}

/** One method on one path. */
export interface Operation {
  readonly method: string;
  /** `/vpc/v2/regions/{region}/vpcs/{vpc_id}` */
  readonly path: string;
  answer(call: Call): Answer;
}

/** Something that Terraform manages through these operations, or part of it. */
export interface Service {
  readonly operations: readonly Operation[];
  liveObjects?(platform: Platform): LiveObject[];
  /** Terraform type of its live objects. */
  readonly terraformType?: string;
  /** The requests that delete one of its live objects, in order. */
  removal?(object: LiveObject): readonly Removal[];
}

export interface Removal {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
}

/** An operation whose query and body are read by their fields: what they do not name is refused. */
export function operation<Q extends Fields, B extends Fields>({
  method,
  path,
  query,
  body,
  answer,
}: {
  method: string;
  path: string;
  query?: Q;
  body?: B;
  answer: (call: Call, given: { query: Values<Q>; body: Values<B> }) => Answer;
}): Operation {
  return {
    method,
    path,
    answer: (call) =>
      answer(call, {
        query: readFields(query ?? ({} as Q), parametersOf(call), { argument: "", call }),
        body: readFields(body ?? ({} as B), call.request.body ?? {}, { argument: "", call }),
      }),
  };
}

/** Parameters by name; one that is repeated becomes a list. */
function parametersOf({ request: { query } }: Call): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const name of new Set(query.keys())) {
    const all = query.getAll(name);
    values[name] = all.length === 1 ? all[0]! : all;
  }
  return values;
}

/** Puts values into the placeholders of a path. */
export const fill = (path: string, values: Readonly<Record<string, string>>) =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ""));
