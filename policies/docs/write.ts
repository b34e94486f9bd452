// npm run docs:rules: writes docs/rules.md and a page for each rule, and removes the pages of rules that are gone.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulePages } from "./rules-page";

const docs = join(__dirname, "..", "..", "docs");

rmSync(join(docs, "rules"), { recursive: true, force: true });
mkdirSync(join(docs, "rules"), { recursive: true });
for (const [file, page] of Object.entries(rulePages())) writeFileSync(join(docs, file), page);
