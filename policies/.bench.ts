import { gunzipSync } from "node:zlib"; import { readFileSync } from "node:fs";
import { graphOf, evaluate } from "@hdh/policy-engine";
import { rules } from "./rules"; import { defaults } from "./knowledge/defaults";
import { LISTED_PROVIDERS } from "./knowledge/providers";
const text = gunzipSync(readFileSync("/work/shared/bench/inputs/synth-200.json.gz")).toString();
const inputs = { environment: "x", profile: "fr-multi-az" as const, allowedRegions: ["fr-par"], allowedZones: ["fr-par-1"], deviatingRegions: [], allowedProviders: LISTED_PROVIDERS, ownerPrincipals: [] };
const json = JSON.parse(text);
for (let i = 0; i < 5; i++) evaluate({ rules, graph: graphOf([{ name: "all", json }], defaults), inputs });
for (const r of rules) { let best = 1e9; for (let i = 0; i < 8; i++) { const graph = graphOf([{ name: "all", json }], defaults); const t = performance.now(); evaluate({ rules: [r], graph, inputs }); best = Math.min(best, performance.now() - t);} console.log(r.id, best.toFixed(1)); }
let best = 1e9; for (let i = 0; i < 20; i++) { const graph = graphOf([{ name: "all", json }], defaults); const t = performance.now(); evaluate({ rules, graph, inputs }); best = Math.min(best, performance.now() - t);} console.log("all", best.toFixed(1));
