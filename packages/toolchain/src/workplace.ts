import type { Cache } from "./cache";
import type { Environment } from "./environment";

/** What every part of the toolchain is made with. */
export interface Workplace {
  readonly cache: Cache;
  /** The caller's variables, of which each child gets a few. */
  readonly environment: Environment;
  /** Says what is going on. */
  readonly report: (message: string) => void;
}
