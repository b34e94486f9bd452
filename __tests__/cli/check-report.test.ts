import { evaluate, fail, graphOf, resources, rule, unknown } from "@hdh/policy-engine";
import { checkReport } from "../../cli/check-report";

const text = `{
  "resource": {
    "t": {
${Array.from({ length: 6 }, (_, index) => `      "r${index}": { "region": "nl-ams" }`).join(",\n")}
    }
  }
}
`;
const documents = [{ name: "net", file: "net.tf.json", text, json: JSON.parse(text) }];

function reportOf(blocking: number) {
  const failing = Array.from({ length: blocking }, (_, index) =>
    rule<null>({
      ...{
        id: `R-${index}`,
        severity: "critical",
        title: "Stay here",
        remedy: "Come back.",
        reportsOn: resources("t"),
      },
      check: () => fail("region is nl-ams; allowed: fr-par", "region"),
    }),
  );
  const unclear = rule<null>({
    ...{ id: "U-1", severity: "medium", title: "Be clear", remedy: "Say it.", reportsOn: resources("t") },
    check: () => unknown("zone", "nobody says"),
  });
  const deviations = [{ id: "GEO", message: "one region of two" }];
  return evaluate({ rules: [...failing, unclear], graph: graphOf(documents), inputs: null, deviations });
}

describe("the report of hdh check", () => {
  it("shows what is not met, one line that sums up, the first places of what blocks, and a line for the rest", () => {
    expect(checkReport(reportOf(1), { documents })).toBe(
      [
        "○ GEO  one region of two",
        "1 of 2 rules fails on 6 of 6 resources · 6 unknown · 1 open deviation (GEO)",
        "",
        "✗ R-0 critical  Stay here",
        ...[0, 1, 2, 3].flatMap((index) => [
          `    net/t.r${index}  region is nl-ams; allowed: fr-par`,
          `              net.tf.json:${index + 4}`,
        ]),
        "    … and 2 more places",
        "    → Come back.",
        "",
        "? U-1 medium  Be clear · cannot be known in 6 places",
        "",
        "npx hdh explain R-0 says why · --all shows every place",
        "",
      ].join("\n"),
    );
  });

  it("is no wall: names the rules that it leaves out", () => {
    const report = checkReport(reportOf(10), { documents });
    expect(report).toContain("… and 2 more rules: R-8, R-9\n");
    expect(report).not.toContain("✗ R-8");
    expect(report.split("\n").length).toBeLessThan(110);
  });

  it("shows everything when it is asked to", () => {
    const report = checkReport(reportOf(10), { documents, all: true });
    expect(report.match(/region is nl-ams/g)).toHaveLength(60);
    expect(report.match(/zone cannot be known: nobody says/g)).toHaveLength(6);
    expect(report).not.toContain("more");
    expect(report).toContain("    → Say it.\n");
  });

  it("names no rule to explain where there is nothing to say", () => {
    const report = evaluate({ rules: [], graph: graphOf(documents), inputs: null });
    expect(checkReport(report, { documents })).toBe("0 rules, 6 resources, 0 failed · 0 unknown\n");
  });

  it("colours only when it is asked to", () => {
    expect(checkReport(reportOf(1), { documents })).not.toContain("\u001b");
    expect(checkReport(reportOf(1), { documents, colour: true })).toContain("\u001b[31m✗ R-0 critical");
  });
});
