import { readFileSync } from "node:fs";
import { join } from "node:path";
import { reportJsonSchema, reportSchema } from "../schema/report";
import {
  evaluate,
  evidenceMissing,
  fail,
  formatJson,
  graphOf,
  type JsonReport,
  openDeviation,
  rule,
  unknown,
  type Verdict,
} from "../src";

const text = JSON.stringify({ resource: { t: { x: {} } }, data: { t: { x: {} } }, provider: { t: {} } });
const documents = [{ name: "net", file: "net.tf.json", text, json: JSON.parse(text), sha256: () => "0".repeat(64) }];

function jsonReport(): JsonReport {
  const verdicts: (Verdict | (() => never))[] = [
    fail("region is nl-ams; allowed: fr-par", "region", ["nl-ams", { zone: null }]),
    unknown("zone", "nobody says"),
    evidenceMissing("no contract"),
    openDeviation("abroad, as declared"),
    () => {
      throw new Error("broken");
    },
  ];
  const rules = verdicts.map((verdict, index) =>
    rule<null>({
      ...{ id: `R-${index}`, severity: "high", title: "Stay", remedy: "Come back.", reportsOn: () => true },
      check: () => (typeof verdict === "function" ? verdict() : verdict),
      checkWhole: () => fail("not enough"),
    }),
  );
  const deviations = [{ id: "GEO", message: "one region of two" }];
  return JSON.parse(formatJson(evaluate({ rules, graph: graphOf(documents), inputs: null, deviations })));
}

describe("the schema of the JSON report", () => {
  it("is what is published", () => {
    const published = readFileSync(join(__dirname, "../schema/report.schema.json"), "utf8");
    expect(JSON.parse(published)).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });

  it("holds a report with every outcome, whole", () => {
    const report = jsonReport();
    expect(new Set(report.findings.map(({ outcome }) => outcome)).size).toBe(5);
    expect(reportSchema.parse(report)).toEqual(report);
  });

  it.each<[string, (report: JsonReport) => object]>([
    ["a newer version", (report) => ({ ...report, version: 2 })],
    ["a field that nobody documented", (report) => ({ ...report, extra: true })],
    ["a finding without its rule", (report) => ({ ...report, findings: [{ ...report.findings[0], rule: undefined }] })],
    [
      "an outcome of another name",
      (report) => ({ ...report, findings: [{ ...report.findings[0], outcome: "waived" }] }),
    ],
    ["a day that there is not", (report) => ({ ...report, asOf: "2026-02-30" })],
  ])("refuses %s", (_, change) => {
    expect(reportSchema.safeParse(change(jsonReport())).success).toBe(false);
  });
});
