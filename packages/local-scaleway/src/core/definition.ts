import type { Call, Platform } from "./api";
import type { ApiError } from "./errors";
import { type Fields, readChanges, readFields, type Values } from "./fields";
import type { ListDefinition } from "./listing";
import type { LiveObject } from "./live-object";

/** What the engine needs to know of every document. */
export interface Document {
  /** Where it is, when it is somewhere. */
  readonly region?: string;
  readonly zone?: string;
  readonly name?: string;
  readonly project_id?: string;
  /** Id of what the API made it for, unasked: it is no live object of its own as long as it has one. Never shown. */
  readonly madeFor?: string;
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
  /** What it belongs to; empty when it belongs to nothing. */
  readonly parentId: string;
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

/** Applies the body of a PUT to a document: what it leaves out is as after a creation that left it out. */
export const replacement =
  <F extends Fields, T extends object>(
    fields: F,
    replaced: (document: T, given: Values<F>, call: Call) => T = (document, given) => ({ ...document, ...given }),
  ): Update<T> =>
  (document, call) =>
    replaced(document, readFields(fields, call.request.body ?? {}, { argument: "", call }), call);

/** What `POST …/{id}/<name>` makes of a document; without arguments unless it is {@link taking} some. */
export type Action<T> = ((document: T, call: Call) => T) | { readonly withArguments: Update<T> };

/** An action that takes arguments. */
export const taking = <F extends Fields, T>(
  fields: F,
  act: (document: T, given: Values<F>, call: Call) => T,
): Action<T> => ({
  withArguments: (document, call) =>
    act(document, readFields(fields, call.request.body ?? {}, { argument: "", call }), call),
});

/** What cannot be deleted as long as something else needs it. */
export interface Held {
  isHeldBy(holder: Holder): void;
}

/** Documents that keep others from being deleted. */
export interface Holder {
  readonly kind: string;
  /** How many of them need the document with this id. */
  count(platform: Platform, id: string): number;
}

/** How things of a kind are deleted. */
export interface Deletion<T> {
  /** Parameters of the query; `takesAlong` gets their values. @default none */
  readonly query?: Fields;
  /** Why it cannot be deleted now; undefined when it can. */
  readonly refusal?: (document: T, call: Call) => ApiError | undefined;
  /** The document that stays, for some days or as long as it takes; undefined when nothing does. @default nothing stays */
  readonly leaves?: (document: T, call: Call) => T | undefined;
  /** Whether the answer is 200 with the document that stays. @default 204 without a body */
  readonly answersWhatStays?: boolean;
  /** Deletes what cannot be without it. */
  readonly takesAlong?: (document: T, call: Call, query: Readonly<Record<string, unknown>>) => void;
  /** Actions that a client must run first. */
  readonly after?: readonly string[];
}

/** What others belong to: a placeholder in their paths is called like its kind. */
export interface Parent {
  readonly kind: string;
  /** @throws ApiError when there is none */
  find(call: Call, id: string): unknown;
}

/**
 * A collection of the API, as its reference page describes it. What is left out does not exist: without `create`
 * there is no POST, without `update` no PATCH, without `replacement` no PUT, without `deletion` no DELETE.
 */
export interface Definition<T extends Document> {
  /** `/vpc/v2/regions/{region}/vpcs` */
  readonly path: string;
  /** Where they are created and listed, when `path` leads only to each of them: `/iam/v1alpha1/scim/{scim}/tokens`. */
  readonly collectionPath?: string;
  /** What each of them belongs to, and the field that says so. Documents below a parent in `path` are identified within it. */
  readonly parent?: { readonly resource: Parent; readonly field: Extract<keyof T, string> };
  /** What one of them is called: `private_network`. */
  readonly kind: string;
  /** Its name in the error of a path that leads to none; `unknown` keeps the id to itself too. @default kind */
  readonly notFoundAs?: string;
  /** The whole error of a path that leads to none, where the API says no more: `lbs not Found`. @default by `notFoundAs` */
  readonly notFoundInWords?: string;
  /** `instance`: see instance-dialect.ts. @default the way of all other APIs */
  readonly dialect?: "instance";
  readonly terraformType?: string;
  /** The field that identifies it. @default id */
  readonly idField?: Extract<keyof T, string>;
  /** @default a random UUID */
  readonly newId?: () => string;

  readonly create?: Creation<T>;
  readonly update?: Update<T>;
  readonly replacement?: Update<T>;
  readonly deletion?: Deletion<T>;
  /** Fields with the id of something that cannot be deleted as long as this is there. */
  readonly holds?: Readonly<Partial<Record<Extract<keyof T, string>, Held>>>;
  /** By name. An action that answers the very same document has changed nothing. */
  readonly actions?: Readonly<Record<string, Action<T>>>;
  /** @default there is at most one, to be read where it is created */
  readonly list?: ListDefinition<T>;
  /** No path lists them, though there may be many. */
  readonly notListed?: boolean;
  /** Only the list shows them: there is no path to read one. */
  readonly onlyListed?: boolean;
  /** The id that something else in a path stands for, such as `latest`; undefined when it stands for nothing. */
  readonly alias?: (name: string, call: Call) => string | undefined;

  /** What the next request finds after a change: the end of a transient state; undefined when that is not to be. */
  readonly settled?: (document: T, platform: Platform) => T | undefined;
  /** How it is shown. @default as it is */
  readonly shown?: (document: T, platform: Platform) => object;
  /** The answer to its creation, when that is more than the document. */
  readonly shownAtCreation?: (shown: object) => object;
  /** What the inventory says of it that the document itself does not. */
  readonly inventory?: (document: T, platform: Platform) => Pick<LiveObject, "name" | "projectId" | "partOf">;
  /** Fields that only the answer to its creation shows; null afterwards. */
  readonly shownOnce?: readonly Extract<keyof T, string>[];
  /** Deleted, but kept for some days: nothing but its `revivals` can change it. */
  readonly isScheduledForDeletion?: (document: T) => boolean;
  /** Names of the actions that bring it back. */
  readonly revivals?: readonly string[];
}
