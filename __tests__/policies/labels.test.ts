import { graphOf, type Json } from "@hdh/policy-engine";
import { labelOf, labelsOf } from "../../policies/labels/labels";
import { stackOf } from "../helpers/terraform-json";

const resource = (tags: Json, type = "scaleway_vpc", locals = {}) =>
  graphOf([stackOf({ [type]: { x: { tags } } }, { locals })]).managed(type)[0]!;
const read = (tags: Json, locals = {}) => Object.fromEntries(labelsOf(resource(tags, "scaleway_vpc", locals)).values);

describe("labelsOf", () => {
  it.each<[Json]>([
    [["a=1", "b=2"]],
    [["a:1", "b:2"]],
    [{ a: "1", b: 2 }],
    [["a=1", "b=2", "no label", "=3", ":4", 7, null]],
  ])("reads a list and a map: %j", (tags) => {
    expect(read(tags)).toEqual({ a: ["1"], b: ["2"] });
    expect(labelsOf(resource(tags)).unknown).toBeUndefined();
  });

  it("reads what follows the first sign, and keeps each value of a key", () => {
    expect(read(["a=1=2", "b:3=4", "c="])).toEqual({ a: ["1=2"], b: ["3=4"], c: [""] });
    expect(read(["a=1", "a=2"])).toEqual({ a: ["1", "2"] });
    expect(read({ a: null, b: true })).toEqual({ b: ["true"] });
  });

  it("keeps a value of one resource from another that begins with the same label", () => {
    const graph = graphOf([stackOf({ scaleway_vpc: { x: { tags: ["a=1", "a=2", "a=3"] }, y: { tags: ["a=1"] } } })]);
    expect(graph.managed("scaleway_vpc").map((vpc) => labelsOf(vpc).values.get("a"))).toEqual([["1", "2", "3"], ["1"]]);
  });

  it("reads a list and a map that stand in a local value", () => {
    expect(read("${local.all}", { all: ["a=1"] })).toEqual({ a: ["1"] });
    expect(read("${local.all}", { all: { a: "1" } })).toEqual({ a: ["1"] });
  });

  it.each<[Json, string]>([
    [["a=1", "${var.tag}"], "tags[1]"],
    [{ a: "1", b: "${var.tag}" }, "tags.b"],
  ])("keeps what is known beside what only the engine knows: %j", (tags, path) => {
    expect(labelsOf(resource(tags))).toEqual({
      values: new Map([["a", ["1"]]]),
      unknown: expect.stringMatching(new RegExp(`^${path.replace(/[[\]]/g, "\\$&")}: .*variable tag`)),
    });
  });

  it("knows none where only the engine knows them all, and none where there are none", () => {
    expect(labelsOf(resource("${var.tags}"))).toEqual({
      values: new Map(),
      unknown: expect.stringContaining("tags: "),
    });
    expect(labelsOf(resource(null))).toEqual({ values: new Map() });
    expect(labelsOf(resource("a=1")).values.get("a")).toEqual(["1"]);
  });
});

describe("labelOf", () => {
  it("is the one value of a label", () => {
    expect(labelOf(resource(["a=1", "b=2", "b=3"]), "a")).toBe("1");
    expect(labelOf(resource(["a=1", "b=2", "b=3"]), "b")).toBeUndefined();
    expect(labelOf(resource(["a=1"]), "c")).toBeUndefined();
  });
});
