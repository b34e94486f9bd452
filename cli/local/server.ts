import { spawn } from "node:child_process";
import { existsSync, mkdirSync, openSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Credentials, Status } from "@hdh/local-scaleway";
import { Failure } from "../exit-codes";
import { localFolder } from "../project";

/** A running local Scaleway, as it announces itself in {@link announcementFile}. */
export interface RunningServer {
  readonly pid: number;
  /** Which build of hdh it runs: {@link thisBuild} of the hdh that started it. */
  readonly build: string;
  readonly apiUrl: string;
  readonly objectStorageUrl: string;
  readonly proxyUrl: string;
  /** Certificate of the authority behind the proxy, in PEM. */
  readonly caFile: string;
  readonly credentials: Credentials;
}

export const announcementFile = join(localFolder, "server.json");
const logFile = join(localFolder, "server.log");

/** Ports that are asked for first, so that addresses stay the same from run to run. Any free port replaces a taken one. */
export const USUAL_PORTS = { apiPort: 8090, objectStoragePort: 8091, proxyPort: 8092 };

const START_LIMIT_MS = 15_000;
const STOP_LIMIT_MS = 15_000;

/** The local Scaleway of this clone, if it runs and answers. */
export async function runningServer(): Promise<RunningServer | undefined> {
  if (!existsSync(announcementFile)) return undefined;
  try {
    const announced: RunningServer = JSON.parse(readFileSync(announcementFile, "utf8"));
    const { pid } = await statusOf(announced);
    return pid === announced.pid ? announced : undefined; // another clone's server may have taken the port since
  } catch {
    return undefined; // a server that was killed leaves its announcement behind
  }
}

/** Tells one bundle of hdh from the next: a server goes on with the code it was started from. */
export const thisBuild = String(statSync(__filename).mtimeMs);

/**
 * Starts the local Scaleway of this clone in the background, or finds it running. One that runs older code is started anew.
 * @throws {Failure} with the end of its log when it does not come up
 */
export async function ensureServer(): Promise<{ server: RunningServer; started: boolean }> {
  const running = await runningServer();
  if (running?.build === thisBuild) return { server: running, started: false };
  if (running) await stopServer(running);

  mkdirSync(localFolder, { recursive: true });
  const log = openSync(logFile, "a");
  // A session of its own: Ctrl-C ends the command in front, not the cloud behind it.
  const child = spawn(process.execPath, [process.argv[1] ?? "", "local", "serve"], {
    detached: true,
    stdio: ["ignore", log, log],
    env: serverEnvironment(),
  });
  child.unref();
  let exited: number | null | undefined;
  child.on("exit", (code) => {
    exited = code;
  });

  for (const deadline = Date.now() + START_LIMIT_MS; Date.now() < deadline; ) {
    const server = await runningServer();
    if (server) return { server, started: true };
    if (exited !== undefined) break;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Failure(`The local Scaleway did not start. The end of ${logFile}:\n${endOf(logFile)}`);
}

/** Stops it and waits until it has ended. Nothing that it answered is lost. */
export async function stopServer(server: RunningServer): Promise<void> {
  process.kill(server.pid, "SIGTERM");
  for (const deadline = Date.now() + STOP_LIMIT_MS; Date.now() < deadline; ) {
    if (!existsSync(announcementFile)) return; // taken back last of all
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Failure(`The local Scaleway (process ${server.pid}) does not stop. End it with: kill -9 ${server.pid}`);
}

export async function statusOf(server: Pick<RunningServer, "apiUrl">): Promise<Status> {
  const answer = await fetch(`${server.apiUrl}/-/status`, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`GET /-/status answered ${answer.status}`);
  return (await answer.json()) as Status;
}

export async function resetServer(server: Pick<RunningServer, "apiUrl">): Promise<void> {
  const answer = await fetch(`${server.apiUrl}/-/reset`, { method: "POST" });
  if (!answer.ok) throw new Failure(`The local Scaleway refused to reset: ${answer.status} ${await answer.text()}`);
}

/** Makes everything in a locality refuse, or answer again. A zone stays down as long as its region is. */
export async function setOutage(
  server: Pick<RunningServer, "apiUrl">,
  locality: string,
  state: "down" | "up",
): Promise<void> {
  const method = state === "down" ? "PUT" : "DELETE";
  const answer = await fetch(`${server.apiUrl}/-/outages/${locality}`, { method });
  if (!answer.ok) throw new Failure(`The local Scaleway refused: ${answer.status} ${await answer.text()}`);
}

/** The server needs nothing of the caller's environment. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, HOME: process.env.HOME, TZ: "UTC" };
}

function endOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8").split("\n").slice(-20).join("\n") : "(empty)";
}
