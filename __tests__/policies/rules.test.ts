import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../policies/rules";

const FOLDER = join(__dirname, "../../policies/rules");
const files = readdirSync(FOLDER).filter((file) => file !== "index.ts");

describe("the rules", () => {
  it("have the ids, severities and titles that are on record: a weaker rule shows in this file's difference", () => {
    const golden: unknown = JSON.parse(readFileSync(join(__dirname, "../golden/rules.json"), "utf8"));
    expect(rules.map(({ id, severity, title }) => ({ id, severity, title }))).toEqual(golden);
  });

  it("stand in the order of their ids, each once", () => {
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  it.each(files)("%s holds one rule of the same name, and opens with its scenarios", (file) => {
    const name = file.replace(".ts", "").replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const module = jest.requireActual<Record<string, unknown>>(join(FOLDER, file));
    expect(Object.keys(module)).toEqual([name]);
    expect(rules).toContain(module[name]);
    expect(readFileSync(join(FOLDER, file), "utf8")).toMatch(/\/\*\*\n \* Given .*\n \* {3}1\. .*(pass|fail)\n/);
  });

  it("import nothing but the policy engine and their own folder, so that no construct's bug hides from them", () => {
    const folders = [FOLDER, join(FOLDER, ".."), join(FOLDER, "../knowledge")];
    const sources = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((file) => file.endsWith(".ts") && !["at-synth.ts", "generate.ts"].includes(file))
        .map((file) => readFileSync(join(folder, file), "utf8")),
    );
    const imported = sources.flatMap((source) => [...source.matchAll(/from "([^"]+)"/g)].map(([, from]) => from));
    expect(imported.filter((from) => from !== "@hdh/policy-engine" && !/^\.\.?\/[\w./-]+$/.test(from!))).toEqual([]);
    expect(imported.filter((from) => from?.startsWith("../../"))).toEqual([]);
  });
});
