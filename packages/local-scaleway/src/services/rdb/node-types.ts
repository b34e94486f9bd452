import { invalidArgument } from "../../core/errors";
import { oneOf, text } from "../../core/fields";
import { engineNamed, type Setting } from "./engines";

interface NodeType {
  /** Size of its local volume, in bytes; absent from types without one. */
  readonly localVolume?: number;
  /** What a new instance of this type is set to, as far as its engine has these settings. */
  readonly settings: Readonly<Record<string, string>>;
}

const GB = 1_000_000_000;

const SMALLEST = {
  effective_cache_size: "1300",
  maintenance_work_mem: "150",
  max_connections: "100",
  max_parallel_workers: "0",
  max_parallel_workers_per_gather: "0",
  work_mem: "4",
};

/**
 * Types of production, with block storage only (scaleway.com, pricing of managed databases, 2026). None was seen in
 * traffic, so nobody knows here what their engine is set to.
 */
const FOR_PRODUCTION = [
  "db-pro2-xxs",
  "db-pro2-xs",
  "db-pro2-s",
  "db-pro2-m",
  "db-pro2-l",
  "db-pop2-2c-8g",
  "db-pop2-4c-16g",
  "db-pop2-8c-32g",
  "db-pop2-16c-64g",
  "db-pop2-32c-128g",
];

/** The types that were seen in traffic, whose memory decides what their engine is set to, and those for production. */
const NODE_TYPES: Readonly<Record<string, NodeType>> = {
  "db-dev-s": { localVolume: 5 * GB, settings: SMALLEST },
  "db-dev-m": {
    localVolume: 25 * GB,
    settings: {
      effective_cache_size: "2700",
      maintenance_work_mem: "300",
      max_connections: "150",
      max_parallel_workers: "1",
      max_parallel_workers_per_gather: "0",
      work_mem: "8",
    },
  },
  "db-play2-pico": { settings: SMALLEST },
  "db-play2-nano": { settings: SMALLEST },
  ...Object.fromEntries(FOR_PRODUCTION.map((name) => [name, { settings: {} }])),
};

/** The name of a node type, in any case. */
export const nodeType = () =>
  text().map((value, { argument }) => {
    const name = value.toLowerCase();
    if (Object.hasOwn(NODE_TYPES, name)) return name;
    throw invalidArgument(
      argument,
      "constraint",
      `must be one of ${Object.keys(NODE_TYPES).join(", ")}; got "${value}"`,
    );
  });

export function initialSettings(node_type: string, engine: string): Setting[] {
  const known = engineNamed(engine).settings;
  return Object.entries(NODE_TYPES[node_type]?.settings ?? {})
    .filter(([name]) => Object.hasOwn(known, name))
    .map(([name, value]) => ({ name, value }));
}

export interface Volume {
  readonly type: "lssd" | "sbs_5k" | "sbs_15k";
  readonly class: "lssd" | "sbs";
  /** Bytes. */
  readonly size: number;
}

export const volumeType = () => oneOf("lssd", "sbs_5k", "sbs_15k");

/** Sizes of block storage come in steps of 5 GB (provider, docs/resources/rdb_instance.md, volume_size_in_gb). */
const STEP = 5 * GB;

/**
 * @param size bytes of block storage; 0 for a local volume, whose size the node type decides
 * @throws InvalidArguments when the node type has no such volume
 */
export function volume(type: Volume["type"], size: number, node_type: string): Volume {
  if (type === "lssd") {
    const { localVolume } = NODE_TYPES[node_type] ?? {};
    if (localVolume === undefined) {
      throw invalidArgument("volume_type", "constraint", `${node_type} has block storage only: sbs_5k or sbs_15k`);
    }
    if (size !== 0) throw invalidArgument("volume_size", "constraint", "the node type decides the size of lssd");
    return { type, class: "lssd", size: localVolume };
  }
  if (size === 0 || size % STEP !== 0) {
    throw invalidArgument("volume_size", "constraint", `must be a multiple of ${STEP} bytes; got ${size}`);
  }
  return { type, class: "sbs", size };
}
