import { evaluate, type Finding, fail, graphOf, type JsonObject, lineOf, rule, type StackDocument } from "../src";
import { planOf } from "./plans";

function documentOf(text: string, rest: Partial<StackDocument> = {}): StackDocument {
  return { name: "s", file: "main.tf.json", text, json: JSON.parse(text) as JsonObject, ...rest };
}

/** Findings about an attribute of every block. */
function findingsIn(documents: readonly StackDocument[], attribute?: string): readonly Finding[] {
  const check = rule<null>({
    id: "R-1",
    severity: "low",
    title: "t",
    remedy: "r",
    reportsOn: () => true,
    check: () => fail("wrong", attribute),
    checkWhole: () => fail("everywhere"),
  });
  return evaluate({ rules: [check], graph: graphOf(documents), inputs: null }).findings;
}

function linesOf(documents: readonly StackDocument[], attribute?: string): Record<string, number | undefined> {
  return Object.fromEntries(findingsIn(documents, attribute).map((one) => [one.address, lineOf(one, documents)]));
}

describe("lineOf", () => {
  it("finds blocks and attributes however the text is laid out", () => {
    const text = `{"resource": {"t": {"a": {"x": 1}, "b":
      {"deep": {"x": [{"x": 3}, {"y": 4}]}, "list": ["x", ":", {}],
       "x" : "5"}, "c"
      : {},
      "d\\"}\\\\": {"say \\"": [":", "{"],
        "x": 8}}},
      "variable": {"v": {"default": {"x": {}}}}}`;
    expect(linesOf([documentOf(text)], "x")).toEqual({
      "t.a": 1,
      "t.b": 3,
      "t.c": 4,
      't.d"}\\': 6,
      "variable.v": 7,
      terraform: undefined,
      environment: undefined,
    });
    expect(linesOf([documentOf(text)], "list[2]")["t.b"]).toBe(2);
    expect(linesOf([documentOf(text)], "deep.x")["t.b"]).toBe(2);
    expect(linesOf([documentOf(text)])["t.b"]).toBe(1);
  });

  it("passes through the lists in which blocks may stand, also where an attribute is named like a block", () => {
    const text = `{"resource": [{"t": [{"a": [{
      "resource": 1}]}]},
      {"u": {"b": {
      "resource": 2}}}]}`;
    expect(linesOf([documentOf(text)], "resource")).toMatchObject({ "t.a": 2, "u.b": 4 });
  });

  it("finds what stands in a module, by its own names", () => {
    const module = `{"resource": {"t": {"x": {},
      "m.t": {}}},
      "data": {"t": {
        "a": {}}},
      "module": {
        "in": {}}}`;
    const inner = documentOf(module, { file: "net/main.tf.json" });
    const deepest = documentOf('{"resource": {"t":\n{"y": {}}}}', { file: "net/in/main.tf.json" });
    const documents = [
      documentOf('{"module": {\n"net": {}}}', {
        modules: { net: { files: [inner], modules: { in: { files: [deepest] } } } },
      }),
    ];
    expect(linesOf(documents)).toMatchObject({
      "module.net": 2,
      "module.net.t.x": 1,
      "module.net.t.m.t": 2,
      "module.net.data.t.a": 4,
      "module.net.module.in": 6,
      "module.net.module.in.t.y": 2,
    });
  });

  it("finds what stands in another file of the same configuration", () => {
    const others = [documentOf('{"resource":\n{"t":\n{"x": {}}}}', { file: "other.tf.json" })];
    expect(linesOf([documentOf("{}", { others })])).toMatchObject({ "t.x": 3 });
  });

  it("says nothing of what was read from no file, has no text or is a plan", () => {
    const text = '{"resource": {"t": {"x": {}}}}';
    const { file, ...unread } = documentOf(text);
    const plan = JSON.stringify(
      planOf([{ address: "resource.t", after: {} }], {}, { resource: { resource: { t: {} } } }),
    );
    expect(linesOf([unread])).toMatchObject({ "t.x": undefined });
    expect(linesOf([documentOf(text, { text: undefined })])).toMatchObject({ "t.x": undefined });
    expect(linesOf([documentOf(plan)])).toMatchObject({ "resource.t": undefined });
    expect(lineOf(findingsIn([documentOf(text)])[0]!, [])).toBeUndefined();
    expect(lineOf({ ...findingsIn([unread])[0]!, file: undefined }, [documentOf(text), unread])).toBeUndefined();
  });

  it("knows each text anew", () => {
    const documents = [1, 2, 1].map((line, index) =>
      documentOf(`{${"\n".repeat(line)}"resource": {"t": {"x${index}": {}}}}`, {
        name: `s${index}`,
        file: `f${index}`,
      }),
    );
    expect(linesOf(documents)).toMatchObject({ "t.x0": 2, "t.x1": 3, "t.x2": 2 });
  });
});
