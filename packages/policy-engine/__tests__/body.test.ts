import { type Body, graphOf, type JsonObject, type Resource, sameValue } from "../src";
import { constant, found, planned } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

function only(json: JsonObject, rest: JsonObject = {}): Resource {
  const resource = { thing: { x: json }, p: { one: {}, two: {} } };
  return found(graphOf([{ name: "stack", json: { resource, ...rest } }]), "thing.x");
}

describe("has", () => {
  it("tells what is given, in a configuration and in a plan, and nothing of what cannot be known", () => {
    const given = (body: Body) => ["a", "b", "none", "constructor", "toString"].filter((name) => body.has(name));
    expect(given(only({ a: 1, b: null }))).toEqual(["a"]);
    expect(given(only({ a: 1, b: null, toString: "x" }))).toEqual(["a", "toString"]);
    const inPlan = planned({ written: { a: constant(1) }, after: { b: false, none: null } });
    expect([given(inPlan), inPlan.names]).toEqual([
      ["a", "b"],
      ["a", "b"],
    ]);
    expect(given(only({ one: "${local.x}" }).block("one"))).toEqual([]);
  });
});

describe("what is found out about arguments", () => {
  it("is the same for each of more of them than are kept", () => {
    const names = Array.from({ length: 40 }, (_, n) => `b${n}`);
    const resource = only(Object.fromEntries(names.map((name) => [name, { a: name }])));
    for (const _ of [1, 2]) {
      for (const name of names) {
        expect(resource.blocks(name).map((block) => [block.path, block.known("a")])).toEqual([[name, name]]);
      }
    }
    expect(resource.blocks("b0")[0]).toBe(resource.blocks("b0")[0]);
  });
});

describe("blocks", () => {
  it("are one or a list of them; what the engine expands is there, and unknown", () => {
    const resource = only({
      one: { a: 1 },
      two: [{ a: 1 }, { a: 2 }],
      text: "${local.x}",
      dynamic: [{ one: { content: {} } }, { two: [{}, {}], none: {} }],
    });
    expect(resource.blocks("one").map((block) => [block.path, block.value("a")])).toEqual([
      ["one", known(1)],
      ["one", { is: "unknown", why: "it is a dynamic block" }],
    ]);
    expect(resource.blocks("two").map((block) => block.pathOf("a"))).toEqual([
      "two[0].a",
      "two[1].a",
      "two.a",
      "two.a",
    ]);
    expect(resource.blocks("text")[0]?.value("a")).toMatchObject({ is: "unknown" });
    expect(resource.blocks("none").map(({ opaque }) => opaque)).toEqual(["it is a dynamic block"]);
    expect(only({ one: null }).blocks("one")).toEqual([]);
    expect(resource.blocks("other")).toEqual([]);
  });

  it("that only the engine can expand are there in a configuration, whatever the default", () => {
    const defaults = new Map([["t", new Map([["rule", "none"]])]]);
    const json = { resource: { t: { x: { dynamic: { rule: {} } } } } };
    expect(found(graphOf([{ name: "s", json }], defaults), "t.x").blocks("rule")).toHaveLength(1);
  });

  it("are absent in all that they hold where there is none, and unknown where there are several", () => {
    const resource = only({ two: [{ a: 1 }, { a: 2 }], one: [{ a: 3 }] });
    expect(resource.block("one").value("a")).toEqual(known(3));
    expect(resource.block("none").value("a")).toEqual({ is: "absent" });
    expect(resource.block("none").pathOf("a")).toBe("none.a");
    expect(resource.block("two").value("a")).toEqual({ is: "unknown", why: "there are 2 two blocks" });
  });

  it("of which nothing can be known stay so, however they are read", () => {
    const block = only({ rule: "${var.rule}" }).block("rule");
    const why = "it is an expression in place of a block";
    const unknown = { is: "unknown", why };
    expect(block.opaque).toBe(why);
    expect([block.names, block.known("a"), block.target("a"), block.targets("a")]).toEqual([
      [],
      undefined,
      undefined,
      [],
    ]);
    expect([block.value("a"), block.stated("a"), block.parts("a")]).toEqual([unknown, unknown, [unknown]]);
    expect(block.items("a").map(({ path, value, parts }) => [path, value, parts])).toEqual([
      ["rule.a", unknown, [unknown]],
    ]);
    expect(block.blocks("a").map(({ opaque, path }) => [opaque, path])).toEqual([[why, "rule.a"]]);
    expect(block.document("a")?.opaque).toBe(why);
  });
});

describe("items", () => {
  it("are the elements of a list, or the single value that stands for one", () => {
    const resource = only({
      list: ["a", "${each.key}"],
      short: ["a"],
      single: "a",
      whole: "${var.list}",
      number: 7,
      none: null,
    });
    const items = (name: string) => resource.items(name).map(({ path, value }) => [path, value.is]);
    expect(items("list")).toEqual([
      ["list[0]", "known"],
      ["list[1]", "unknown"],
    ]);
    expect([items("short"), items("single"), items("whole"), items("number")]).toEqual([
      [["short[0]", "known"]],
      [["single", "known"]],
      [["whole", "unknown"]],
      [["number", "known"]],
    ]);
    expect([items("none"), items("other")]).toEqual([[], []]);
    expect(resource.items("number")[0]?.parts).toEqual([]);
  });

  it("are those of the list that a local holds", () => {
    const resource = only({ list: "${local.list}" }, { locals: { list: ["a", "b"] } });
    expect(resource.items("list").map(({ path, value }) => [path, value])).toEqual([
      ["list[0]", known("a")],
      ["list[1]", known("b")],
    ]);
  });

  it("tell what they refer to, alone and inside of text", () => {
    const resource = only({ list: ["${p.one.id}", "x/${p.two.id}", "${p.two.id}"] });
    expect(resource.targets("list").map(({ address }) => address)).toEqual(["p.one", "p.two"]);
    expect(resource.items("list")[1]?.parts).toMatchObject(["x/", { resource: { address: "p.two" } }]);
    expect(resource.items("list")[1]?.target).toBeUndefined();
  });
});

describe("an argument", () => {
  it("that is not given, or only null, is no argument", () => {
    const resource = only({ a: 1, b: null, c: "${p.one.id}" });
    expect(resource.names).toEqual(["a", "c"]);
    expect([resource.parts("a"), resource.parts("b"), resource.target("b")]).toEqual([[], [], undefined]);
  });

  it("has its default in any block of a list", () => {
    const defaults = new Map([["thing", new Map([["rule.a", "x"]])]]);
    const rule = Array.from({ length: 11 }, () => ({}));
    const graph = graphOf(
      [{ name: "s", json: { resource: { thing: { t: { rule } } }, data: { thing: { d: { rule } } } } }],
      defaults,
    );
    expect(found(graph, "thing.t").blocks("rule")[10]?.value("a")).toEqual({ ...known("x"), byDefault: true });
    expect(found(graph, "thing.t").blocks("rule")[10]?.value("b")).toEqual({ is: "absent" });
    expect(found(graph, "data.thing.d").blocks("rule")[0]?.value("a")).toEqual({ is: "absent" });
  });

  it("is read however deep a literal nests, up to what anybody writes", () => {
    const nested = (levels: number) => JSON.parse(`${"[".repeat(levels)}1${"]".repeat(levels)}`);
    expect(only({ a: nested(33) }).value("a")).toEqual(known(nested(33)));
    expect(only({ a: nested(70) }).value("a")).toMatchObject({ is: "unknown" });
  });
});

describe("sameValue", () => {
  const graph = graphOf([
    {
      name: "stack",
      json: {
        resource: {
          p: { one: {}, two: {} },
          t: {
            a: { project: "${p.one.id}", region: "fr-par" },
            b: { project: "${p.one.id}", region: "fr-par", home: "fr-par" },
            c: { project: "${p.two.id}", region: "nl-ams", provider: "x.second" },
            d: { project: "1111", region: "${var.r}", provider: "x.second" },
            e: { provider: "x.third" },
            g: { provider: "${x.fourth}" },
            h: { provider: "${x.fifth}" },
          },
        },
        module: { m: { source: "./m" } },
      },
      modules: { m: { files: [{ json: { resource: { t: { f: {} } } } }] } },
    },
  ]);
  const [a, b, c, d, e, f, g, h] = ["t.a", "t.b", "t.c", "t.d", "t.e", "module.m.t.f", "t.g", "t.h"].map((address) =>
    found(graph, address),
  ) as [Resource, Resource, Resource, Resource, Resource, Resource, Resource, Resource];

  it("compares by reference, then by value, and admits what it cannot tell", () => {
    expect([sameValue(a, b, "project"), sameValue(a, c, "project"), sameValue(a, d, "project")]).toEqual([
      true,
      false,
      undefined,
    ]);
    expect([sameValue(a, b, "region"), sameValue(a, c, "region"), sameValue(a, d, "region")]).toEqual([
      true,
      false,
      undefined,
    ]);
    expect([sameValue(a, b, "region", "home"), sameValue(c, b, "region", "home")]).toEqual([true, false]);
  });

  it("takes two absent values for the same where they have the same provider in the same module", () => {
    expect([sameValue(a, b, "absent"), sameValue(c, d, "absent")]).toEqual([true, true]);
    for (const [one, other] of [
      [a, c],
      [c, a],
      [d, e],
      [a, f],
      [g, h],
      [a, g],
    ] as const) {
      expect(sameValue(one, other, "absent")).toBeUndefined();
    }
  });

  it("cannot tell of an absent value and a given one, nor of two that are absent under two names", () => {
    expect([sameValue(a, e, "region"), sameValue(e, a, "region")]).toEqual([undefined, undefined]);
    expect(sameValue(a, b, "absent", "missing")).toBeUndefined();
  });
});
