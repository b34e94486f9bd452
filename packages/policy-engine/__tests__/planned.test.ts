import type { Json, JsonObject, Resource } from "../src";
import { configured, constant, found, graphOfPlan, planned, planOf, referring } from "./plans";

const known = (value: unknown) => ({ is: "known", value });
const unknown = expect.objectContaining({ is: "unknown" });
const AFTER_APPLY = { is: "unknown", why: "it shows only after apply" };

describe("an argument of a planned resource", () => {
  it("is named where the configuration gives it or the plan fills it in", () => {
    const resource = planned({
      written: { a: constant(1), hidden: constant(2) },
      after: { a: 1, hidden: null, filled: 3, nothing: null },
      unknown: { later: true },
    });
    expect(resource.names).toEqual(["a", "hidden", "filled"]);
  });

  it("is read as the plan evaluated it, else as it is written", () => {
    const merge = '${merge({ a = "b" }, var.more)}';
    const resource = planned({
      written: {
        shown: constant(merge),
        later: constant(merge),
        partly: constant([merge, "c"]),
        unplanned: constant("x"),
      },
      after: { shown: { a: "b", c: "${d}" }, partly: [null, "c"], filled: "y" },
      unknown: { later: true, partly: [true] },
    });
    expect(["shown", "later", "partly", "unplanned", "filled", "none"].map((name) => resource.given(name))).toEqual([
      { a: "b", c: "$${d}" },
      merge,
      [merge, "c"],
      "x",
      "y",
      undefined,
    ]);
  });

  it("that no plan ever shows is neither known nor stated", () => {
    const resource = planned({ written: { lifecycle: constant({ prevent_destroy: true }) } });
    for (const value of [
      resource.value("lifecycle"),
      resource.stated("lifecycle"),
      resource.block("lifecycle").value("x"),
    ]) {
      expect(value).toMatchObject({ is: "unknown", neverShown: true });
    }
  });

  it("that is write-only is null in the plan, and known where the configuration states it", () => {
    const resource = planned({
      written: {
        text: constant("secret"),
        list: constant(["a", null]),
        number: constant(5),
        open: constant("${local.secret}"),
        inside: constant([{ a: ["${local.secret}"] }, "b"]),
      },
      after: { text: null, list: null, number: null, open: null, inside: null },
    });
    expect(["text", "list", "number", "open", "inside"].map((name) => resource.value(name))).toEqual([
      known("secret"),
      known(["a", null]),
      known(5),
      { is: "absent" },
      { is: "absent" },
    ]);
  });

  it("is stated by the configuration alone, whatever the plan shows", () => {
    const resource = planned({
      written: { a: constant("b"), c: referring("local.c") },
      after: { a: "b", c: "d", e: "f" },
    });
    expect([resource.stated("a"), resource.stated("c"), resource.stated("e")]).toEqual([
      known("b"),
      unknown,
      { is: "absent" },
    ]);
  });

  it("refers to what the configuration says, and else is the text that the plan shows", () => {
    const resource = planned({
      written: {
        path: constant("x/${p.one.id}"),
        name: constant("${local.name}-${var.x}"),
        later: constant("${local.later}"),
        size: constant(5),
      },
      after: { path: "x/id-1", name: "a-b", size: 5, filled: "c", list: ["d"] },
      unknown: { later: true, other: true },
    });
    expect(resource.parts("path")).toMatchObject(["x/", { is: "reference", resource: { address: "p.one" } }]);
    expect(resource.parts("name")).toEqual(["a-b"]);
    expect(resource.parts("filled")).toEqual(["c"]);
    expect(resource.parts("later")).toEqual([{ is: "unknown", why: "local.later: a plan does not show locals" }]);
    for (const name of ["size", "list", "other", "none"]) expect(resource.parts(name)).toEqual([]);
  });

  it("of a resource that the configuration does not show is what the plan shows", () => {
    const resource = planned({
      written: null,
      after: { p_id: "id-1", list: ["a", null], rule: [{ n: 1 }], none: null },
      unknown: { later: true, list: [false, true] },
    });
    expect(resource.names).toEqual(["p_id", "list", "rule"]);
    expect([resource.given("p_id"), resource.given("later")]).toEqual(["id-1", undefined]);
    expect([resource.value("p_id"), resource.value("later"), resource.value("none")]).toEqual([
      known("id-1"),
      AFTER_APPLY,
      { is: "absent" },
    ]);
    expect(resource.stated("p_id")).toEqual(unknown);
    expect([resource.parts("p_id"), resource.parts("later"), resource.parts("none")]).toEqual([
      ["id-1"],
      [AFTER_APPLY],
      [],
    ]);
    expect(resource.items("list").map(({ value, parts }) => [value, parts])).toEqual([
      [known("a"), ["a"]],
      [AFTER_APPLY, []],
    ]);
    expect(resource.items("later").map(({ value, parts }) => [value, parts])).toEqual([[AFTER_APPLY, [AFTER_APPLY]]]);
    expect([resource.items("none"), resource.blocks("none"), resource.target("none")]).toEqual([[], [], undefined]);
    expect(resource.block("rule").value("n")).toEqual(known(1));
    expect(resource.blocks("later").map(({ opaque }) => opaque)).toEqual([AFTER_APPLY.why]);
  });

  it("names by its id the resource that it belongs to, where the configuration does not say", () => {
    const graph = graphOfPlan(
      planOf([
        { address: "x_vpc.v", after: { id: "fr-par/u-1" } },
        { address: "x_acl.a", after: { vpc_id: "fr-par/u-1", vpc_ids: ["u-1"] } },
      ]),
    );
    const acl = found(graph, "x_acl.a");
    expect(acl.target("vpc_id")?.address).toBe("x_vpc.v");
    expect(acl.targets("vpc_ids").map(({ address }) => address)).toEqual(["x_vpc.v"]);
  });

  it("that is made of something sensitive is sensitive", () => {
    const graph = graphOfPlan(
      planOf(
        [
          { address: "p.one", after: { secret: "s", name: "n" }, sensitive: { secret: true } },
          { address: "t.x", after: {}, unknown: { a: true, b: true, list: true } },
        ],
        {
          resources: [
            configured("t.x", {
              a: constant("x-${p.one.secret}-${p.one.name}"),
              b: constant("x-${p.one.name}"),
              list: constant(["y", "${p.one.secret}"]),
            }),
          ],
        },
      ),
    );
    expect(["a", "b", "list"].map((name) => found(graph, "t.x").value(name))).toEqual([
      { ...known("x-s-n"), sensitive: true },
      known("x-n"),
      { ...known(["y", "s"]), sensitive: true },
    ]);
  });

  it("is nothing that can be known where all of it is marked unknown", () => {
    const resource = planned({ written: { a: referring("local.a") }, unknown: true });
    expect(resource.value("a")).toEqual(unknown);
    expect(resource.items("a").map(({ value }) => value)).toEqual([unknown]);
  });
});

describe("an element of a planned list", () => {
  const targetsOf = (resource: Resource) =>
    resource.items("list").map(({ value, target }) => [value.is === "known" ? value.value : value.is, target?.address]);

  it("keeps the reference that it comes from, whatever the order of the plan", () => {
    const written = { list: constant(["${p.one.id}", "${p.two.id}"]) };
    expect(targetsOf(planned({ written, after: { list: ["id-2", "id-1"] } }))).toEqual([
      ["id-2", "p.two"],
      ["id-1", "p.one"],
    ]);
  });

  it("takes those that are left in order, where there are as many", () => {
    const written = { list: constant(["a", "${p.one.other}", "${p.two.other}"]) };
    expect(targetsOf(planned({ written, after: { list: ["x", "a", "y"] } }))).toEqual([
      ["x", "p.one"],
      ["a", undefined],
      ["y", "p.two"],
    ]);
    expect(targetsOf(planned({ written, after: { list: ["x", "a"] } }))).toEqual([
      ["x", undefined],
      ["a", undefined],
    ]);
    expect(targetsOf(planned({ written, after: { list: ["x", "a", "y", "z"] } })).map(([, target]) => target)).toEqual(
      Array(4).fill(undefined),
    );
  });

  it("is the only one that is written, where both are alone", () => {
    const written = { list: constant(["x/${p.one.other}"]) };
    const [item, ...others] = planned({ written, after: { list: ["x/y"] } }).items("list");
    expect(others).toEqual([]);
    expect(item?.parts).toMatchObject(["x/", { resource: { address: "p.one" } }]);
    expect(item?.value).toEqual(known("x/y"));
  });

  it("is what the configuration says of one that shows only after apply", () => {
    const resource = planned({
      written: { list: constant(["${p.one.other}", "b"]), all: constant(["${p.two.other}"]) },
      after: { list: [null, "b"] },
      unknown: { list: [true, false], all: true },
    });
    expect(targetsOf(resource)).toEqual([
      ["unknown", "p.one"],
      ["b", undefined],
    ]);
    expect(resource.targets("all").map(({ address }) => address)).toEqual(["p.two"]);
  });

  it.each<[Json, Json[]]>([
    ["x", ["x"]],
    [7, [7]],
    [
      [{ a: 1 }, "${b}"],
      [{ a: 1 }, "${b}"],
    ],
    [[], []],
    [null, []],
  ])("of %j has the values %j", (list, values) => {
    expect(
      planned({ after: { list } })
        .items("list")
        .map(({ value }) => value),
    ).toEqual(values.map(known));
  });

  it("finds an object by all of its members", () => {
    const written = { list: constant([{ id: "${p.one.id}", n: 1 }, "${p.two.other}"]) };
    const items = planned({ written, after: { list: ["x", { id: "id-1", n: 1 }] } }).items("list");
    expect(items.map(({ target }) => target?.address)).toEqual(["p.two", undefined]);
  });

  it("is sensitive where the list is", () => {
    const resource = planned({ after: { list: ["a"], other: ["b"] }, sensitive: { list: true, other: [false] } });
    expect(resource.items("list")[0]?.value).toEqual({ ...known("a"), sensitive: true });
    expect(resource.items("other")[0]?.value).toEqual(known("b"));
    const [text, nothing] = planned({ after: { list: ["a", null] }, sensitive: true }).items("list");
    expect([text?.value, nothing?.value]).toEqual([{ ...known("a"), sensitive: true }, { is: "absent" }]);
  });
});

describe("a planned block", () => {
  const rules = (resource: Resource) =>
    resource.blocks("rule").map((block) => [block.known("port"), block.target("to")?.address]);

  it("comes from the one whose arguments do not say otherwise, be they text or numbers", () => {
    const written: JsonObject = {
      rule: [
        { port: constant(8080), to: referring("p.one.other") },
        { port: constant("80"), on: constant("true"), to: referring("p.one.other"), more: constant(["x"]) },
        { port: constant(443), to: referring("p.two.other"), more: constant(["x"]) },
      ],
    };
    const after = {
      rule: [
        { port: 443, on: null, more: ["y"] },
        { port: 80, on: true, more: ["x"] },
      ],
    };
    expect(rules(planned({ written, after, unknown: { rule: [{ to: true }, { to: true }] } }))).toEqual([
      [443, "p.two"],
      [80, "p.one"],
    ]);
  });

  it("is what the configuration says where all of it shows only after apply", () => {
    const written = { rule: [{ port: constant(80), to: referring("p.one.other") }] };
    expect(rules(planned({ written, unknown: true }))).toEqual([[80, "p.one"]]);
    expect(
      planned({ written, unknown: { rule: [{ port: true }] }, after: { rule: [{}] } })
        .block("rule")
        .value("port"),
    ).toEqual(known(80));
  });

  it("may be one of several, where the plan does not show how many there will be", () => {
    const written = { rule: [{ port: constant(80) }] };
    const opaque = (expressions: JsonObject) =>
      planned({ written: expressions, unknown: { rule: true } })
        .blocks("rule")
        .map((block) => block.opaque);
    expect(opaque(written)).toEqual([undefined, AFTER_APPLY.why]);
    expect(opaque({})).toEqual([AFTER_APPLY.why]);
    expect(opaque({ rule: referring("local.rules") })).toEqual(["it is an expression in place of a block"]);
  });

  it("that the provider fills in where nobody gives it is none, until it does", () => {
    const defaults = new Map([["t", new Map<string, Json>([["rule", []]])]]);
    const read = (written: JsonObject, change: { unknown?: Json; after?: JsonObject }, name = "rule") => {
      const resources = [configured("t.x", written)];
      const graph = graphOfPlan(planOf([{ address: "t.x", after: {}, ...change }], { resources }), defaults);
      return found(graph, "t.x")
        .blocks(name)
        .map(({ opaque }) => opaque);
    };
    const unknown = { rule: true, other: true };
    expect(read({}, { unknown })).toEqual([]);
    expect(read({}, { unknown }, "other")).toEqual([AFTER_APPLY.why]);
    expect(read({ rule: [{ port: constant(80) }] }, { unknown })).toHaveLength(2);
    expect(read({}, { after: { rule: [{ port: 80 }] } })).toEqual([undefined]);
  });

  it("comes from no block that only the engine can expand", () => {
    const written = { rule: [constant("${local.rules}"), { port: constant(80), to: referring("p.one.other") }] };
    const after = { rule: [{ port: 80 }] };
    expect(rules(planned({ written, after, unknown: { rule: [{ to: true }] } }))).toEqual([[80, "p.one"]]);
  });

  it("that is no object is nothing that can be known", () => {
    const resource = planned({ after: { rule: ["x", { port: 80 }] } });
    expect(resource.blocks("rule").map(({ opaque }) => opaque)).toEqual(["it is no block", undefined]);
  });

  it("is read alone as in a list, and is sensitive as a whole or in part", () => {
    const resource = planned({
      after: { one: { a: "x", b: "y" }, rule: [{ a: "x", b: "y" }], whole: [{ a: "x" }] },
      unknown: { one: { c: true }, rule: [{ c: true }] },
      sensitive: { one: { a: true }, rule: [{ a: true }], whole: true },
    });
    for (const name of ["one", "rule"]) {
      const block = resource.block(name);
      expect([block.value("a"), block.value("b"), block.value("c")]).toEqual([
        { ...known("x"), sensitive: true },
        known("y"),
        unknown,
      ]);
    }
    expect(resource.block("whole").value("a")).toEqual({ ...known("x"), sensitive: true });
  });

  it("of a kind that the plan shows to be empty is none, whatever is written", () => {
    const written = { rule: [{ port: constant(80) }] };
    expect(planned({ written, after: { rule: [] } }).blocks("rule")).toEqual([]);
    expect(planned({ written, after: { rule: null } }).blocks("rule")).toEqual([]);
    expect(planned({ written }).blocks("rule")).toHaveLength(1);
  });
});
