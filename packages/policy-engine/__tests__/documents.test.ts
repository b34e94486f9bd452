import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  evaluate,
  fail,
  graphOf,
  lineOf,
  NotSynthesized,
  readDocuments,
  resources,
  rule,
  toJson,
  UnreadableDocument,
} from "../src";
import { planOf } from "./plans";

describe("readDocuments", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "documents-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(file: string, content: unknown): string {
    const path = join(folder, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content, null, 2));
    return path;
  }

  it("reads a folder of Terraform JSON as one configuration, with the modules that it calls from folders", () => {
    write("a.tf.json", { module: { net: { source: "./modules/net", place: "fr-par" }, far: { source: "far/away" } } });
    write("b.tf.json", { resource: { acl: { x: { vpc_id: "${module.net.vpc_id}" } } } });
    const module = write("modules/net/main.tf.json", {
      variable: { place: {}, size: { default: 2 } },
      resource: { vpc: { v: { region: "${var.place}", size: "${var.size}" } } },
      output: { vpc_id: { value: "${vpc.v.id}" } },
    });
    const graph = graphOf(readDocuments(folder));
    const [vpc] = graph.managed("vpc");
    expect([vpc?.address, vpc?.file, vpc?.known("region"), vpc?.known("size")]).toEqual([
      "module.net.vpc.v",
      module,
      "fr-par",
      2,
    ]);
    expect(graph.managed("acl")[0]?.target("vpc_id")).toBe(vpc);
    expect(graph.of("module", "module").map(({ name, unseen }) => [name, unseen])).toEqual([
      ["net", undefined],
      ["far", "what a module makes is not in this JSON, only in its plan"],
    ]);
  });

  it("reads variables and outputs as lists of blocks, too, as converters from HCL write them", () => {
    write("a.tf.json", {
      module: { net: { source: "./net" } },
      resource: { acl: { x: { at: "${module.net.place}" } } },
    });
    write("net/main.tf.json", {
      variable: { place: [{ default: "fr-par" }] },
      output: { place: [{ value: "${var.place}" }] },
    });

    const [acl] = graphOf(readDocuments(folder)).managed("acl");
    expect(acl?.known("at")).toBe("fr-par");
  });

  it("reads modules from folders beside the configuration only, and leaves the others to the plan", () => {
    write("root/a.tf.json", {
      module: {
        up: { source: "../up" },
        far: { source: "up" },
        odd: { source: 7 },
        gone: { source: "./gone" },
        file: { source: "./a.tf.json" },
        hcl: { source: "./hcl" },
      },
    });
    write("up/main.tf.json", { resource: { t: { x: {} } } });
    write("up/README.md", "");
    write("root/up/main.tf.json", { resource: { t: { y: {} } } });
    write("root/hcl/notes.txt", "");
    const graph = graphOf(readDocuments(join(folder, "root")));
    expect(graph.managed("t").map(({ address }) => address)).toEqual(["module.up.t.x"]);
    expect(graph.of("module", "module").filter(({ unseen }) => unseen)).toHaveLength(5);
  });

  it("leaves open how often a module is called that count repeats", () => {
    write("a.tf.json", { module: { net: { source: "./net", count: 2 } } });
    write("net/main.tf.json", { resource: { vpc: { v: {} } } });
    expect(graphOf(readDocuments(folder)).managed("vpc")[0]?.repeatedBy).toBe("how often module net is called");
  });

  it("reads a plan, and one file of Terraform JSON", () => {
    const plan = write("network.json", planOf([{ address: "t.x", after: {} }]));
    expect(readDocuments(plan)).toMatchObject([{ name: "network", file: plan }]);
    const main = write("main.tf.json", { resource: { t: { y: {} } } });
    expect(readDocuments(main)[0]?.name).toBe("main");
    expect(graphOf(readDocuments(main)).managed("t")[0]?.address).toBe("t.y");
  });

  it.each<[string, Record<string, unknown>, string]>([
    [
      "a file in HCL",
      { "a.tf.json": {}, "b.tf": "" },
      "b.tf is part of the configuration, and only the engine can read it",
    ],
    ["a file in HCL of OpenTofu", { "a.tf.json": {}, "b.tofu": "" }, "b.tofu is part of the configuration"],
    ["an override", { "a.tf.json": {}, "x_override.tf.json": {} }, "x_override.tf.json is part of the configuration"],
    [
      "an override of all",
      { "a.tf.json": {}, "override.tf.json": {} },
      "override.tf.json is part of the configuration",
    ],
    ["one stack of a cdktf output", { "cdk.tf.json": {} }, "is one stack of a cdktf output"],
    ["malformed JSON", { "a.tf.json": "{" }, "a.tf.json is no JSON"],
    ["a list", { "a.tf.json": "[]" }, "a.tf.json holds no JSON object"],
    ["a module that calls itself", { "a.tf.json": { module: { m: { source: "./" } } } }, "calls deep"],
  ])("refuses a folder with %s", (_, files, message) => {
    for (const [name, content] of Object.entries(files)) write(name, content);
    const reading = () => readDocuments(folder);
    expect(reading).toThrow(message);
    expect(reading).toThrow(UnreadableDocument);
  });

  it("refuses what is not there, and a folder with nothing to judge", () => {
    expect(() => readDocuments(join(folder, "nowhere"))).toThrow("does not exist");
    expect(() => readDocuments(folder)).toThrow(NotSynthesized);
  });

  it("says on which line a block of any mode stands, in a module too, and of an environment nothing", () => {
    write("main.tf.json", {
      terraform: { required_version: "1" },
      data: { t: { d: {} } },
      ephemeral: { t: { e: {} } },
      provider: { t: { region: "x" } },
      module: { net: { source: "./net" } },
    });
    write("net/main.tf.json", { resource: { t: { a: {}, r: {} } }, data: { t: { d: {} } } });
    const documents = readDocuments(folder);
    const check = rule<null>({
      id: "R-1",
      severity: "low",
      title: "t",
      remedy: "r",
      reportsOn: () => true,
      check: () => fail("here"),
      checkWhole: () => fail("anywhere"),
    });
    const { findings } = evaluate({ rules: [check], graph: graphOf(documents), inputs: null });
    const places = findings.map((one) => [one.mode, one.address, lineOf(one, documents) ?? "nowhere"].join(" "));
    expect(places.sort()).toEqual([
      "data data.t.d 7",
      "data module.net.data.t.d 10",
      "environment environment nowhere",
      "ephemeral ephemeral.t.e 12",
      "managed module.net.t.a 4",
      "managed module.net.t.r 5",
      "module module.net 21",
      "provider provider.t 16",
      "terraform terraform 2",
    ]);
  });

  it("says on which line a finding stands, and which files were judged", () => {
    const file = write("main.tf.json", { resource: { t: { "a.b": { n: 1, rule: [{ x: 1 }, { x: 2 }] }, c: {} } } });
    const documents = readDocuments(folder);
    const check = rule<null>({
      id: "R-1",
      severity: "low",
      title: "t",
      remedy: "r",
      reportsOn: resources("t"),
      check: () => [fail("whole"), fail("n", "n"), fail("x", "rule[1].x"), fail("gone", "gone")],
    });
    const report = evaluate({ rules: [check], graph: graphOf(documents), inputs: null, asOf: "2026-01-01" });
    const lines = report.findings.map((finding) => [finding.address, finding.message, lineOf(finding, documents)]);
    expect(lines).toEqual([
      ["t.a.b", "whole", 4],
      ["t.a.b", "gone", 4],
      ["t.a.b", "n", 5],
      ["t.a.b", "x", 6],
      ["t.c", "whole", 15],
      ["t.c", "gone", 15],
      ["t.c", "n", 15],
      ["t.c", "x", 15],
    ]);
    expect(toJson(report)).toMatchObject({
      asOf: "2026-01-01",
      files: [{ file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });
});
