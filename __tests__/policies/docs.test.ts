import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { controlNamed, frameworks } from "../../policies/docs/frameworks";
import { controlLines, rulePage } from "../../policies/docs/rule-page";
import { rulePages } from "../../policies/docs/rules-page";
import { rules } from "../../policies/rules";

const docs = join(__dirname, "../../docs");
const pages = rulePages();
const [first] = rules;

describe("the pages about the rules", () => {
  it.each(Object.keys(pages))("docs/%s is what the rules say; npm run docs:rules writes it anew", (file) => {
    expect(readFileSync(join(docs, file), "utf8")).toBe(pages[file]);
  });

  it("hold no page of a rule that is gone", () => {
    expect(
      readdirSync(join(docs, "rules"))
        .map((file) => `rules/${file}`)
        .sort(),
    ).toEqual(
      Object.keys(pages)
        .filter((file) => file !== "rules.md")
        .sort(),
    );
  });

  it("list every rule once, with its severity and whether there may be exceptions", () => {
    for (const { id, severity, waivers } of rules) {
      const lines = pages["rules.md"]!.split("\n").filter((line) => line.startsWith(`| [${id}](rules/${id}.md) |`));
      expect(lines).toHaveLength(1);
      expect(lines[0]).toMatch(new RegExp(`\\| ${severity} \\|.*\\| ${waivers} \\|$`));
    }
  });

  it("change with the rule", () => {
    const page = rulePage(first!);
    expect(rulePage({ ...first!, scenarios: {} })).not.toBe(page);
    expect(rulePage({ ...first!, remedy: "Something else." })).not.toBe(page);
    expect(rulePage({ ...first!, bad: {} })).not.toBe(page);
  });

  it("keep a situation in one cell, whatever is written in it", () => {
    expect(rulePage({ ...first!, scenarios: { "a | b\nc": "pass" } })).toContain("| a \\| b c | passes |");
  });
});

describe("the controls", () => {
  it("are of frameworks that docs/rules.md names, and none is named in vain", () => {
    const used = new Set(rules.flatMap(({ controls }) => controls.map((id) => controlNamed(id).short)));
    expect([...used].sort()).toEqual(Object.keys(frameworks).sort());
  });

  it.each(["GPDR:44", "GDPR", "toString:1"])("refuses %s", (control) => {
    expect(() => controlNamed(control)).toThrow(`control ${control}; must be <framework>:<requirement>, of SNC`);
  });

  it("are grouped by framework, with how far a rule can speak to it", () => {
    expect(controlLines({ ...first!, controls: ["SNC:19.2.a", "GDPR:44", "SNC:19.2.b"] })).toEqual([
      "SNC 19.2.a, 19.2.b: SecNumCloud 3.2 (by analogy)",
      "GDPR 44: General Data Protection Regulation",
    ]);
  });
});
