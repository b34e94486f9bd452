// Makes a bare clone ready: installs the locked dependencies, unless node_modules already holds exactly those.
// Runs before every npm script of the front door, so it needs nothing but Node.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const OLDEST_NODE = [20, 20];
const project = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(project, "node_modules", ".hdh-installed");

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
  process.stderr.write(
    `Node.js ${process.versions.node} is too old; this project needs ${OLDEST_NODE.join(".")} or newer.\n`,
  );
  process.exit(1);
}

const locked = createHash("sha256")
  .update(readFileSync(join(project, "package-lock.json")))
  .digest("hex");
if (!existsSync(stamp) || readFileSync(stamp, "utf8") !== locked) {
  const started = Date.now();
  process.stderr.write("dependencies  installing what package-lock.json names; about a minute …\n");
  run(
    "npm",
    ["ci", "--no-audit", "--no-fund", "--loglevel=error"],
    "npm could not install the dependencies; its message is above.",
  );
  writeFileSync(stamp, locked); // last: an installation that was cut off is done again
  process.stderr.write(`dependencies  ${((Date.now() - started) / 1000).toFixed(1)} s\n`);
} else {
  const bindings = join("packages", "provider-scaleway", "build.mjs");
  run(process.execPath, [bindings], "The bindings could not be built; the message is above.");
}

function run(command, args, failure) {
  const { status, signal } = spawnSync(command, args, { cwd: project, stdio: ["ignore", 2, 2] });
  if (status === 0) return;
  process.stderr.write(`${failure}\n`);
  process.exit(signal ? 130 : (status ?? 1));
}
