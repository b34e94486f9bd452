import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { evaluate, graphOf, type JsonObject } from "@hdh/policy-engine";
import { defaults } from "../../policies/knowledge/defaults";
import { rules } from "../../policies/rules";
import type { SovereigntyRule } from "../../policies/sovereignty-rule";
import { INPUTS } from "../helpers/terraform-json";

const FOLDER = join(__dirname, "../../policies/rules");
/** What rules may import besides: libraries know no construct either. */
const OTHERS = ["@hdh/policy-engine", "ipaddr.js"];
const files = readdirSync(FOLDER).filter((file) => file !== "index.ts");

describe("the rules", () => {
  it("have the ids, severities, titles and waivers on record: a weaker rule shows in this file's difference", () => {
    const golden: unknown = JSON.parse(readFileSync(join(__dirname, "../golden/rules.json"), "utf8"));
    expect(rules.map(({ id, severity, title, waivers }) => ({ id, severity, title, waivers }))).toEqual(golden);
  });

  it("stand in the order of their ids, each once", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(files)("%s holds one rule of the same name, and a test for each of its scenarios", (file) => {
    const name = file.replace(".ts", "").replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const module = jest.requireActual<Record<string, unknown>>(join(FOLDER, file));
    expect(Object.keys(module)).toEqual([name]);
    expect(rules).toContain(module[name]);
    const test = readFileSync(join(__dirname, file.replace(".ts", ".test.ts")), "utf8");
    const { scenarios } = module[name] as SovereigntyRule;
    expect(Object.keys(scenarios).filter((words) => !test.includes(words) && !test.includes(quoted(words)))).toEqual(
      [],
    );
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))(
    "%s is broken by its bad example, and kept by its good one",
    (_, rule) => {
      const outcomesOf = (json: JsonObject) =>
        evaluate({
          rules: [rule],
          graph: graphOf([{ name: "example", json }], defaults),
          inputs: INPUTS,
          asOf: "2026-11-22",
        }).findings.map(({ outcome }) => outcome);

      expect(outcomesOf(rule.bad)).not.toEqual([]);
      expect(outcomesOf(rule.bad)).not.toContain("error");
      // What only a record could show is no fault of the code.
      expect(
        outcomesOf(rule.good).filter((outcome) => outcome !== "evidence-missing" && outcome !== "open-deviation"),
      ).toEqual([]);
    },
  );

  it("import nothing but the policy engine and their own folder, so that no construct's bug hides from them", () => {
    const folders = [FOLDER, join(FOLDER, ".."), join(FOLDER, "../knowledge")];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".ts") && !["at-synth.ts", "generate.ts"].includes(file))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    );
    const imported = sources.flatMap((source) => [...source.matchAll(/from "([^"]+)"/g)].map(([, from]) => from));
    expect(imported.filter((from) => !OTHERS.includes(from!) && !/^\.\.?\/[\w./-]+$/.test(from!))).toEqual([]);
    expect(imported.filter((from) => from?.startsWith("../../"))).toEqual([]);
  });
});

/** As a test writes words that hold a quotation mark. */
function quoted(words: string): string {
  return words.replaceAll('"', '\\"');
}
