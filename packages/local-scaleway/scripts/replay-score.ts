import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { startLocalScaleway } from "../src";

/**
 * Plays traffic recorded with the real API against a local Scaleway, one service after the other, and compares the
 * share of matching answers with the one that is kept in replay-scores.json, which may only rise.
 *
 *   npm run replay                          every kept service
 *   npm run replay -- vpc ipam              these only
 *   npm run replay -- --write [SERVICE …]   keeps what rose, and services that were named for the first time
 *
 * The recordings are no part of this repository: HDH_SCALEWAY_API names the folder with them and their replay.mjs.
 */
async function main(options: readonly string[]): Promise<void> {
  const replayer = join(recordings, "replay.mjs");
  if (!existsSync(replayer)) {
    console.log(`Skipped: there is no ${replayer}. HDH_SCALEWAY_API names the folder with the recordings.`);
    return;
  }
  const kept: Record<string, number> = JSON.parse(readFileSync(SCORES, "utf8"));
  const named = options.filter((option) => option !== "--write");
  const fallen: string[] = [];
  for (const service of named.length > 0 ? named : Object.keys(kept)) {
    const { replayed, matched, skipped } = await play(replayer, service);
    if (replayed === 0) throw new Error(`${service}: nothing was replayed. Is there a folder of this name?`);
    const score = Math.floor((1000 * matched) / replayed) / 10;
    const before = kept[service] ?? 0;
    console.log(
      `${service.padEnd(12)} ${score} %  ${matched} of ${replayed} steps, ${skipped} skipped; kept: ${before} %`,
    );
    if (score < before) fallen.push(`${service} fell from ${before} % to ${score} %`);
    kept[service] = Math.max(score, before);
  }
  if (options.includes("--write")) {
    const sorted = Object.fromEntries(Object.entries(kept).sort());
    writeFileSync(SCORES, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  if (fallen.length > 0) throw new Error(fallen.join("\n"));
}

const root = resolve(__dirname, "../../..");
const recordings = resolve(root, process.env.HDH_SCALEWAY_API ?? "../shared/scaleway-api");
/** Percent, by service. */
const SCORES = resolve(__dirname, "../replay-scores.json");

interface Totals {
  readonly replayed: number;
  readonly matched: number;
  readonly skipped: number;
}

/** Plays the recordings of one service against a server of its own, on which recorded signatures count as right. */
async function play(replayer: string, service: string): Promise<Totals> {
  const directory = mkdtempSync(join(tmpdir(), "replay-"));
  const server = await startLocalScaleway({ directory: join(directory, "server"), signatures: "off" });
  try {
    const report = join(directory, "report.json");
    const { apiUrl, objectStorageUrl, credentials } = server;
    const { accessKey, secretKey, organizationId, projectId } = credentials;
    await promisify(execFile)(process.execPath, [
      replayer,
      ...["--api", apiUrl, "--s3", objectStorageUrl, "--service", service, "--json", report],
      ...["--token", secretKey, "--access-key", accessKey, "--organization", organizationId, "--project", projectId],
      join(recordings, "recordings"),
    ]);
    return (JSON.parse(readFileSync(report, "utf8")) as { totals: Totals }).totals;
  } finally {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
