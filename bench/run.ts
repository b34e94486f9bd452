import { benchCheck } from "./check";
import { benchRules } from "./rules";
import { benchStart } from "./start";
import { benchSynth } from "./synth";

// Each benchmark prints ratios between things measured in this very run: absolute times say little on a shared machine.
const benchmarks: Record<string, () => void> = {
  rules: benchRules,
  check: benchCheck,
  synth: benchSynth,
  start: benchStart,
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !Object.hasOwn(benchmarks, name));
if (unknown.length > 0) {
  process.stderr.write(`no benchmark ${unknown.join(", ")}; there is ${Object.keys(benchmarks).join(", ")}\n`);
  process.exit(64);
}
for (const [name, run] of Object.entries(benchmarks)) if (chosen.length === 0 || chosen.includes(name)) run();
