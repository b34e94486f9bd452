import fc from "fast-check";
import { OWN_KEY, parseTemplate, templateOf } from "../src/expression";

describe("parseTemplate", () => {
  it("reads plain text as itself, and `$${` as text", () => {
    expect(parseTemplate("fr-par")).toEqual({ kind: "literal", value: "fr-par" });
    expect(parseTemplate("a $${b} %%{c}")).toEqual({ kind: "literal", value: "a ${b} %{c}" });
  });

  it("reads a reference with its steps", () => {
    expect(parseTemplate("${scaleway_vpc.ws-0001.id}")).toMatchObject({
      kind: "traversal",
      steps: ["scaleway_vpc", "ws-0001", "id"],
    });
    expect(parseTemplate('${a.b[0].c["d e"][each.key].*.f}')).toMatchObject({
      steps: ["a", "b", 0, "c", "d e", OWN_KEY, undefined, "f"],
    });
  });

  it("reads calls, with quotes and braces inside an interpolation", () => {
    const call = parseTemplate('${element(split("}/", a.b.id), 1)}');
    expect(call).toMatchObject({ kind: "call", name: "element" });
    expect(templateOf(call)).toBe('${element(split("}/", a.b.id), 1)}');
  });

  it("reads a template inside a quoted string inside an interpolation", () => {
    const expression = parseTemplate('${jsonencode({"P" = "id:${a.b.id}", Q : ["x\\"\\u0041", true, null, 1.5]})}');
    expect(expression).toMatchObject({
      kind: "call",
      args: [
        {
          kind: "object",
          entries: [
            ["P", { kind: "template" }],
            ["Q", { kind: "list" }],
          ],
        },
      ],
    });
    expect(JSON.stringify(expression)).toContain('x\\"A');
  });

  it("reads an empty text, text around an interpolation, and the trim marks of one", () => {
    expect(parseTemplate("")).toEqual({ kind: "literal", value: "" });
    expect(parseTemplate("a-${~ var.x ~}-b")).toMatchObject({
      kind: "template",
      parts: [
        { kind: "literal", value: "a-" },
        { kind: "traversal", steps: ["var", "x"] },
        { kind: "literal", value: "-b" },
      ],
    });
  });

  it.each<[string, unknown]>([
    ["${true}", true],
    ["${false}", false],
    ["${null}", null],
    ["${-1.5}", -1.5],
    ['${"a\\tb\\n"}', "a\tb\n"],
    ['${"\\u00e9t\\u00e9"}', "été"],
    ['${"a $${b} c"}', "a ${b} c"],
  ])("reads the constant %p", (text, value) => {
    expect(parseTemplate(text)).toEqual({ kind: "literal", value });
  });

  it.each([
    "${var.a ? 1 : 2}",
    "${a.b + 1}",
    "${[for x in y : x]}",
    "${a.b",
    '${"a}',
    "${f(}",
    "${}",
    "%{ if true }a%{ endif }",
    '${"\\q"}',
    `\${${"(".repeat(100)}1${")".repeat(100)}}`,
  ])("leaves %p to the engine", (text) => {
    expect(parseTemplate(text)).toMatchObject({ kind: "opaque" });
  });

  it("takes any text without breaking, and keeps what it read", () => {
    const pieces = fc.constantFrom("${", "}", '"', "a.b", "(", ")", "[", "]", "{", ",", "=", "$", "%{", "\\", "1", " ");
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }), (parts) => {
        const expression = parseTemplate(parts.join(""));
        if (expression.kind === "opaque") return;
        const written = templateOf(expression);
        expect(templateOf(parseTemplate(written))).toBe(written);
      }),
      { numRuns: 300 },
    );
  });
});
