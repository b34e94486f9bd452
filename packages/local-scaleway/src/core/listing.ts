import { type Field, type Fields, flagParameter, integerParameter, listParameter, oneOf, text, uuid } from "./fields";

export type Predicate<V> = (item: V) => boolean;
/** A parameter of a list request that keeps some of its items, or all of them when it is absent. */
export type Filter<V> = Field<Predicate<V> | undefined>;

export interface ListDefinition<V> {
  /** Under which key of the answer the items stand. */
  readonly key: string;
  /**
   * What may follow `order_by=` before `_asc` or `_desc`, and the field it sorts by; the first one is the default.
   * @default newest first, and there is no `order_by`
   */
  readonly orderBy?: Readonly<Record<string, Extract<keyof V, string>>>;
  /** The direction of the default order. @default asc */
  readonly direction?: "asc" | "desc";
  /** The answer has all items and no count. */
  readonly unpaged?: boolean;
  readonly filters?: Readonly<Record<string, Filter<V>>>;
}

/** Items that have the parameter's text in this field. */
export const contains = <K extends string>(key: K): Filter<Readonly<Record<K, string>>> =>
  text()
    .map((wanted) => (item: Readonly<Record<K, string>>) => item[key].includes(wanted))
    .optional();

/** Items whose field is the parameter's text. */
export const equalText = <K extends string>(key: K): Filter<Readonly<Record<K, string>>> =>
  text()
    .map((wanted) => (item: Readonly<Record<K, string>>) => item[key] === wanted)
    .optional();

export const equalId = <K extends string>(key: K): Filter<Readonly<{ [P in K]?: string | undefined }>> =>
  uuid()
    .map((wanted) => (item: Readonly<{ [P in K]?: string | undefined }>) => item[key] === wanted)
    .optional();

export const amongIds = <K extends string>(key: K): Filter<Readonly<{ [P in K]?: string | undefined }>> =>
  listParameter(text())
    .map((wanted) => (item: Readonly<{ [P in K]?: string | undefined }>) => wanted.includes(item[key] ?? ""))
    .optional();

export const isSet = <K extends string>(key: K): Filter<Readonly<{ [P in K]?: boolean | undefined }>> =>
  flagParameter()
    .map((wanted) => (item: Readonly<{ [P in K]?: boolean | undefined }>) => (item[key] ?? false) === wanted)
    .optional();

/** Items with at least one of the given tags. */
export const tagged: Filter<{ readonly tags: readonly string[] }> = listParameter(text())
  .map((wanted) => (item: { readonly tags: readonly string[] }) => item.tags.some((tag) => wanted.includes(tag)))
  .optional();

/** Items with a tag that has the given text in it. */
export const tagContains: Filter<{ readonly tags: readonly string[] }> = text()
  .map((wanted) => (item: { readonly tags: readonly string[] }) => item.tags.some((tag) => tag.includes(wanted)))
  .optional();

/** Pages start at 1; 50 items unless told otherwise, at most 100. */
export const pageFields = {
  page: integerParameter({ min: 1, max: 2 ** 31 - 1 }).default(1),
  page_size: integerParameter({ min: 1, max: 100 }).default(50),
};

/** @param paging parameters of pages, when they have other names than {@link pageFields} */
export function listFields<V>(
  { orderBy, direction = "asc", unpaged, filters }: ListDefinition<V>,
  paging: Fields = pageFields,
): Fields {
  const names = Object.keys(orderBy ?? {});
  const orders = names.flatMap((name) => [`${name}_asc`, `${name}_desc`]);
  return {
    ...(unpaged ? {} : paging),
    ...(orderBy ? { order_by: oneOf(...orders).default(`${names[0]}_${direction}`) } : {}),
    ...filters,
  };
}

/** The answer to a list request whose query was read by {@link listFields}. */
export function listed<T extends object>(
  { key, orderBy, unpaged, filters }: ListDefinition<T>,
  all: readonly T[],
  query: Readonly<Record<string, unknown>>,
  shown: (item: T) => object,
): object {
  const keeps = Object.keys(filters ?? {}).flatMap((name) => (query[name] as Predicate<T> | undefined) ?? []);
  const items = all.filter((item) => keeps.every((keep) => keep(item)));
  if (orderBy) {
    const [, name = "", direction] = /^(.*)_(asc|desc)$/.exec(query.order_by as string) ?? [];
    const field = orderBy[name]!;
    const sign = direction === "desc" ? -1 : 1;
    items.sort((a, b) => sign * compare(a[field], b[field]));
  } else items.reverse();
  if (unpaged) return { [key]: items.map(shown) };
  // `pageFields` are among the fields that the query was read by.
  return paged(key, items, query as unknown as Page, shown);
}

export interface Page {
  readonly page: number;
  readonly page_size: number;
}

/** One page of the items, and how many there are in all. */
export const paged = <T extends object>(
  key: string,
  items: readonly T[],
  { page, page_size }: Page,
  shown: (item: T) => object = (item) => item,
) => ({
  [key]: items.slice((page - 1) * page_size, page * page_size).map(shown),
  total_count: items.length,
});

/** Numbers by value, texts by code unit, absent values first. */
function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [String(a ?? ""), String(b ?? "")];
  return left < right ? -1 : left > right ? 1 : 0;
}
