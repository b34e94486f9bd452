import fc from "fast-check";
import {
  evaluate,
  evidenceMissing,
  fail,
  formatFinding,
  formatReport,
  graphOf,
  openDeviation,
  pass,
  type Rule,
  resources,
  rule,
  summaryOf,
  toJson,
  unknown,
  type Verdict,
} from "../src";

const deviations = [{ id: "GEO", message: "one region of two" }];

function reportOn(names: readonly string[]) {
  const t = Object.fromEntries(names.map((name) => [name, {}]));
  return evaluate({
    graph: graphOf([{ name: "net", json: { resource: { t, u: { fine: {} } }, provider: { t: {} } } }]),
    inputs: null,
    deviations,
    rules: [
      rule<null>({
        id: "R-1",
        severity: "critical",
        title: "Stay here",
        remedy: "Come back.",
        reportsOn: resources("t"),
        check: ({ name }) => fail(`region is ${name}; allowed: here`, "region", name),
      }),
      rule<null>({
        id: "R-2",
        severity: "medium",
        title: "Be clear",
        remedy: "Say it.",
        reportsOn: ({ mode }) => mode === "provider",
        check: () => unknown("zone", "nobody says"),
      }),
      rule<null>({ id: "R-3", severity: "low", title: "x", remedy: "x", reportsOn: resources("u"), check: () => [] }),
    ],
  });
}

describe("summaryOf", () => {
  it("counts what is left open, each of its kind, and errors", () => {
    const said = (...verdicts: Verdict[]) =>
      summaryOf(
        evaluate({
          graph: graphOf([{ name: "net", json: { resource: { t: { x: {} } } } }]),
          inputs: null,
          rules: verdicts.map((verdict, index) =>
            rule<null>({
              id: `R-${index}`,
              severity: "low",
              title: "x",
              remedy: "x",
              reportsOn: resources("t"),
              check: () => verdict,
            }),
          ),
        }),
      );
    expect(said(pass())).toBe("1 rule, 1 resource, 0 failed · 0 unknown");
    expect(said(evidenceMissing("a"), evidenceMissing("b"))).toBe(
      "2 rules, 1 resource, 0 failed · 0 unknown · 2 without evidence",
    );
    expect(said(openDeviation("GEO: one"))).toBe("1 rule, 1 resource, 0 failed · 0 unknown · 1 resource in deviation");
  });
});

describe("formatReport", () => {
  it("shows each rule once, with its places, then its remedy, and sums up", () => {
    expect(formatReport(reportOn(["a", "longer"]))).toBe(
      [
        "✗ R-1 critical  Stay here",
        "    net/t.a       region is a; allowed: here",
        "    net/t.longer  region is longer; allowed: here",
        "    → Come back.",
        "",
        "? R-2 medium  Be clear",
        "    net/provider.t  zone cannot be known: nobody says",
        "    → Say it.",
        "",
        "○ GEO  one region of two",
        "1 of 3 rules fails on 2 of 3 resources · 1 unknown · 1 open deviation (GEO)",
        "",
      ].join("\n"),
    );
  });

  it("counts each place once, and names blocks of every mode", () => {
    const json = { resource: { t: { x: {} } }, provider: { t: {} }, data: { t: { d: {} } }, output: { o: {}, p: {} } };
    const check = () => [fail("a"), fail("b")];
    const summary = (reportsOn: Rule<null>["reportsOn"]) =>
      summaryOf(
        evaluate({
          graph: graphOf([{ name: "s", json }]),
          inputs: null,
          rules: ["R-1", "R-2"].map((id) =>
            rule<null>({ id, severity: "low", title: "x", remedy: "x", reportsOn, check }),
          ),
        }),
      );
    expect(summary(({ mode }) => mode !== "managed")).toBe(
      "2 of 2 rules fail on 1 data source, 1 provider block, 2 outputs, 1 stack · 0 unknown",
    );
    expect(summary(resources("t"))).toBe("2 of 2 rules fail on 1 of 1 resource · 0 unknown");
  });

  it("counts rules that broke as failing", () => {
    const broken = rule<null>({
      id: "R-1",
      severity: "low",
      title: "x",
      remedy: "x",
      reportsOn: resources("t"),
      check: () => {
        throw new Error("no such luck");
      },
    });
    const graph = graphOf([{ name: "s", json: { resource: { t: { x: {}, y: {} } } } }]);
    const report = evaluate({ graph, inputs: null, rules: [broken] });
    expect(summaryOf(report)).toBe("1 of 1 rule fails on 2 of 2 resources · 0 unknown · 2 errors in rules");
    expect(formatReport(report)).toContain("✗ R-1 low  x");
  });

  it("is short where nothing fails", () => {
    expect(summaryOf(reportOn([]))).toBe("3 rules, 1 resource, 0 failed · 1 unknown · 1 open deviation (GEO)");
  });

  it("colours only when it is asked to", () => {
    expect(formatReport(reportOn(["a"]))).not.toContain("\u001b");
    expect(formatReport(reportOn(["a"]), { colour: true })).toContain("\u001b[31m✗ R-1 critical");
  });

  it("gives one finding with all that is needed to mend it", () => {
    expect(formatFinding(reportOn(["a"]).findings[0]!)).toBe(
      "R-1 critical  net/t.a  region is a; allowed: here\n    Stay here. Come back.",
    );
  });

  it("lets no name or value act on the terminal, or forge a line", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1 }), (name) => {
        const text = formatReport(reportOn([`${name}\u001b[2J\n✗ R-9\u202e\u2028`]));
        expect(text.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        expect(text.split("\n").filter((line) => line.startsWith("✗"))).toHaveLength(1);
      }),
      { numRuns: 100 },
    );
  });
});

describe("toJson", () => {
  it("carries a version, and survives JSON", () => {
    const json = toJson(reportOn(["a"]));
    expect(JSON.parse(JSON.stringify(json))).toMatchObject({
      version: 1,
      blocked: true,
      resources: 2,
      stacks: 1,
      findings: [{ rule: "R-1", attribute: "region", value: "a" }, { rule: "R-2" }],
      deviations,
    });
  });
});
