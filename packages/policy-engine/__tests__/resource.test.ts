import { type Graph, graphOf, type JsonObject, type Resource, remembered } from "../src";
import { configured, found, graphOfPlan, planOf } from "./plans";

function graphOfJson(json: JsonObject) {
  return graphOf([{ name: "stack", json }]);
}

describe("a resource", () => {
  it.each([
    [{ metadata: { path: "stack/lake" } }, "stack/lake"],
    [{ metadata: { path: "" } }, "stack/t.x"],
    [{ metadata: { path: 7 } }, "stack/t.x"],
    [{ metadata: {} }, "stack/t.x"],
    [{}, "stack/t.x"],
    ["a comment", "stack/t.x"],
  ])("with the comment %j was built at %s", (comment, path) => {
    expect(found(graphOfJson({ resource: { t: { x: { "//": comment } } } }), "t.x").constructPath).toBe(path);
  });

  it.each([
    [{ count: 1 }, undefined],
    [{ count: 0 }, "count decides how many there are"],
    [{ count: "${var.n}" }, "count decides how many there are"],
    [{ for_each: ["a"] }, "for_each decides how many there are"],
    [{}, undefined],
  ])("with %j is repeated by %j", (json, by) => {
    expect(found(graphOfJson({ resource: { t: { x: json } } }), "t.x").repeatedBy).toBe(by);
  });

  it("of a plan stands for itself, whatever its configuration repeats", () => {
    const resources = [configured("t.x", { count: { constant_value: 2 } })];
    expect(
      found(graphOfPlan(planOf([{ address: "t.x[0]", after: {} }], { resources })), "t.x[0]").repeatedBy,
    ).toBeUndefined();
  });

  it("is asked once by a function that is remembered, whatever it answers", () => {
    const graph = graphOfJson({ resource: { t: { a: {}, b: {} } } });
    const asked: string[] = [];
    const nameOf = remembered(({ name }: Resource) => {
      asked.push(name);
      return name === "a" ? "A" : undefined;
    });
    const answers = [1, 2].map(() => graph.managed("t").map(nameOf));
    expect(answers).toEqual([
      ["A", undefined],
      ["A", undefined],
    ]);
    expect(asked).toEqual(["a", "b"]);
    expect(graph.managed("t").map(remembered(({ type }: Resource) => type))).toEqual(["t", "t"]);
  });
});

describe("the provider of a resource", () => {
  const json: JsonObject = {
    provider: { x: [{ region: "a" }, { alias: "second", region: "b" }], odd: { alias: 7 } },
    resource: {
      x_t: {
        plain: {},
        second: { provider: "x.second" },
        legacy: { provider: "${x.second}" },
        missing: { provider: "x.third" },
        empty: { provider: "" },
        odd: { provider: 7 },
      },
      y_t: { other: {}, lent: { provider: "x" } },
    },
  };

  it.each([
    ["x_t.plain", "x", "provider.x"],
    ["x_t.second", "x", "provider.x.second"],
    ["x_t.legacy", "x", "provider.x.second"],
    ["x_t.missing", "x", undefined],
    ["x_t.empty", "x", "provider.x"],
    ["x_t.odd", "x", "provider.x"],
    ["y_t.other", "y", undefined],
    ["y_t.lent", "x", "provider.x"],
    ["provider.x.second", "x", "provider.x"],
  ])("%s is %s, and its block %s", (address, name, block) => {
    const resource = found(graphOfJson(json), address);
    expect(resource.providerName).toBe(name);
    expect(resource.provider?.address).toBe(block);
  });

  it("is the one without alias where the alias is no text", () => {
    expect(
      graphOfJson(json)
        .of("provider", "odd")
        .map(({ address }) => address),
    ).toEqual(["provider.odd"]);
  });
});

describe("what refers to a resource", () => {
  let graph: Graph;
  let one: Resource;

  beforeEach(() => {
    graph = graphOfJson({
      resource: {
        p: { one: {}, two: {} },
        t: { a: { p_id: "${p.one.id}", size: 2 }, b: { p_id: "${p.one.id}", size: "2" }, c: { p_id: "${p.two.id}" } },
        u: { d: { p_id: "${p.one.id}", q_id: "${p.two.id}" } },
      },
      data: { t: { e: { p_id: "${p.one.id}" } } },
    });
    one = found(graph, "p.one");
  });

  const addresses = (resources: readonly Resource[]) => resources.map(({ address }) => address);

  it("is found by type and attribute", () => {
    expect(addresses(one.referrers("t", "p_id"))).toEqual(["t.a", "t.b"]);
    expect(addresses(one.referrers("u", "p_id"))).toEqual(["u.d"]);
    expect([one.referrers("t", "q_id"), one.referrers("other", "p_id")]).toEqual([[], []]);
  });

  it("is found by attribute alone among all that is managed", () => {
    expect(addresses(one.dependents("p_id"))).toEqual(["t.a", "t.b", "u.d"]);
    expect(addresses(found(graph, "p.two").dependents("q_id"))).toEqual(["u.d"]);
    expect(one.dependents("q_id")).toEqual([]);
  });

  it("is told apart from what only has a value", () => {
    expect(addresses(graph.having("t", "size", 2))).toEqual(["t.a"]);
    expect(addresses(graph.having("t", "size", "2"))).toEqual(["t.b"]);
    expect(graph.having("u", "size", 2)).toEqual([]);
  });
});

describe("an id in a plan", () => {
  const after = (id: unknown) => ({ actions: ["no-op"], before: { id } as JsonObject, after: { id } as JsonObject });
  let graph: Graph;

  beforeEach(() => {
    graph = graphOfPlan(
      planOf([
        { address: "x_bucket.b", ...after("fr-par/b") },
        { address: "x_bucket_policy.p", ...after("fr-par/b") },
        { address: "x_vpc.v", ...after("fr-par/u-1") },
        { address: "x_odd.o", ...after(7) },
        { address: "x_gone.g", actions: ["delete"], before: { id: "g-1" } },
        { address: "x_new.n", actions: ["delete", "create"], before: { id: "n-1" }, after: {}, unknown: { id: true } },
        { address: "x_kept.k", actions: ["update"], before: { id: "k-1" }, after: { id: "k-2" } },
        { address: "x_made.m", actions: ["create"], after: {}, unknown: { id: true } },
      ]),
    );
  });

  it("finds the resource that has it, with and without its locality, also one that goes", () => {
    const named = (type: string, id: string) => graph.withId(type, id)?.address;
    expect([named("x_vpc", "fr-par/u-1"), named("x_vpc", "u-1")]).toEqual(["x_vpc.v", "x_vpc.v"]);
    expect([named("x_bucket", "b"), named("x_bucket_policy", "b")]).toEqual(["x_bucket.b", "x_bucket_policy.p"]);
    expect([named("x_gone", "g-1"), named("x_new", "n-1"), named("x_kept", "k-2")]).toEqual([
      "x_gone.g",
      "x_new.n",
      "x_kept.k",
    ]);
    expect([named("x_vpc", "b"), named("x_vpc", "none"), named("x_kept", "k-1"), named("x_odd", "7")]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it("is read by the attribute that holds it, where several have it", () => {
    const named = (attribute: string, id = "b") => graph.namedBy(attribute, id)?.address;
    expect([named("bucket"), named("bucket_id"), named("bucket_ids"), named("bucket_policy_id")]).toEqual([
      "x_bucket.b",
      "x_bucket.b",
      "x_bucket.b",
      "x_bucket_policy.p",
    ]);
    expect([named("lake_id"), named("lake_id", "u-1")]).toEqual([undefined, "x_vpc.v"]);
  });

  it("says nothing in a configuration, which does not know what ids will be", () => {
    const json = { resource: { x_vpc: { v: { id: "u-1" } } } };
    expect(graphOfJson(json).withId("x_vpc", "u-1")).toBeUndefined();
  });
});
