import { type Answer, ok } from "./api";
import { pageFields } from "./listing";

/*
 * The Instances API is older than the others and answers in its own way: one document stands under its kind, a creation
 * is answered 201, and lists are paged by `per_page` and counted by a header (scaleway-sdk-go, api/instance/v1).
 */

export const perPageFields = { page: pageFields.page, per_page: pageFields.page_size };

/** The parameters of a page by their usual names. */
export const pageOf = <Q extends { readonly per_page?: unknown }>(query: Q): Q & { page_size: Q["per_page"] } => ({
  ...query,
  page_size: query.per_page,
});

/** A list whose count is told by a header instead of by its body. */
export function countedInHeader(list: object): Answer {
  const { total_count, ...body } = list as { readonly total_count?: number };
  return { ...ok(body), headers: { "X-Total-Count": String(total_count) } };
}
