import { oneOf } from "../../core/fields";
import type { Filter } from "../../core/listing";

/** Items with a status; `unknown` is how clients say that they want all. */
export const statusFilter = (statuses: readonly string[]): Filter<{ readonly status: string }> =>
  oneOf("unknown", ...statuses)
    .map((wanted) => (item: { readonly status: string }) => wanted === "unknown" || item.status === wanted)
    .optional();
