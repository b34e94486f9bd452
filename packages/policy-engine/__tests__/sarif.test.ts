import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  dataSources,
  evaluate,
  evidenceMissing,
  fail,
  fingerprintOf,
  formatSarif,
  graphOf,
  type JsonObject,
  openDeviation,
  type Report,
  resources,
  rule,
  type SarifOptions,
  type Severity,
  type StackDocument,
  toSarif,
  unknown,
  type Verdict,
} from "../src";

const ROOT = "/repository";
const TRACE = [
  "new TerraformElement (/repository/node_modules/cdktf/lib/terraform-element.ts:44:15)",
  "new Bucket (/repository/packages/provider/lib/bucket/index.js:1404:9)",
  "new HealthDataBucket (/repository/constructs/storage/bucket.ts:80:21)",
  "new StorageStack (/repository/stacks/storage-stack.ts:31:5)",
];

const text = `{
  "resource": {
    "t": {
      "a": {
        "region": "nl-ams"
      },
      "b": {}
    }
  }
}
`;
const document = {
  name: "net",
  file: `${ROOT}/cdktf.out/net/cdk.tf.json`,
  text,
  json: JSON.parse(text),
  sha256: () => "0".repeat(64),
};

const options: SarifOptions = { tool: { name: "tool", version: "1.2.3" }, id: "check/test/", exitCode: 4, root: ROOT };

function ruleSaying(id: string, verdict: Verdict | (() => never), severity: Severity = "critical") {
  return rule<null>({
    id,
    severity,
    title: `Title of ${id}`,
    remedy: "Mend it.",
    reportsOn: resources("t"),
    check: ({ name }) => (name === "a" ? (typeof verdict === "function" ? verdict() : verdict) : []),
  });
}

const REGION = fail("region is nl-ams; allowed: fr-par", "region", "nl-ams");

function reportOf(
  verdicts: Readonly<Record<string, Verdict | (() => never)>>,
  rest: { readonly gate?: boolean } = {},
  documents: readonly StackDocument[] = [document],
): Report {
  const rules = Object.entries(verdicts).map(([id, verdict]) => ruleSaying(id, verdict));
  const deviations = [{ id: "GEO", message: "one region of two" }];
  return evaluate({ rules, graph: graphOf(documents), inputs: null, deviations, asOf: "2026-11-22", ...rest });
}

function runOf(report: Report, rest: Partial<SarifOptions> = {}) {
  return toSarif(report, { ...options, ...rest }).runs[0]!;
}

const every = {
  "R-1": REGION,
  "R-2": unknown("zone", "nobody says"),
  "R-3": evidenceMissing("no contract"),
  "R-4": openDeviation("abroad, as declared"),
  "R-5": () => {
    throw new Error("broken");
  },
};

describe("toSarif", () => {
  it("gives each outcome the kind and level that SARIF has for it", () => {
    const kinds = (report: Report) =>
      runOf(report)
        .results!.map(({ ruleId, kind, level }) => `${ruleId} ${kind} ${level}`)
        .sort();

    expect(kinds(reportOf(every))).toEqual([
      "GEO fail note",
      "R-1 fail error",
      "R-2 open none",
      "R-3 review none",
      "R-4 fail note",
      "R-5 fail error",
    ]);
    expect(kinds(reportOf(every, { gate: true }))).toEqual([
      "GEO fail error",
      "R-1 fail error",
      "R-2 open none",
      "R-3 review none",
      "R-4 fail error",
      "R-5 fail error",
    ]);
  });

  it.each([
    ["critical", "error", "9.5"],
    ["high", "error", "8.0"],
    ["medium", "warning", "5.5"],
    ["low", "note", "2.0"],
  ] as const)("shows a failure of severity %s as %s", (severity, level, score) => {
    const report = evaluate({ rules: [ruleSaying("R-1", REGION, severity)], graph: graphOf([document]), inputs: null });
    const { tool, results } = runOf(report);

    expect(results).toMatchObject([{ level }]);
    expect(tool.driver.rules).toMatchObject([
      { defaultConfiguration: { level }, properties: { "security-severity": score } },
    ]);
  });

  it("describes every rule that was asked, also those that hold, with what the caller knows of it", () => {
    const describe = () => ({
      why: "Health data stays.",
      remedy: "Come back.",
      page: "docs/R-1.md",
      waivers: "never",
      controls: ["GDPR:44"],
    });
    const { tool, results } = runOf(reportOf({ "R-1": REGION, "R-9": [] as unknown as Verdict }), { describe });

    expect(tool.driver.rules?.map(({ id }) => id)).toEqual(["R-1", "R-9", "GEO"]);
    expect(tool.driver.rules?.[0]).toMatchObject({
      shortDescription: { text: "Title of R-1" },
      fullDescription: { text: "Health data stays." },
      help: { text: "Come back. More: docs/R-1.md" },
      properties: { severity: "critical", waivers: "never", tags: ["security", "GDPR:44"] },
    });
    expect(results?.map(({ ruleId, ruleIndex }) => [ruleId, ruleIndex])).toEqual([
      ["R-1", 0],
      ["GEO", 2],
    ]);
  });

  it("says where: the rendered file from the root, the line of the attribute, address and construct path", () => {
    const [result] = runOf(reportOf({ "R-1": REGION }), { documents: [document] }).results!;

    expect(result?.locations).toEqual([
      {
        physicalLocation: {
          artifactLocation: { uri: "cdktf.out/net/cdk.tf.json", uriBaseId: "%SRCROOT%" },
          region: { startLine: 5 },
        },
        logicalLocations: [
          { fullyQualifiedName: "t.a", kind: "resource" },
          { fullyQualifiedName: "net/t.a", kind: "construct" },
        ],
      },
    ]);
  });

  it("says where in TypeScript, where the rendered metadata knows it, with the rendered file beside it", () => {
    const traced = tracedBy(TRACE);
    const [result] = runOf(reportOf({ "R-1": REGION }, {}, [traced]), { documents: [traced] }).results!;

    expect(result?.locations).toMatchObject([
      {
        physicalLocation: {
          artifactLocation: { uri: "constructs/storage/bucket.ts", uriBaseId: "%SRCROOT%" },
          region: { startLine: 80, startColumn: 21 },
        },
      },
    ]);
    expect(result?.relatedLocations).toMatchObject([
      { physicalLocation: { artifactLocation: { uri: "cdktf.out/net/cdk.tf.json" } } },
    ]);
  });

  it.each([
    [["new Bucket (/elsewhere/main.ts:1:1)"]],
    [["new Bucket (/repository/node_modules/t/index.js:1:1)", "node:internal/main:1:1"]],
    [["no place at all"]],
    ["text"],
    [[7]],
  ])("keeps to the rendered file where the trace %j names no source below the root", (trace) => {
    const traced = tracedBy(trace);
    const [result] = runOf(reportOf({ "R-1": REGION }, {}, [traced]), { documents: [traced] }).results!;
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri).toBe("cdktf.out/net/cdk.tf.json");
  });

  it.each([
    ["new Bucket (/repository/a.ts:3:4)", "a.ts", 3, 4],
    ["/repository/a.ts:3:4", "a.ts", 3, 4],
    ["new Bucket (a/b c.mts:30:14)", "a/b%20c.mts", 30, 14],
    ["..a/b.cts:3:4", "..a/b.cts", 3, 4],
    ["new Bucket [as lake] (/repository/a (b)/c(d).ts:3:4)", "a%20(b)/c(d).ts", 3, 4],
    ["/repository/a(b)/c.ts:3:4", "a(b)/c.ts", 3, 4],
    ["/repository/a (b)/c.ts:3:4", "a%20(b)/c.ts", 3, 4],
  ])("reads the frame %j", (frame, uri, startLine, startColumn) => {
    for (const trace of [
      [frame],
      [7, "node_modules/t/index.ts:1:1", "/repository/a.ts.js:1:1", "/repository/a.xts:1:1", frame],
    ]) {
      const traced = tracedBy(trace);
      const [result] = runOf(reportOf({ "R-1": REGION }, {}, [traced]), { documents: [traced] }).results!;
      expect(result?.locations?.[0]?.physicalLocation).toEqual({
        artifactLocation: { uri, uriBaseId: "%SRCROOT%" },
        region: { startLine, startColumn },
      });
    }
  });

  it("says where a data source was built, and nothing of a block without a path", () => {
    const built = (metadata: JsonObject) => {
      const json: JsonObject = { data: { t: { a: { "//": { metadata } } } } };
      const source = { ...document, json, text: JSON.stringify(json) };
      const check = { ...ruleSaying("R-1", REGION), reportsOn: dataSources("t") };
      const report = evaluate({ rules: [check], graph: graphOf([source]), inputs: null });
      return runOf(report, { documents: [source] }).results![0]?.locations?.[0]?.physicalLocation?.artifactLocation
        ?.uri;
    };
    const stackTrace = ["new Image (/repository/a.ts:3:4)"];
    expect(built({ path: "net/image", stackTrace })).toBe("a.ts");
    expect(built({ path: "net/image" })).toBe("cdktf.out/net/cdk.tf.json");
    expect(built({ stackTrace })).toBe("cdktf.out/net/cdk.tf.json");
  });

  it("shows a standing deviation as a rule and a result of its own", () => {
    const { tool, results } = runOf(reportOf({}));
    expect(tool.driver.rules).toEqual([
      {
        id: "GEO",
        shortDescription: { text: expect.stringMatching(/\w/) },
        defaultConfiguration: { level: "note" },
        properties: { tags: ["security"] },
      },
    ]);
    expect(results).toMatchObject([
      {
        ruleId: "GEO",
        message: { text: "one region of two" },
        partialFingerprints: { "finding/v1": "GEO" },
        properties: { outcome: "open-deviation", blocking: false },
      },
    ]);
  });

  it("names the version of SARIF, how columns are counted, and its folders", () => {
    expect(toSarif(reportOf({}), options).version).toBe("2.1.0");
    const run = runOf(reportOf({ "R-1": REGION }));
    expect(run.columnKind).toBe("utf16CodeUnits");
    expect(run.originalUriBaseIds).toEqual({ "%SRCROOT%": { description: { text: expect.stringMatching(/\w/) } } });
    expect(run.results?.[0]?.properties).toEqual({ outcome: "fail", blocking: true });
    expect(run.tool.driver.rules?.[0]?.properties?.tags).toEqual(["security"]);
  });

  it.each([
    [["/x/y/p.json"], ["p.json"]],
    [
      ["/x/y/p.json", "/x/y/q.json"],
      ["p.json", "q.json"],
    ],
    [
      ["/x/y/p.json", "/x/y/z/q.json", "/repository/r.json"],
      ["p.json", "z/q.json", "r.json"],
    ],
    [
      ["/x/a/p.json", "/x/a/q.json", "/x/b/p.json"],
      ["a/p.json", "a/q.json", "b/p.json"],
    ],
    [
      ["/p.json", "/x/q.json"],
      ["p.json", "x/q.json"],
    ],
  ])("names the files %j from the deepest folder that holds them", (files, uris) => {
    const documents = files.map((file) => ({ ...document, name: file, file }));
    const run = runOf(reportOf({}, {}, documents));
    expect(run.artifacts?.map(({ location }) => location?.uri)).toEqual(uris);
    expect(run.originalUriBaseIds).toHaveProperty("INPUT.description.text", expect.stringMatching(/\w/));
  });

  it("writes no absolute path: files outside of the root stand below a folder without a name", () => {
    const documents = ["a", "b"].map((name) => ({
      ...document,
      name,
      file: `/secret place/of mine/${name}/plan#1.json`,
    }));
    const run = runOf(reportOf({ "R-1": REGION }, {}, documents), { documents });

    expect(run.artifacts?.map(({ location }) => location)).toEqual([
      { uri: "a/plan%231.json", uriBaseId: "INPUT" },
      { uri: "b/plan%231.json", uriBaseId: "INPUT" },
    ]);
    expect(run.originalUriBaseIds).toMatchObject({ INPUT: { description: {} } });
    expect(JSON.stringify(run)).not.toMatch(/secret|"\//);
  });

  it("shows what is about all stacks at the first file that was read, and nothing where there is no file", () => {
    const { file, sha256, ...unread } = document;
    const deviation = (documents: StackDocument[]) => runOf(reportOf({}, {}, documents)).results![0]!.locations![0]!;

    expect(deviation([document]).physicalLocation?.artifactLocation?.uri).toBe("cdktf.out/net/cdk.tf.json");
    expect(deviation([unread])).toEqual({
      logicalLocations: [{ fullyQualifiedName: "environment", kind: "environment" }],
    });
  });

  it("marks each finding with a fingerprint that does not depend on what stands around it", () => {
    const moved = { ...document, text: `\n\n${text}`, file: `${ROOT}/elsewhere.json` };
    const first = { ...document, name: "another", file: `${ROOT}/first.json` };
    const prints = (report: Report) =>
      runOf(report).results!.map(({ partialFingerprints }) => partialFingerprints?.["finding/v1"]);
    const report = reportOf({ "R-1": REGION });

    expect(prints(report)).toContain(fingerprintOf(report.findings[0]!));
    expect(prints(reportOf({ "R-0": REGION, "R-1": REGION }, {}, [first, moved]))).toEqual(
      expect.arrayContaining(prints(report)),
    );
    expect(prints(reportOf({ "R-1": fail("region is pl-waw; allowed: fr-par", "region") }))).not.toContain(
      prints(report)[0],
    );
  });

  it("says how the run ended: what it judged, its hash, the exit code, and whether a rule broke", () => {
    const run = runOf(reportOf({ "R-1": REGION }));

    expect(run).toMatchObject({
      automationDetails: { id: "check/test/" },
      invocations: [{ executionSuccessful: true, exitCode: 4 }],
      artifacts: [{ hashes: { "sha-256": "0".repeat(64) } }],
      properties: { asOf: "2026-11-22", gate: false, blocked: true },
    });
    expect(runOf(reportOf(every)).invocations).toMatchObject([{ executionSuccessful: false }]);
    expect(runOf(reportOf({}), { exitCode: 0 })).toMatchObject({
      invocations: [{ exitCode: 0 }],
      properties: { blocked: false },
    });
  });

  it("is the same for the same report, byte for byte", () => {
    expect(formatSarif(reportOf(every), options)).toBe(formatSarif(reportOf(every), options));
  });

  it("lets no text stand for an argument, a link or a control character", () => {
    const hostile = fail('name is "{0}[see](https://example.org)\u202e\u001b[2J"');
    const log = formatSarif(reportOf({ "R-1": hostile }), options);

    expect(JSON.parse(log).runs[0].results[0].message.text).toBe(
      'name is "{{0}}[see] (https://example.org)\\u202e\\u001b[2J"',
    );
    expect(log.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

const multitool = programOf("@microsoft/sarif-multitool");
const validation = multitool ? it : it.skip;

describe("Microsoft's SARIF Multitool", () => {
  validation(`finds no error in a log${multitool ? "" : ": it is not installed on this system"}`, () => {
    const foreign = { ...document, name: "plan", file: "/elsewhere/plan.json" };
    const documents = [tracedBy(TRACE), foreign];
    const describe = () => ({
      why: "Why.",
      remedy: "Mend it.",
      page: "docs/R.md",
      waivers: "never",
      controls: ["GDPR:44"],
    });
    const log = formatSarif(reportOf(every, {}, documents), { ...options, documents, describe });

    expect(complaintsAbout(log)).toEqual([]);
  });

  validation("would find one", () => {
    const log = JSON.parse(formatSarif(reportOf(every), options));
    log.runs[0].results[0].ruleIndex = 99;
    log.runs[0].bogus = true;
    expect(complaintsAbout(JSON.stringify(log))).toEqual(["JSON1005", "SARIF1009"]);
  });
});

function tracedBy(stackTrace: unknown): StackDocument {
  const json = structuredClone(document.json);
  json.resource.t.a["//"] = { metadata: { path: "net/lake/bucket", stackTrace } };
  return { ...document, json };
}

/** Rules of the SARIF standard that a log breaks; advice is left out. */
function complaintsAbout(log: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), "sarif-"));
  writeFileSync(join(folder, "log.sarif"), log);
  chmodSync(multitool!, 0o755); // an installation without scripts leaves it as it was packed
  const { error } = spawnSync(multitool!, ["validate", "log.sarif", "--output", "found.sarif", "--quiet"], {
    cwd: folder,
    env: { PATH: process.env.PATH, HOME: folder },
  });
  if (error) throw error;
  const { runs } = JSON.parse(readFileSync(join(folder, "found.sarif"), "utf8").replace("\ufeff", ""));
  const found: { ruleId?: string; rule?: { id: string }; level?: string }[] = runs[0].results;
  return [
    ...new Set(found.filter(({ level }) => level === "error").map(({ ruleId, rule }) => String(ruleId ?? rule?.id))),
  ].sort();
}

/** The program that an npm package brings for this system, if it is installed. */
function programOf(name: string): string | undefined {
  try {
    return require(name) as string;
  } catch {
    return undefined;
  }
}
