import type { Kind } from "./graph";
import type { Resource } from "./resource";

/** What a plan does to a resource. `forget` takes it out of the state and lets it live. */
export type Action = "create" | "update" | "replace" | "delete" | "forget";

/** One change of a managed resource that a plan makes. */
export interface Change extends Kind {
  readonly action: Action;
  readonly address: string;
  /** As it is. @default - it is created */
  readonly before?: Resource;
  /** As it will be. @default - it is deleted or forgotten */
  readonly after?: Resource;
  /** Where the change stands: as it will be, else as it is. */
  readonly resource: Resource;
  /** Attributes that force a replacement, such as `region` or `rule[0].name`. */
  readonly replacedBy: readonly string[];
  /** Key of the object that an earlier, failed replacement left behind. @default - the resource itself changes */
  readonly deposed?: string;
}

/** @returns `undefined` for what changes nothing, such as `no-op` and `read` */
export function actionOf(actions: readonly unknown[]): Action | undefined {
  const has = (action: string) => actions.includes(action);
  if (has("create")) return has("delete") || has("forget") ? "replace" : "create";
  if (has("delete")) return "delete";
  if (has("forget")) return "forget";
  return has("update") ? "update" : undefined;
}
