import { graphOf, type JsonObject, type ModuleDocument, type StackDocument } from "../src";
import { found } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

function moduleOf(json: JsonObject, modules?: Record<string, ModuleDocument>): ModuleDocument {
  return { files: [{ json }], modules };
}

describe("a configuration", () => {
  it("is read from blocks in lists and in several files, comments apart", () => {
    const graph = graphOf([
      {
        name: "s",
        json: {
          "//": "comment",
          resource: { "//": "comment", t: { "//": { metadata: {} }, a: {} } },
          locals: [{ x: 1 }, { y: 2 }],
        },
        others: [
          { json: { resource: [{ t: { b: { x: "${local.x}", y: "${local.y}" } } }], output: { o: { value: "v" } } } },
        ],
      },
    ]);
    expect(graph.managed("t").map(({ name }) => name)).toEqual(["a", "b"]);
    expect([found(graph, "t.b").known("x"), found(graph, "t.b").known("y")]).toEqual([1, 2]);
    expect(found(graph, "output.o").known("value")).toBe("v");
  });

  it("has one terraform block, of all files together", () => {
    const graph = graphOf([
      {
        name: "s",
        json: { terraform: { required_version: "1" } },
        others: [{ json: { terraform: { backend: { local: {} } } } }],
      },
    ]);
    expect(graph.of("terraform", "terraform").map(({ address, names }) => [address, names])).toEqual([
      ["terraform", ["required_version", "backend"]],
    ]);
  });

  it("tells which providers are required, of modules by their address where they want another", () => {
    const requiring = (required_providers: JsonObject) => ({ terraform: { required_providers } });
    const graph = graphOf([
      {
        name: "s",
        json: { ...requiring({ x: { source: "a/x" }, old: "~> 1", bare: { version: "1" } }), module: { m: {}, n: {} } },
        others: [{ json: requiring({ y: { source: "a/y" } }) }],
        modules: {
          m: moduleOf(requiring({ x: { source: "a/x" }, z: { source: "a/z" } })),
          n: moduleOf(requiring({ x: { source: "evil/x" } })),
        },
      },
    ]);
    expect(Object.fromEntries(graph.stacks[0]!.requiredProviders)).toEqual({
      x: "a/x",
      old: "old",
      bare: "bare",
      y: "a/y",
      z: "a/z",
      "module.n.x": "evil/x",
    });
  });

  it("is refused where its modules call one another without end", () => {
    const endless: { files: ModuleDocument["files"]; modules: Record<string, ModuleDocument> } = {
      files: [{ json: { module: { m: {} } } }],
      modules: {},
    };
    endless.modules.m = endless;
    expect(() => graphOf([{ name: "s", json: { module: { m: {} } }, modules: { m: endless } }])).toThrow(
      "is nested more than 50 calls deep",
    );
  });

  it("leaves open how often a module is called that for_each repeats, and what such modules call", () => {
    const inner = moduleOf({ resource: { t: { x: {} } } });
    const outer = moduleOf({ module: { in: {} }, resource: { t: { y: {} } } }, { in: inner });
    const graph = graphOf([
      { name: "s", json: { module: { many: { for_each: ["a"] }, one: {} } }, modules: { many: outer, one: outer } },
    ]);
    expect(graph.managed("t").map(({ address, repeatedBy }) => [address, repeatedBy])).toEqual([
      ["module.many.t.y", "how often module many is called"],
      ["module.many.module.in.t.x", "how often module many is called"],
      ["module.one.t.y", undefined],
      ["module.one.module.in.t.x", undefined],
    ]);
  });
});

describe("the state of a stack", () => {
  const output = { output: { o: { value: "v" } } };
  const writer = (backend: JsonObject, rest: Partial<StackDocument> = {}): StackDocument => ({
    name: "writer",
    json: { terraform: { backend }, ...output },
    ...rest,
  });
  const readsFrom = (document: StackDocument, backend: string, config: JsonObject, file?: string) => {
    const data = { terraform_remote_state: { w: { backend, config } } };
    const resource = { t: { x: { a: "${data.terraform_remote_state.w.outputs.o}" } } };
    const graph = graphOf([document, { name: "reader", file, json: { data, resource } }]);
    return found(graph, "t.x").value("a").is === "known";
  };

  it("lies in a file beside its own, below stacks where it was read from none", () => {
    expect(readsFrom(writer({ local: {} }), "local", { path: "../writer/terraform.tfstate" })).toBe(true);
    expect(readsFrom(writer({ local: { path: "/s/f" } }), "local", { path: "/s/f" })).toBe(true);
    expect(readsFrom(writer({ local: { path: "../../f" } }), "local", { path: "/f" })).toBe(true);
    expect(
      readsFrom(writer({ local: { path: "f" } }, { file: "a/b/cdk.tf.json" }), "local", { path: "../b/f" }, "a/c/x"),
    ).toBe(true);
    expect(readsFrom(writer({ local: { path: "f" } }), "local", { path: "f" })).toBe(false);
    expect(readsFrom(writer({ local: { path: 7 } }), "local", { path: 7 })).toBe(false);
  });

  it("lies in a bucket under a key, both of which must be known", () => {
    const s3: JsonObject = { bucket: "states", key: "f" };
    expect(readsFrom(writer({ s3 }), "s3", s3)).toBe(true);
    expect(readsFrom(writer({ s3 }), "s3", { ...s3, key: "g" })).toBe(false);
    const open: JsonObject[] = [{ bucket: "states" }, { key: "f" }, { ...s3, bucket: 7 }, { ...s3, key: null }];
    for (const config of open) expect(readsFrom(writer({ s3: config }), "s3", config)).toBe(false);
    expect(readsFrom(writer({ gcs: s3 }), "gcs", s3)).toBe(false);
    expect(readsFrom(writer({ s3 }), "gcs", s3)).toBe(false);
  });
});

describe("the address of a module in a plan", () => {
  it.each([
    ['module.a["x"]', "x"],
    ['module.a["x.module.b[0]"]', "x.module.b[0]"],
    ['module.a["x\\"]\\\\"]', 'x"]\\'],
    ["module.a[12]", 12],
    ["module.a", undefined],
  ])("%s has the key %j", (module_address, key) => {
    const graph = graphOf([
      {
        name: "s",
        json: {
          format_version: "1.2",
          resource_changes: [
            { module_address, mode: "managed", type: "t", name: "x", change: { actions: ["create"], after: {} } },
          ],
        },
      },
    ]);
    const [resource] = graph.managed("t");
    expect(resource?.module.call?.key).toBe(key);
    expect(resource?.address).toBe(`${module_address}.t.x`);
  });
});

describe("names in a configuration", () => {
  it("may be those of what objects inherit", () => {
    const json = JSON.parse(
      '{"locals":{"__proto__":{"a":1},"toString":"b"},"resource":{"t":{"x":{"a":"${local.toString}"}}}}',
    );
    expect(found(graphOf([{ name: "s", json }]), "t.x").value("a")).toEqual(known("b"));
  });
});
