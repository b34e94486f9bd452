// Makes a bare clone ready: installs the locked dependencies and builds the bindings, unless both are there already.
// Runs before every npm script of the front door, so it needs nothing but Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 20];
/** A way out of the network that the caller's shell names; npm reads these in either case. */
const PROXY = /^(npm_config_)?(https?_?proxy|no_?proxy|proxy)$/i;
const NO_PROXY = /no_?proxy$/i;

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(project, "node_modules", ".hdh-installed");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  fail(`Node.js ${process.versions.node} is too old; this project needs ${OLDEST_NODE.join(".")} or newer.`);
}

const locked = createHash("sha256")
  .update(readFileSync(join(project, "package-lock.json")))
  .digest("hex");
if (existsSync(stamp) && readFileSync(stamp, "utf8") === locked) {
  buildBindings();
} else {
  const started = Date.now();
  say("installing what package-lock.json names; about a minute …");
  // Installing runs the project's `prepare` script, which builds the bindings.
  if (!install(await withoutDeadProxy(process.env))) {
    fail("npm could not install the dependencies; its message is above.");
  }
  writeFileSync(stamp, locked); // last: an installation that was cut off is done again
  say(`${((Date.now() - started) / 1000).toFixed(1)} s`);
}

/**
 * Installs the locked versions and leaves the lock as it is. `npm ci` would do the same, but refuses a lock that was
 * written where the optional binaries of other platforms could not be seen.
 */
function install(env) {
  const args = ["install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"];
  const { status, signal } = spawnSync("npm", args, { cwd: project, env, stdio: ["ignore", 2, 2] });
  if (signal === "SIGINT" || status === 130) process.exit(130);
  return status === 0;
}

/** npm would try a proxy that does not answer for the better part of an hour before it gave up. */
async function withoutDeadProxy(env) {
  const named = Object.entries(env).filter(([name, value]) => PROXY.test(name) && value);
  for (const [name, value] of named) {
    if (NO_PROXY.test(name) || (await answers(value))) continue;
    say(
      `${name}=${withoutCredentials(value)} does not answer; going on without ${named.map(([one]) => one).join(", ")}`,
    );
    return Object.fromEntries(Object.entries(env).filter(([one]) => !PROXY.test(one)));
  }
  return env;
}

function answers(proxy) {
  return new Promise((resolve) => {
    const { hostname, port, protocol } = URL.canParse(proxy) ? new URL(proxy) : new URL(`http://${proxy}`);
    const socket = connect({
      host: hostname,
      port: Number(port) || (protocol === "https:" ? 443 : 80),
      timeout: 5_000,
    });
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.on("connect", () => end(true));
    for (const event of ["error", "timeout"]) socket.on(event, () => end(false));
  });
}

function withoutCredentials(proxy) {
  return proxy.replace(/\/\/[^@/]*@/, "//");
}

function buildBindings() {
  const build = join(project, "packages", "provider-scaleway", "build.mjs");
  const { status } = spawnSync(process.execPath, [build], { stdio: ["ignore", 2, 2] });
  if (status !== 0) fail("The bindings could not be built; the message is above.");
}

function say(text) {
  process.stderr.write(`dependencies  ${text}\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
