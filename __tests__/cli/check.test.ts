import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { JsonObject } from "@hdh/policy-engine";
import { reportSchema } from "../../packages/policy-engine/schema/report";
import { rules } from "../../policies/rules";
import { Clone, type Ended } from "../helpers/clone";
import { configured, constant, planOf } from "../helpers/plan-json";
import { synthesize } from "../helpers/synthesis";

jest.setTimeout(60_000);

const clone = new Clone();
const synthesized = mkdtempSync(join(tmpdir(), "hdh-check-"));

beforeAll(() => synthesize({ outdir: synthesized }));

const check = (...args: string[]) => clone.hdh(["check", ...args]);

/** Writes a file of that content to a new folder. */
function fileOf(content: JsonObject | string, name = "main.tf.json"): string {
  const file = join(mkdtempSync(join(tmpdir(), "hdh-check-")), name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content, null, 2));
  return file;
}

function bucketIn(region: string, name = "lake"): JsonObject {
  return { resource: { scaleway_object_bucket: { [name]: { name, region } } } };
}

function planOfBucketIn(region: string, name = "lake"): JsonObject {
  const address = `scaleway_object_bucket.${name}`;
  const root = { resources: [configured(address, { name: constant(name), region: constant(region) })] };
  return planOf([{ address, after: { name }, unknown: { region: true } }], root);
}

const ABROAD = "region is nl-ams; allowed: fr-par";

/** The sandbox with one word changed. */
function brokenSandbox(): string {
  const broken = mkdtempSync(join(tmpdir(), "hdh-check-"));
  cpSync(synthesized, broken, { recursive: true });
  const file = join(broken, "stacks", "storage-fr-par", "cdk.tf.json");
  writeFileSync(file, readFileSync(file, "utf8").replaceAll('"region": "fr-par"', '"region": "pl-waw"'));
  return broken;
}

describe("hdh check", () => {
  it("passes what keeps the rules, and shows first what is not met", async () => {
    const { code, stdout } = await check(synthesized);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^○ GEO-FR-2R {2}Not met: two French regions/);
    expect(stdout).toMatch(new RegExp(`^${rules.length} rules, \\d+ resources, 0 failed`, "m"));
    expect(stdout).not.toContain("\u001b");
  });

  it("ends with 4 when a rule blocks, and names rule, place, line, value and remedy", async () => {
    const { code, stdout } = await check(brokenSandbox());

    expect(code).toBe(4);
    expect(stdout).toMatch(/HDH-LOC-001 critical.*region is pl-waw; allowed: fr-par.*cdk\.tf\.json:\d+.*→ Set region/s);
  });

  it("finds the same in a file, a folder and a plan, on standard input, too", async () => {
    const file = fileOf(bucketIn("nl-ams"));
    const plan = fileOf(planOfBucketIn("nl-ams"), "plan.json");
    const given = [await check(file), await check(dirname(file)), await check(plan), throughStandardInput(plan)];

    for (const { code, stdout } of given) {
      expect(code).toBe(4);
      expect(stdout).toContain(ABROAD);
    }
    expect((await check(fileOf(bucketIn("fr-par")))).stdout).not.toContain(ABROAD);
  });

  it("takes several paths as one program, and tells files of the same name apart", async () => {
    const [one, other] = [fileOf(planOfBucketIn("nl-ams"), "plan.json"), fileOf(planOfBucketIn("pl-waw"), "plan.json")];
    const report = reportSchema.parse(JSON.parse((await check(one, other, "--json")).stdout));

    expect(report).toMatchObject({ stacks: 2, resources: 2, files: [{ file: one }, { file: other }] });
    expect(report.findings.filter(({ rule }) => rule === "HDH-LOC-001").map(({ stack }) => stack)).toEqual(
      [`${one}:plan`, `${other}:plan`].sort(),
    );
  });

  it("judges what belongs to no environment as strictly as production, and as another when asked to", async () => {
    const file = fileOf(bucketIn("nl-ams"));
    const says = async (...args: string[]) => (await check(file, "--all", ...args)).stdout;

    expect(await says()).toMatch(/profile fr-multi-az.*state is kept in a local file in production/s);
    expect(await says("--environment", "sandbox")).toMatch(/profile eu-dr(?!.*local file in production)/s);
    expect((await check(synthesized, "--environment", "staging")).stdout).toContain("hdh-env");
  });

  it("lets missing evidence and open deviations block at a gate only", async () => {
    expect((await check(synthesized)).code).toBe(0);
    expect((await check(synthesized, "--gate")).code).toBe(4);
  });

  it("prints the report as JSON of the published schema, for the day that is asked for", async () => {
    const { code, stdout } = await check(synthesized, "--format", "json", "--as-of", "2026-12-01");

    expect(code).toBe(0);
    expect(reportSchema.parse(JSON.parse(stdout))).toMatchObject({ version: 1, blocked: false, asOf: "2026-12-01" });
    const short = await check(synthesized, "--json", "--as-of", "2026-12-01");
    expect(short.stdout === stdout).toBe(true); // compared here, since a difference would be printed whole
  });

  it("prints SARIF with every rule, and its page", async () => {
    const { code, stdout } = await check(fileOf(bucketIn("nl-ams")), "--format", "sarif");
    const [run] = JSON.parse(stdout).runs;

    expect(code).toBe(4);
    expect(run.tool.driver.rules).toHaveLength(rules.length + 1); // and the standing deviation
    expect(run.invocations).toEqual([{ executionSuccessful: true, exitCode: 4 }]);
    expect(run.results).toContainEqual(
      expect.objectContaining({ ruleId: "HDH-LOC-001", kind: "fail", level: "error", message: { text: ABROAD } }),
    );
    const rule = run.tool.driver.rules.find(({ id }: { id: string }) => id === "HDH-LOC-001");
    expect(rule.help.text).toContain("docs/rules/HDH-LOC-001.md");
    expect(rule.properties).toMatchObject({ waivers: "conditional", tags: expect.arrayContaining(["GDPR:44"]) });
    expect(stdout).not.toContain(tmpdir());
  });

  it("writes the report to a file and prints what sums it up", async () => {
    const output = join(mkdtempSync(join(tmpdir(), "hdh-check-")), "report.json");
    const { code, stdout } = await check(fileOf(bucketIn("nl-ams")), "--json", "--output", output);

    expect(code).toBe(4);
    expect(JSON.parse(readFileSync(output, "utf8"))).toMatchObject({ blocked: true });
    expect(stdout).toMatch(/^\d+ of \d+ rules fail on .*\n$/);
    expect(await check(fileOf(bucketIn("fr-par")), "--output", join(output, "below", "a-file"))).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^--output: ENOTDIR.*Name a file that can be written\.\n$/),
    });
  });

  it("lets no name act on the terminal", async () => {
    const { stdout } = await check(fileOf(bucketIn("nl-ams", "lake\u001b[2J\u202e\n✗ HDH-LOC-009")), "--all");
    expect(stdout.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(stdout).not.toMatch(/^✗ HDH-LOC-009/m);
  });
});

describe("hdh check never passes what it has not judged:", () => {
  const nothing = mkdtempSync(join(tmpdir(), "hdh-check-"));

  it.each<[string, string, number, string]>([
    ["a path that does not exist", join(nothing, "gone.json"), 1, "does not exist. Name a folder or a JSON file."],
    ["an empty folder", nothing, 1, "has no manifest.json"],
    ["an empty file", fileOf(""), 1, "is no JSON"],
    ["a file that is no JSON", fileOf("resource {}"), 1, "is no JSON"],
    ["a list", fileOf("[]"), 1, "holds no JSON object"],
    ["an empty object", fileOf({}), 1, "is neither Terraform JSON nor a plan"],
    [
      "the JSON of something else",
      fileOf({ name: "x", version: "1.0.0" }, "package.json"),
      1,
      "is neither Terraform JSON",
    ],
    ["a state", fileOf({ format_version: "1.0", values: {} }), 1, "is a state or holds no plan"],
    ["a synthesis of no stack", dirname(fileOf({ stacks: {} }, "manifest.json")), 1, "holds no stack"],
    [
      "a plan of another major",
      fileOf({ format_version: "2.0", resource_changes: [] }),
      6,
      'format_version is "2.0"; must be 1.x',
    ],
    [
      "a stack of an environment that there is not",
      fileOf({ "//": { metadata: { environment: "moon" } }, terraform: {} }),
      1,
      'environment is "moon"; must be one of sandbox',
    ],
  ])("%s", async (_, path, code, message) => {
    const ended = await check(path);
    expect(ended).toMatchObject({ code, stdout: "" });
    expect(ended.stderr).toContain(message);
  });

  it("stacks of several environments", async () => {
    const [one, other] = ["sandbox", "staging"].map((environment) =>
      fileOf({ "//": { metadata: { environment } }, terraform: {} }),
    );
    const { code, stderr } = await check(one!, other!);
    expect(code).toBe(1);
    expect(stderr).toContain("These are stacks of several environments: sandbox, staging.");
  });

  it.each([
    ["", "Standard input is no JSON: it is empty."],
    ["{", "Standard input is no JSON"],
    ["[]", "Standard input holds no JSON object."],
    ["{}", "Standard input is neither Terraform JSON nor a plan."],
  ])("%j on standard input", (given, message) => {
    const { code, stderr } = throughStandardInput(fileOf(given));
    expect(code).toBe(1);
    expect(stderr).toContain(message);
  });

  it("hands all of a long report to a reader that takes its time", () => {
    const buckets = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`b${n}`, { name: `b${n}` }]));
    const file = fileOf({ resource: { scaleway_object_bucket: buckets } });
    const { stdout } = spawnSync("sh", ["-c", '"$@" | (sleep 1; cat)', "sh", ...HDH, "check", file, "--json"], {
      cwd: clone.folder,
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(stdout.length).toBeGreaterThan(1024 * 1024); // more than any pipe holds
    expect(JSON.parse(stdout).resources).toBe(500);
  });

  it.each([
    [["--as-of", "2026-13-01"], "must be a day as YYYY-MM-DD"],
    [["--as-of", "tomorrow"], "must be a day as YYYY-MM-DD"],
    [["--format", "xml"], "Allowed choices are text, json, sarif"],
    [["--json", "--format", "sarif"], "cannot be used with"],
    [["--environment", "prod"], "Allowed choices are sandbox, staging, production"],
    [["a.json", "a.json"], "a.json is named twice. Name it once."],
  ])("%j, with exit code 64", async (args, message) => {
    const { code, stderr } = await check(...args);
    expect(code).toBe(64);
    expect(stderr).toContain(message);
  });
});

const HDH = [process.execPath, clone.path("cli", "hdh.mjs")];

/** What `hdh check -` says of a file's content. */
function throughStandardInput(file: string): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [clone.path("cli", "hdh.mjs"), "check", "-"], {
    cwd: clone.folder,
    env: { PATH: process.env.PATH, HOME: process.env.HOME },
    input: readFileSync(file),
    encoding: "utf8",
  });
  return { code: status ?? -1, stdout, stderr };
}
