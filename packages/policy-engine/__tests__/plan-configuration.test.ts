import type { Json, JsonObject } from "../src";
import { configured, constant, found, graphOfPlan, planOf, referring } from "./plans";

const known = (value: unknown) => ({ is: "known", value });

/** A planned resource that shows nothing of itself, so that all is read from the configuration. */
function written(expressions: JsonObject, rest: JsonObject = {}, others: readonly string[] = []) {
  const graph = graphOfPlan(
    planOf(
      ["t.x", ...others].map((address) => ({ address, after: {}, unknown: true })),
      { resources: [configured("t.x", expressions, rest), ...others.map((address) => configured(address, {}))] },
    ),
  );
  return found(graph, "t.x");
}

describe("the arguments of a plan's configuration", () => {
  it("may have any name, and stand beside those that a plan keeps apart", () => {
    const expressions = JSON.parse('{"__proto__":{"constant_value":"p"},"provider":{"constant_value":"own"}}');
    const resource = written(expressions, { provider_config_key: "scaleway.other", depends_on: ["p.one"] });
    expect(resource.names).toEqual(["__proto__", "provider", "depends_on"]);
    expect([resource.known("__proto__"), resource.known("provider")]).toEqual(["p", "own"]);
    expect(resource.has("constructor")).toBe(false);
  });
});

describe("an expression of a plan's configuration", () => {
  it.each<[string, JsonObject, Json]>([
    ["a constant", constant("a"), "a"],
    ["a constant that is false", constant(false), false],
    ["what it refers to", referring("p.one.id"), "${p.one.id}"],
    ["an index of what it refers to", { references: ["p.one[0].id", "p.one[0]", "p.one"] }, "${p.one[0].id}"],
    ["what it refers to, by the key of its instance", { references: ["p.one", "each.key"] }, "${p.one[each.key]}"],
    ["the same by its index", { references: ["p.one", "count.index"] }, "${p.one[count.index]}"],
    ["something made of an index", { references: ["count.index"] }, "${an expression of count.index}"],
    ["something made of two things", referring("p.one.id", "p.two.id"), "${an expression of p.one.id, p.two.id}"],
    ["something made of things alike", { references: ["p.on", "p.one"] }, "${an expression of p.on, p.one}"],
    [
      "something made of two things and a key",
      { references: ["p.one", "p.two", "each.key"] },
      "${an expression of p.one, p.two, each.key}",
    ],
    ["something that the plan does not tell", {}, "${an expression}"],
    ["something with odd references", { references: [7, null] }, "${an expression}"],
    ["something with odd references", { references: "p.one" }, "${an expression}"],
  ])("is given back as %s", (_, expression, raw) => {
    expect(written({ a: expression }).given("a")).toEqual(raw);
  });

  it("is given back inside of blocks and lists of blocks", () => {
    const resource = written(
      { one: { a: constant(1), two: [{ b: referring("p.one.id") }] }, empty: [{}], odd: "text" },
      {},
      ["p.one"],
    );
    expect(resource.given("one")).toEqual({ a: 1, two: [{ b: "${p.one.id}" }] });
    expect(resource.block("one").block("two").target("b")?.address).toBe("p.one");
    expect(resource.blocks("empty")[0]?.opaque).toBe("it is an expression in place of a block");
    expect(resource.given("odd")).toBe("text");
  });

  it("is given back as deep as anybody nests blocks", () => {
    const nested = (levels: number) => {
      let block: JsonObject = { a: constant("b") };
      for (let level = 1; level < levels; level++) block = { x: block };
      let body = written({ x: block }).block("x");
      for (let level = 1; level < levels; level++) body = body.block("x");
      return body.value("a");
    };
    expect(nested(50)).toEqual(known("b"));
    expect(nested(60)).toMatchObject({ is: "unknown" });
  });
});

describe("a resource of a plan's configuration", () => {
  it.each([
    ["x", undefined],
    ["x.second", "x.second"],
    ["module.m:x", "x"],
    ["module.m:module.n:x.second", "x.second"],
    [7, undefined],
  ])("with the provider key %j names the provider %j", (provider_config_key, provider) => {
    expect(written({}, { provider_config_key }).given("provider")).toBe(provider);
  });

  it("tells what it depends on and what is run for it, where it says so", () => {
    const provisioners = [
      { type: "local-exec", expressions: { command: constant("true") } },
      { type: "file" },
      "odd",
    ] as const;
    const resource = written({}, { provisioners, depends_on: ["t.y"] });
    expect(resource.given("provisioner")).toEqual([{ "local-exec": { command: "true" } }, { file: {} }]);
    expect(resource.given("depends_on")).toEqual(["t.y"]);
    expect(["provisioner", "depends_on", "other"].map((name) => written({}).given(name))).toEqual(
      Array(3).fill(undefined),
    );
    expect(written({}, { provisioners: [] }).blocks("provisioner")).toEqual([]);
  });
});

describe("a module call of a plan's configuration", () => {
  const call = (of: JsonObject) => found(graphOfPlan(planOf([], { module_calls: { m: of, odd: "text" } })), "module.m");

  it("tells where the module comes from, at which version, and what it is given", () => {
    const of = { source: "x/y/z", version_constraint: "1.2.3", expressions: { place: constant("fr-par") }, module: {} };
    expect(["source", "version", "place"].map((name) => call(of).known(name))).toEqual(["x/y/z", "1.2.3", "fr-par"]);
    expect([call(of).names, call({ source: "./m" }).names, call({}).names]).toEqual([
      ["place", "source", "version"],
      ["source"],
      [],
    ]);
  });
});

describe("outputs and variables of a plan's configuration", () => {
  it("are read also where they say nothing", () => {
    const graph = graphOfPlan(
      planOf([], { outputs: { o: {}, odd: 7 }, variables: { v: {}, odd: null }, resources: "text", module_calls: [] }),
    );
    expect(found(graph, "output.o").value("value")).toMatchObject({ is: "unknown" });
    expect(found(graph, "output.odd").value("value")).toMatchObject({ is: "unknown" });
    expect(found(graph, "variable.v").value("default")).toEqual({ is: "absent" });
    expect(found(graph, "variable.odd").names).toEqual([]);
  });
});
