import type { Call, Platform } from "./api";
import type { ApiError } from "./errors";
import { type Fields, readChanges, readFields, type Values } from "./fields";
import type { ListDefinition } from "./listing";

/** What the engine needs to know of every document. */
export interface Document {
  /** Where it is, when it is somewhere. */
  readonly region?: string;
  readonly zone?: string;
  readonly name?: string;
  readonly project_id?: string;
  /** RFC 3339. */
  readonly created_at: string;
  /** Kept up to date by the engine. */
  readonly updated_at?: string;
}

/** What a new document gets that no client gave. */
export interface Birth {
  readonly id: string;
  readonly now: string;
  /** Region of a regional collection; empty elsewhere. */
  readonly region: string;
  /** Zone of a zonal collection; empty elsewhere. */
  readonly zone: string;
  readonly call: Call;
}

/** Makes a document of the body of a POST. */
export type Creation<T> = (birth: Birth) => T;

export const creation =
  <F extends Fields, T>(fields: F, initial: (given: Values<F>, birth: Birth) => T): Creation<T> =>
  (birth) =>
    initial(readFields(fields, birth.call.request.body ?? {}, { argument: "", call: birth.call }), birth);

/** Applies the body of a PATCH to a document. */
export type Update<T> = (document: T, call: Call) => T;

/** `changed` makes the new document. @default what was given replaces what was there */
export const update =
  <F extends Fields, T extends object>(
    fields: F,
    changed: (document: T, given: Partial<Values<F>>, call: Call) => T = (document, given) => ({
      ...document,
      ...given,
    }),
  ): Update<T> =>
  (document, call) =>
    changed(document, readChanges(fields, call.request.body ?? {}, { argument: "", call }), call);

/** How things of a kind are deleted. */
export interface Deletion<T> {
  /** Why it cannot be deleted now; undefined when it can. */
  readonly refusal?: (document: T, call: Call) => ApiError | undefined;
  /** The document that stays for some days. @default nothing stays */
  readonly leaves?: (document: T, call: Call) => T;
  /** Deletes what cannot be without it. */
  readonly takesAlong?: (document: T, call: Call) => void;
  /** Actions that a client must run first. */
  readonly after?: readonly string[];
}

/**
 * A collection of the API, as its reference page describes it. What is left out does not exist: without `create`
 * there is no POST, without `update` no PATCH, without `deletion` no DELETE.
 */
export interface Definition<T extends Document> {
  /** `/vpc/v2/regions/{region}/vpcs` */
  readonly path: string;
  /** What one of them is called: `private_network`. */
  readonly kind: string;
  /** Its name in the error of a path that leads to none. @default kind */
  readonly notFoundAs?: string;
  readonly terraformType?: string;
  /** The field that identifies it. @default id */
  readonly idField?: Extract<keyof T, string>;
  /** @default a random UUID */
  readonly newId?: () => string;

  readonly create?: Creation<T>;
  readonly update?: Update<T>;
  readonly deletion?: Deletion<T>;
  /** `POST …/{id}/<name>` without arguments. An action that answers the very same document has changed nothing. */
  readonly actions?: Readonly<Record<string, (document: T, call: Call) => T>>;
  readonly list: ListDefinition<T>;

  /** What the next request finds after a change: the end of a transient state; undefined when that is not to be. */
  readonly settled?: (document: T) => T | undefined;
  /** How it is shown. @default as it is */
  readonly shown?: (document: T, platform: Platform) => object;
  /** Fields that only the answer to its creation shows; null afterwards. */
  readonly shownOnce?: readonly Extract<keyof T, string>[];
  /** Deleted, but kept for some days: nothing but its `revivals` can change it. */
  readonly isScheduledForDeletion?: (document: T) => boolean;
  /** Names of the actions that bring it back. */
  readonly revivals?: readonly string[];
}
