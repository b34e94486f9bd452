import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import scores from "../replay-scores.json";
import { temporaryDirectory } from "./helpers/server";

const folder = temporaryDirectory();

function run(recordings: string, ...options: string[]) {
  const script = join(__dirname, "../scripts/replay-score.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script, ...options], {
    cwd: __dirname,
    env: { PATH: process.env.PATH, HDH_SCALEWAY_API: recordings },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

/** A replayer that reports so many matches out of 1,000, whatever it is asked to play. */
function replayer(matched: number): string {
  const recordings = join(folder, String(matched));
  mkdirSync(recordings);
  const report = JSON.stringify({ totals: { replayed: 1000, matched, skipped: 3 } });
  const script = `import { writeFileSync } from "node:fs";
const { argv } = process;
writeFileSync(argv[argv.indexOf("--json") + 1], ${JSON.stringify(report)});
`;
  writeFileSync(join(recordings, "replay.mjs"), script);
  return recordings;
}

describe("npm run replay", () => {
  it("is skipped with a word on why where there are no recordings", () => {
    const { status, stdout } = run(join(folder, "nowhere"));
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringMatching(/^Skipped: .*HDH_SCALEWAY_API/) });
  });

  it("passes when the score is kept or better, and fails when it fell", () => {
    expect(run(replayer(1000), "vpc")).toMatchObject({
      status: 0,
      stdout: `vpc          100 %  1000 of 1000 steps, 3 skipped; kept: ${scores.vpc} %\n`,
    });
    expect(run(replayer(500), "vpc")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining(`vpc fell from ${scores.vpc} % to 50 %`),
    });
  });
});
