#!/usr/bin/env node
// Starts hdh from a bundle of its TypeScript sources, which is rebuilt when one of them changed: loading the sources
// themselves costs more than most commands. What runs for every pull request has one of its own, without what the other
// commands need; these share theirs, by which a local Scaleway tells whether it runs their code.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { constants, Script } from "node:vm";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const [, , command = ""] = process.argv;
const isCheck = command === "check";
const folder = join(project, ".hdh", "bundle", isCheck ? "check" : "all");
const bundle = join(folder, "hdh.cjs");
const record = join(folder, "inputs.json");
const compiled = join(folder, "compiled");

// Commands end before optimised code pays for its compilation: by default that is half the time of a check.
setFlagsFromString("--interrupt-budget=600000");
if (!isCurrent()) await build();
run();

/**
 * Runs the bundle, which esbuild writes in ASCII, from what V8 compiled when the same command ran first: compiling it costs
 * more than most commands. Takes the place of module.enableCompileCache(), which Node.js 20 does not have.
 */
function run() {
  const cache = join(compiled, `${stampOf(bundle)} ${/^[a-z-]+$/.exec(command) ?? ""}`);
  const script = new Script(Module.wrap(readFileSync(bundle, "latin1")), {
    filename: bundle,
    cachedData: kept(cache),
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (script.cachedDataRejected !== false) {
    process.once("exit", () => keep(cache, script.createCachedData())); // by then it holds all that the command called
  }
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(bundle), module, bundle, dirname(bundle));
}

function kept(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined; // not there yet, or another process builds anew
  }
}

function keep(file, content) {
  const draft = `${file}.${process.pid}`;
  try {
    writeFileSync(draft, content);
    renameSync(draft, file);
  } catch {
    // The folder is gone, as when another process builds anew; the next run compiles again.
  }
}

function isCurrent() {
  if (!existsSync(bundle) || !existsSync(record)) return false;
  const inputs = JSON.parse(readFileSync(record, "utf8"));
  return Object.entries(inputs).every(([file, stamp]) => stampOf(`${project}/${file}`) === stamp);
}

function stampOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : "gone";
}

/** Modules of Node.js that few commands use and that take long to load: each is loaded when something of it is used. */
function loadLate(build) {
  const namespace = "loaded-late";
  build.onResolve({ filter: /^(node:)?(child_process|crypto)$/ }, ({ path }) => ({
    path: path.replace("node:", ""),
    namespace,
  }));
  build.onLoad({ filter: /./, namespace }, ({ path }) => {
    const names = Object.keys(process.getBuiltinModule(path));
    const getters = names.map((name) => `get ${name}() { return process.getBuiltinModule("${path}").${name}; }`);
    return { contents: `module.exports = { ${getters.join(", ")} };` };
  });
}

async function build() {
  const { build: bundleWith } = await import("esbuild");
  mkdirSync(join(project, ".hdh"), { recursive: true, mode: 0o700 }); // will hold Terraform states
  rmSync(compiled, { recursive: true, force: true });
  mkdirSync(compiled, { recursive: true });
  const draft = `${bundle}.${process.pid}`;
  const others = readdirSync(join(project, "cli", "commands")).filter((file) => isCheck && file !== "check.ts");
  const { metafile } = await bundleWith({
    entryPoints: [join(project, "cli", "main.ts")],
    outfile: draft,
    absWorkingDir: project,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["cdktf", "constructs", "esbuild", ...others.map((file) => `./commands/${file.replace(".ts", "")}`)],
    plugins: [{ name: "load-late", setup: loadLate }],
    metafile: true,
    logLevel: "error",
  });
  const inputs = [
    ...Object.keys(metafile.inputs).filter((file) => !/^(node_modules\/|loaded-late:)/.test(file)),
    relative(project, fileURLToPath(import.meta.url)),
    "package-lock.json",
    "node_modules/.package-lock.json", // every installation writes it anew
  ];
  writeFileSync(
    record,
    JSON.stringify(Object.fromEntries(inputs.map((file) => [file, stampOf(`${project}/${file}`)]))),
  );
  renameSync(draft, bundle);
}
