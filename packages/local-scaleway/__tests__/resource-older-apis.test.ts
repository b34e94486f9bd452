import { Call, type Operation, type Platform } from "../src/core/api";
import { creation, replacement } from "../src/core/definition";
import { tags, text } from "../src/core/fields";
import { resource } from "../src/core/resource";
import { World } from "../src/core/world";
import { temporaryDirectory } from "./helpers/server";

interface Server {
  readonly id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly created_at: string;
}

const fields = { name: text({ min: 1 }), tags: tags() };
const create = creation(fields, (given, { id, now }): Server => ({ id, ...given, created_at: now }));

const wrapped = resource<Server>({
  path: "/old/v1/servers",
  kind: "server",
  dialect: "instance",
  create,
  list: { key: "servers" },
});
const replaced = resource<Server>({
  path: "/old/v1/machines",
  kind: "machine",
  notFoundInWords: "machine not Found",
  create,
  replacement: replacement(fields),
});

const world = World.open(temporaryDirectory());
const platform: Platform = { world, liveObjects: () => [] };

function ask(
  operations: readonly Operation[],
  method: string,
  params: Record<string, string>,
  body?: object,
  search = "",
) {
  const isOne = Object.keys(params).length > 0;
  const operation = operations.find((one) => one.method === method && one.path.endsWith("}") === isOne)!;
  return operation.answer(
    new Call(platform, { method, path: operation.path, params, query: new URLSearchParams(search), body }),
  );
}

describe("a resource in the dialect of instances", () => {
  const made = ["a", "b", "c"].map((name) => ask(wrapped.operations, "POST", {}, { name }));

  it("stands under its kind, and is created with 201", () => {
    const [first] = made;
    expect(first).toMatchObject({ status: 201, body: { server: { name: "a" } } });
    const { server } = first!.body as { server: Server };
    expect(ask(wrapped.operations, "GET", { server: server.id })).toEqual({ status: 200, body: { server } });
  });

  it("is paged by per_page, and counted by a header", () => {
    expect(ask(wrapped.operations, "GET", {}, undefined, "page=2&per_page=2")).toEqual({
      status: 200,
      headers: { "X-Total-Count": "3" },
      body: { servers: [expect.objectContaining({ name: "a" })] },
    });
    expect(() => ask(wrapped.operations, "GET", {}, undefined, "page_size=2")).toThrow("invalid argument(s)");
  });
});

describe("a resource that is replaced", () => {
  const one = () => (ask(replaced.operations, "POST", {}, { name: "before", tags: ["a"] }).body as Server).id;

  it("loses what a PUT leaves out, and refuses a PUT without what it needs", () => {
    const machine = one();
    const { body } = ask(replaced.operations, "PUT", { machine }, { name: "after" });
    expect(body).toMatchObject({ id: machine, name: "after", tags: [] });
    expect(() => ask(replaced.operations, "PUT", { machine }, { tags: [] })).toThrow("invalid argument(s)");
    expect(replaced.operations.map(({ method }) => method)).not.toContain("PATCH");
  });

  it("is missing in a sentence, where the API says no more", () => {
    const missing = expect.objectContaining({ status: 404, body: { message: "machine not Found" } });
    const asked = (method: string) => () => ask(replaced.operations, method, { machine: "none" }, { name: "n" });
    expect(asked("PUT")).toThrow(missing);
    const call = new Call(platform, {
      method: "GET",
      path: "",
      params: {},
      query: new URLSearchParams(),
      body: undefined,
    });
    expect(() => replaced.find(call, "none")).toThrow(missing);
  });
});
