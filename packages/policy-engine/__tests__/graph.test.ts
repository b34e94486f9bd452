import { graphOf, type JsonObject, type Resource, type StackDocument } from "../src";

function stack(json: JsonObject, name = "stack"): StackDocument {
  return { name, json };
}

function only(json: JsonObject, defaults?: Parameters<typeof graphOf>[1]): Resource {
  return graphOf([stack({ resource: { thing: { x: json } } })], defaults).of("managed", "thing")[0]!;
}

describe("graph", () => {
  it("names a resource by its address and by the construct that made it", () => {
    const graph = graphOf([
      stack({
        resource: { t: { a: { "//": { metadata: { path: "stack/lake/bucket", uniqueId: "a" } } }, b: {} } },
        data: { t: { c: {} } },
        provider: { p: [{}, { alias: "other" }] },
        module: { m: {} },
      }),
    ]);
    const places = [...graph.byKind]
      .flatMap(({ resources }) => resources)
      .map((one) => [one.address, one.constructPath]);
    expect(Object.fromEntries(places)).toEqual({
      "t.a": "stack/lake/bucket",
      "t.b": "stack/t.b",
      "data.t.c": "stack/data.t.c",
      "provider.p": "stack/provider.p",
      "provider.p.other": "stack/provider.p.other",
      "module.m": "stack/module.m",
      terraform: "stack/terraform",
    });
    expect(graph.count("managed")).toBe(2);
  });

  it("reads blocks that JSON nests in lists as well as in objects", () => {
    const graph = graphOf([stack({ resource: [{ t: [{ a: [{ n: 1 }] }] }, { u: { b: { n: 2 } } }] })]);
    expect(graph.of("managed", "t")[0]?.value("n")).toEqual({ is: "known", value: 1 });
    expect(graph.of("managed", "u")[0]?.value("n")).toEqual({ is: "known", value: 2 });
  });

  it("treats names of object members as plain names", () => {
    const graph = graphOf([
      stack({ resource: { constructor: { toString: { a: "${local.constructor}" } } }, locals: {} }),
    ]);
    const [resource] = graph.of("managed", "constructor");
    expect(resource?.value("hasOwnProperty")).toEqual({ is: "absent" });
    expect(resource?.value("a")).toMatchObject({ is: "unknown" });
  });
});

describe("value", () => {
  it("tells known, absent and null apart from unknown", () => {
    const resource = only({ a: "x", b: null, c: "${var.region}", d: ["y", "${each.key}"], e: { f: 1 } });
    expect(resource.value("a")).toEqual({ is: "known", value: "x" });
    expect(resource.value("b")).toEqual({ is: "absent" });
    expect(resource.value("missing")).toEqual({ is: "absent" });
    expect(resource.value("c")).toEqual({
      is: "unknown",
      why: "variable region is set by the caller, whatever its default",
    });
    expect(resource.value("d")).toMatchObject({ is: "unknown" });
    expect(resource.value("e")).toEqual({ is: "known", value: { f: 1 } });
  });

  it("puts the provider's default in the place of an absent attribute, nested ones too", () => {
    const defaults = new Map([
      [
        "thing",
        new Map<string, boolean>([
          ["a", true],
          ["block.b", false],
        ]),
      ],
    ]);
    const resource = only({ block: [{}, {}] }, defaults);
    expect(resource.value("a")).toEqual({ is: "known", value: true, byDefault: true });
    expect(resource.blocks("block")[1]?.value("b")).toEqual({ is: "known", value: false, byDefault: true });
  });

  it("follows locals, and references to attributes that are given", () => {
    const graph = graphOf([
      stack({
        locals: { place: { region: "fr-par" }, name: "lake-${local.place.region}", loop: "${local.loop}" },
        resource: {
          t: {
            a: { region: "${local.place.region}", name: "${local.name}", loop: "${local.loop}" },
            b: { region: "${t.a.region}", id: "${t.a.id}", gone: "${t.c.region}" },
          },
        },
      }),
    ]);
    const [a, b] = graph.of("managed", "t");
    expect(a?.value("region")).toEqual({ is: "known", value: "fr-par" });
    expect(a?.value("name")).toEqual({ is: "known", value: "lake-fr-par" });
    expect(a?.value("loop")).toMatchObject({ is: "unknown" });
    expect(b?.value("region")).toEqual({ is: "known", value: "fr-par" });
    expect(b?.value("id")).toEqual({ is: "unknown", why: "t.a.id is known only after apply" });
    expect(b?.value("gone")).toEqual({ is: "unknown", why: "t.c.region names nothing in stack stack" });
  });

  it("follows indexes and members of locals, and says what they do not hold", () => {
    const locals = { list: ["a", { b: "c" }], map: { "d.e": 1 }, text: "abc" };
    const given = (a: string) =>
      graphOf([stack({ locals, resource: { t: { x: { a } } } })])
        .of("managed", "t")[0]
        ?.value("a");
    expect(given("${local.list[0]}")).toEqual({ is: "known", value: "a" });
    expect(given("${local.list.1.b}")).toEqual({ is: "known", value: "c" });
    expect(given('${local.map["d.e"]}')).toEqual({ is: "known", value: 1 });
    for (const nothing of ["${local.list[2]}", "${local.map.d}", "${local.list[1].c}"]) {
      expect(given(nothing)).toMatchObject({ is: "unknown", why: expect.stringContaining("names nothing") });
    }
    for (const open of ["${local.text[0]}", "${local.list.b}", "${local.map[0]}", "${local.text.length}"]) {
      expect(given(open)).toEqual({ is: "unknown", why: `${open.slice(2, -1)} is decided by the engine` });
    }
  });

  it("reads lists and objects with expressions in them, and what comes to nothing as absent", () => {
    const locals = { place: "fr-par", nothing: null };
    const graph = graphOf([
      stack({
        locals,
        resource: {
          t: {
            x: {
              list: ["${local.place}", "b", null],
              object: { a: "${local.place}", b: [{ c: "${local.place}" }], d: null },
              open: { a: "${local.place}", b: "${var.x}" },
              gone: "${local.nothing}",
              none: "${null}",
            },
          },
        },
      }),
    ]);
    const [resource] = graph.of("managed", "t");
    expect(resource?.known("list")).toEqual(["fr-par", "b", null]);
    expect(resource?.known("object")).toEqual({ a: "fr-par", b: [{ c: "fr-par" }], d: null });
    expect(resource?.value("open")).toMatchObject({ is: "unknown" });
    expect([resource?.value("gone"), resource?.value("none")]).toEqual([{ is: "absent" }, { is: "absent" }]);
  });

  it("finds by its key what for_each repeats", () => {
    const graph = graphOf([
      stack({
        resource: {
          bucket: { b: { for_each: ["x", "y"], region: "fr-par" } },
          t: { x: { a: '${bucket.b["x"].region}' } },
        },
      }),
    ]);
    expect(graph.of("managed", "t")[0]?.known("a")).toBe("fr-par");
    expect(graph.of("managed", "t")[0]?.target("a")?.address).toBe("bucket.b");
  });

  it("joins text with what is known, as values of every sort", () => {
    const locals = { place: "fr-par", zone: 1, is: true, list: ["a"] };
    const [resource] = graphOf([
      stack({
        locals,
        resource: {
          t: {
            x: { a: "in-${local.place}-${local.zone}/${local.is}", b: "${local.list}-x", c: "a-${t.y.id}-b" },
            y: {},
          },
        },
      }),
    ]).of("managed", "t");
    expect(resource?.value("a")).toEqual({ is: "known", value: "in-fr-par-1/true" });
    expect(resource?.parts("a")).toEqual(["in-fr-par-1/true"]);
    expect(resource?.parts("c")).toMatchObject(["a-", { is: "reference", resource: { address: "t.y" } }, "-b"]);
    expect(resource?.value("c")).toMatchObject({ is: "unknown" });
  });

  it.each([
    "${each.value}",
    "${count.index}",
    "${module.m.x}",
    "${terraform.workspace}",
    '${lower("FR-PAR")}',
    "a${b ? 1 : 2}",
  ])("does not guess %p", (text) => {
    expect(only({ a: text }).value("a")).toMatchObject({ is: "unknown" });
  });
});

describe("target", () => {
  const parts = { lake: { name: "lake" } };
  const resourceOf = (bucket: string) =>
    graphOf([stack({ resource: { bucket: parts, policy: { x: { bucket } } }, locals: { b: "${bucket.lake.id}" } })]).of(
      "managed",
      "policy",
    )[0]!;

  it.each([
    "${bucket.lake.id}",
    "${bucket.lake.name}",
    "${bucket.lake[0].id}",
    "${local.b}",
    '${element(split("/", bucket.lake.id), 1)}',
    '${split("/", bucket.lake.id)[1]}',
  ])("finds what %p refers to", (text) => {
    expect(resourceOf(text).target("bucket")?.address).toBe("bucket.lake");
  });

  it.each([
    "lake",
    "${bucket.other.id}",
    "x-${bucket.lake.id}",
    '${replace(bucket.lake.id, "l", "x")}',
    "${coalesce(bucket.lake.id, bucket.lake.name)}",
  ])("finds nothing behind %p", (text) => {
    expect(resourceOf(text).target("bucket")).toBeUndefined();
  });

  it("indexes what refers to a resource, and what has a value", () => {
    const policy = resourceOf("${bucket.lake.name}");
    const [lake] = policy.stack.graph.of("managed", "bucket");
    expect(lake?.referrers("policy", "bucket")).toEqual([policy]);
    expect(policy.stack.graph.having("policy", "bucket", "lake")).toEqual([policy]);
    expect(policy.stack.graph.having("policy", "bucket", "other")).toEqual([]);
  });
});

describe("references to another stack", () => {
  const output = { value: "${key.k.id}", sensitive: true };
  const writer = (backend: JsonObject) =>
    stack(
      { terraform: { backend }, output: { k: output, place: { value: "fr-par" } }, resource: { key: { k: {} } } },
      "foundation",
    );
  const reader = (remote: JsonObject) =>
    stack(
      {
        data: { terraform_remote_state: { foundation: remote } },
        resource: {
          thing: {
            x: {
              key: '${element(split("/", data.terraform_remote_state.foundation.outputs.k), 1)}',
              region: "${data.terraform_remote_state.foundation.outputs.place}",
              none: "${data.terraform_remote_state.foundation.outputs.none}",
            },
          },
        },
      },
      "storage",
    );
  const read = (backend: JsonObject, remote: JsonObject) =>
    graphOf([reader(remote), writer(backend)]).of("managed", "thing")[0]!;

  it.each([
    [{ local: { path: "../../.state/f.tfstate" } }, { backend: "local", config: { path: "../../.state/f.tfstate" } }],
    [{ local: [{ path: "f.tfstate" }] }, { backend: "local", config: { path: "../foundation/f.tfstate" } }],
    [
      { s3: { bucket: "states", key: "f", use_lockfile: true } },
      { backend: "s3", config: { bucket: "states", key: "f" }, workspace: "${terraform.workspace}" },
    ],
  ])("are followed to the stack that writes the state: %j", (backend, remote) => {
    const thing = read(backend as unknown as JsonObject, remote as unknown as JsonObject);
    expect(thing.target("key")).toMatchObject({ address: "key.k", stack: { name: "foundation" } });
    expect(thing.value("region")).toEqual({ is: "known", value: "fr-par" });
    expect(thing.value("none")).toMatchObject({ is: "unknown" });
  });

  it.each([
    [{ s3: { bucket: "states", key: "f" } }, { backend: "s3", config: { bucket: "elsewhere", key: "f" } }],
    [{ local: { path: "f.tfstate" } }, { backend: "s3", config: { bucket: "states", key: "f" } }],
    [{ http: { address: "http://x" } }, { backend: "http", config: { address: "http://x" } }],
    [{}, { backend: "local", config: { path: "f" } }],
  ])("are unknown where no stack writes that state: %j", (backend, remote) => {
    const thing = read(backend as unknown as JsonObject, remote as unknown as JsonObject);
    expect(thing.target("key")).toBeUndefined();
    expect(thing.value("region")).toMatchObject({ is: "unknown" });
  });
});
