import { Call, type Operation, type Platform } from "../src/core/api";
import { creation } from "../src/core/definition";
import { text } from "../src/core/fields";
import { type Resource, resource } from "../src/core/resource";
import { World } from "../src/core/world";
import { temporaryDirectory } from "./helpers/server";

interface Shelf {
  readonly id: string;
  readonly region: string;
  readonly created_at: string;
}

const shelves = resource<Shelf>({
  path: "/library/v1/regions/{region}/shelves",
  kind: "shelf",
  create: creation({}, (_, { id, now, region }) => ({ id, region, created_at: now })),
  list: { key: "shelves", orderBy: { created_at: "created_at" } },
});

/** Numbered on its shelf: the number is what its path ends with. */
interface Book {
  readonly number: number;
  readonly shelf_id: string;
  readonly title: string;
  readonly region: string;
  readonly created_at: string;
}

const books: Resource<Book> = resource({
  path: "/library/v1/regions/{region}/shelves/{shelf}/books",
  parent: { resource: shelves, field: "shelf_id" },
  kind: "book",
  terraformType: "example_book",
  idField: "number",
  alias: (name) => (name === "first" ? "1" : undefined),
  create: creation({ title: text() }, ({ title }, { now, region, parentId, call }) => {
    const others = [...books.documents(call.platform).values()].filter(({ shelf_id }) => shelf_id === parentId);
    return { number: others.length + 1, shelf_id: parentId, title, region, created_at: now };
  }),
  inventory: ({ title }) => ({ name: title }),
  list: { key: "books" },
  deletion: { leaves: (book) => (book.title === "Bible" ? { ...book, title: "Lost" } : undefined) },
});

/** Lent under a path of its own. */
interface Card {
  readonly id: string;
  readonly shelf_id: string;
  readonly created_at: string;
}

const cards = resource<Card>({
  path: "/library/v1/cards",
  collectionPath: "/library/v1/shelves/{shelf}/cards",
  parent: { resource: shelves, field: "shelf_id" },
  kind: "card",
  terraformType: "example_card",
  create: creation({}, (_, { id, now, parentId }) => ({ id, shelf_id: parentId, created_at: now })),
  shownAtCreation: (card) => ({ card, pin: "1234" }),
  onlyListed: true,
  list: { key: "cards", unpaged: true },
  deletion: {},
});

/** At most one on each shelf. */
interface Label {
  readonly id: string;
  readonly shelf_id: string;
  readonly created_at: string;
}

const labels = resource<Label>({
  path: "/library/v1/labels",
  collectionPath: "/library/v1/shelves/{shelf}/label",
  parent: { resource: shelves, field: "shelf_id" },
  kind: "label",
  notFoundAs: "shelf_label",
  create: creation({}, (_, { id, now, parentId }) => ({ id, shelf_id: parentId, created_at: now })),
  deletion: {},
});

const world = World.open(temporaryDirectory());
const platform: Platform = { world, liveObjects: () => [] };

function ask(
  { operations }: { operations: readonly Operation[] },
  method: string,
  path: string,
  params: object,
  body?: object,
) {
  const operation = operations.find((one) => one.method === method && one.path.endsWith(path))!;
  const request = { method, path, params: { ...params }, query: new URLSearchParams(), body };
  return operation.answer(new Call(platform, request));
}

// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
const bodyOf = (answer: { body?: object }) => answer.body as any;
const region = "fr-par";
const newShelf = (): string => bodyOf(ask(shelves, "POST", "/shelves", { region })).id;
const addBook = (shelf: string, title: string) => bodyOf(ask(books, "POST", "/books", { region, shelf }, { title }));
const readBook = (shelf: string, book: string) => bodyOf(ask(books, "GET", "/{book}", { region, shelf, book }));
const NOBODY = "99999999-9999-4999-8999-999999999999";

describe("a resource below a parent", () => {
  it("is identified within it", () => {
    const [first, second] = [newShelf(), newShelf()];
    addBook(first, "A");
    addBook(second, "B");
    expect(readBook(first, "1").title).toBe("A");
    expect(readBook(second, "1").title).toBe("B");
    expect(() => readBook(first, "2")).toThrow("resource is not found");
  });

  it("is found by what else stands for its id", () => {
    const shelf = newShelf();
    addBook(shelf, "A");
    addBook(shelf, "B");
    expect(readBook(shelf, "first").title).toBe("A");
  });

  it("needs a parent that exists, where it is", () => {
    const shelf = newShelf();
    expect(() => addBook(NOBODY, "A")).toThrow("resource is not found");
    expect(() => ask(books, "GET", "/books", { region: "nl-ams", shelf })).toThrow("resource is not found");
  });

  it("is listed with its siblings only, newest first", () => {
    const shelf = newShelf();
    addBook(newShelf(), "elsewhere");
    addBook(shelf, "A");
    addBook(shelf, "B");
    expect(bodyOf(ask(books, "GET", "/books", { region, shelf }))).toMatchObject({
      books: [{ title: "B" }, { title: "A" }],
      total_count: 2,
    });
  });

  it("carries its parent in its Terraform id, and is deleted by it", () => {
    const shelf = newShelf();
    addBook(shelf, "inventoried");
    const [object] = books.liveObjects(platform).filter(({ name }) => name === "inventoried");
    expect(object?.id).toBe(`fr-par/${shelf}/1`);
    expect(books.removal(object!)).toEqual([
      { method: "DELETE", path: `/library/v1/regions/fr-par/shelves/${shelf}/books/1` },
    ]);
  });

  it("may stay after its deletion, or not, as it decides", () => {
    const shelf = newShelf();
    addBook(shelf, "Bible");
    addBook(shelf, "A");
    for (const book of ["1", "2"]) ask(books, "DELETE", "/{book}", { region, shelf, book });
    expect(readBook(shelf, "1").title).toBe("Lost");
    expect(() => readBook(shelf, "2")).toThrow("resource is not found");
  });
});

describe("a resource with a path of its own", () => {
  it("is created and listed below its parent, and deleted by its id", () => {
    const shelf = newShelf();
    const { card, pin } = bodyOf(ask(cards, "POST", "/cards", { shelf }));
    expect(pin).toBe("1234");
    expect(bodyOf(ask(cards, "GET", "/cards", { shelf }))).toEqual({ cards: [card] });
    expect(cards.operations.some(({ method, path }) => method === "GET" && path.endsWith("{card}"))).toBe(false);
    expect(cards.removal(cards.liveObjects(platform)[0]!)).toEqual([
      { method: "DELETE", path: `/library/v1/cards/${card.id}` },
    ]);
    ask(cards, "DELETE", "/{card}", { card: card.id });
    expect(bodyOf(ask(cards, "GET", "/cards", { shelf }))).toEqual({ cards: [] });
  });
});

describe("a resource without a list", () => {
  it("is there once or not at all", () => {
    const shelf = newShelf();
    const read = () => bodyOf(ask(labels, "GET", "/label", { shelf }));
    expect(read).toThrow(expect.objectContaining({ body: expect.objectContaining({ resource: "shelf_label" }) }));
    const label = bodyOf(ask(labels, "POST", "/label", { shelf }));
    expect(read()).toEqual(label);
    expect(() => ask(labels, "POST", "/label", { shelf })).toThrow("precondition is not respected");
    expect(bodyOf(ask(labels, "POST", "/label", { shelf: newShelf() })).id).not.toBe(label.id);
    ask(labels, "DELETE", "/{label}", { label: label.id });
    expect(read).toThrow("resource is not found");
  });
});
