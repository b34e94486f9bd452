import fc from "fast-check";
import { OWN_KEY, parseTemplate, templateOf } from "../src/expressions/expression";

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

  it.each([
    ["${a[count.index].b}", ["a", OWN_KEY, "b"]],
    ["${a[each.value].b}", ["a", undefined, "b"]],
    ["${a[var.key].b}", ["a", undefined, "b"]],
    ["${a[*].b}", ["a", undefined, "b"]],
    ["${a[true].b}", ["a", undefined, "b"]],
    ["${a[f(1)].b}", ["a", undefined, "b"]],
    ['${a["b-${c.d}"].e}', ["a", undefined, "e"]],
    ["${a[ 12 ].b}", ["a", 12, "b"]],
    ["${a.12.b}", ["a", 12, "b"]],
    ["${(a.b).c}", ["a", "b", "c"]],
    ["${ ( a.b ) }", ["a", "b"]],
    ["${é_1.b}", ["é_1", "b"]],
  ])("reads the steps of %p", (text, steps) => {
    expect(parseTemplate(text)).toMatchObject({ kind: "traversal", steps });
  });

  it("keeps the text of what it reads, without what stands around it", () => {
    expect(parseTemplate("x ${ a.b[0] } y ${f( c.d , [1],{e = 2}) }")).toMatchObject({
      parts: [
        { value: "x " },
        { kind: "traversal", text: "a.b[0]" },
        { value: " y " },
        {
          kind: "call",
          text: "f( c.d , [1],{e = 2})",
          args: [{ text: "c.d" }, { kind: "list", text: "[1]" }, { kind: "object", text: "{e = 2}" }],
        },
      ],
    });
    expect(parseTemplate("${f(x.y)[0].z}")).toMatchObject({
      kind: "index",
      text: "f(x.y)[0].z",
      of: { kind: "index", text: "f(x.y)[0]", of: { kind: "call", text: "f(x.y)" } },
    });
    expect(parseTemplate("${plain.reference}")).toMatchObject({ text: "plain.reference" });
  });

  it("takes no brace for the end that stands in a text or an object", () => {
    for (const inside of ['f("}")', 'f("\\"}")', 'f("$${")', 'f("a${g("}")}b}")', "f({a = {b = 1}})", 'f("${x.y}{")']) {
      expect(parseTemplate(`<\${${inside}}>`)).toMatchObject({
        parts: [{ value: "<" }, { kind: "call", text: inside }, { value: ">" }],
      });
    }
  });

  it("reads texts inside of an interpolation as templates of their own", () => {
    expect(parseTemplate('${"a$${b}${c.d}\\n"}')).toMatchObject({
      kind: "template",
      parts: [{ value: "a${b}" }, { steps: ["c", "d"] }, { value: "\n" }],
    });
    expect(parseTemplate('${f("${g("\\"")}")}')).toMatchObject({
      args: [{ kind: "call", name: "g", args: [{ kind: "literal", value: '"' }] }],
    });
  });

  it("reads no object whose keys only the engine knows", () => {
    for (const key of ["(a.b)", '"${a.b}"', '"x${a.b}"', "1", '"${1}"']) {
      expect(parseTemplate(`\${f({${key} = 1})}`)).toMatchObject({ kind: "opaque" });
    }
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
    ["${0.25}", 0.25],
    ["${120}", 120],
    ["${1e3}", 1000],
    ["${2.5E+10}", 2.5e10],
    ["${25e-1}", 2.5],
    ["${~ 7 ~}", 7],
    ["${(1)}", 1],
    ["${  true  }", true],
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
    "${",
    "${f(x",
    '${"${a}',
    '${"\\',
    '${"\\u12"}',
    '${"\\xu0041"}',
    "${(a.b]}",
    "${a[0}",
    "${a[ * ].b}",
    "${a[1,2]}",
    "${a.}",
    "${~~1}",
    "${1~~}",
    "${1e}",
    "${f(1 2)}",
    "${[1;2]}",
    "a%{ if true }",
    '${"a}',
    "${f(}",
    "${}",
    "%{ if true }a%{ endif }",
    '${"\\q"}',
    `\${${"(".repeat(64)}1${")".repeat(64)}}`,
    `${'${"'.repeat(40)}x${'"}'.repeat(40)}`,
  ])("leaves %p to the engine", (text) => {
    expect(parseTemplate(text)).toMatchObject({ kind: "opaque" });
  });

  it("reads as deep as anybody writes, and any number of things side by side", () => {
    expect(parseTemplate(`\${${"(".repeat(63)}1${")".repeat(63)}}`)).toEqual({ kind: "literal", value: 1 });
    expect(parseTemplate(`\${[${"(1), ".repeat(100)}]}`)).toMatchObject({ kind: "list" });
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

describe("templateOf", () => {
  it.each(["a $${b} %%{c}", "${null}", "${1.5}", "${true}", "x-${a.b[0]}-$${y}", '${f("$${", {a = 1})}'])(
    "writes %p as it was read",
    (text) => expect(templateOf(parseTemplate(text))).toBe(text),
  );
});
