// npm run bindings:update -- VERSION: moves the pin of the provider, its schema snapshot and the bindings' version in one go.
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { committedSnapshot, render, snapshotOf } from "../packages/provider-scaleway/snapshot.cjs";
import { typeTable } from "../policies/knowledge/type-table";
import { projectFolder } from "./project";

const bindingsFolder = join(projectFolder, "packages", "provider-scaleway");
const moduleFolder = join(projectFolder, "packages", "toolchain", "provider");
const knowledge = join(projectFolder, "policies", "knowledge", "scaleway-types.json");
const pinned = [
  join(moduleFolder, "go.mod"),
  join(moduleFolder, "go.sum"),
  join(bindingsFolder, "schema.json"),
  join(bindingsFolder, "package.json"),
  join(projectFolder, "package-lock.json"),
  knowledge,
];

async function update(version: string): Promise<void> {
  const before = new Map(pinned.map((file) => [file, readFileSync(file)]));
  try {
    pinModule(version);
    // Loaded only now: the toolchain reads the pinned version once, when it is loaded.
    const { prepareToolchain, providerSchema } = await import("@hdh/toolchain");
    const toolchain = await prepareToolchain({ onProgress: ({ message }) => process.stderr.write(`${message}\n`) });
    const old = committedSnapshot();
    const snapshot = snapshotOf(providerSchema(toolchain));
    writeFileSync(join(bindingsFolder, "schema.json"), render(snapshot));
    pinPackage(version);
    // What the rules know of each type: whether it has a locality, and whether it takes labels.
    writeFileSync(knowledge, typeTable(snapshot, version));
    execFileSync(process.execPath, [join(bindingsFolder, "build.mjs")], { stdio: "inherit" });
    process.stdout.write(`scaleway/scaleway ${version}\n`);
    for (const kind of ["resource_schemas", "data_source_schemas"] as const) {
      process.stdout.write(
        `  ${kind.replace("_schemas", "").replace("_", " ")}s: ${difference(old[kind], snapshot[kind])}\n`,
      );
    }
  } catch (error) {
    for (const [file, content] of before) writeFileSync(file, content); // half an update would pin two versions
    throw error;
  }
}

function pinModule(version: string): void {
  const module = "github.com/scaleway/terraform-provider-scaleway/v2";
  const go = (...args: string[]) => execFileSync("go", args, { cwd: moduleFolder, stdio: ["ignore", 2, 2] });
  go("mod", "edit", `-require=${module}@v${version}`);
  go("mod", "tidy");
}

function pinPackage(version: string): void {
  for (const file of [join(bindingsFolder, "package.json"), join(projectFolder, "package-lock.json")]) {
    const json = JSON.parse(readFileSync(file, "utf8"));
    const entry = json.packages?.["packages/provider-scaleway"] ?? json;
    entry.version = version;
    writeFileSync(file, `${JSON.stringify(json, null, 2)}\n`);
  }
}

type Schemas = Readonly<Record<string, unknown>>;

function difference(before: Schemas, after: Schemas): string {
  const added = Object.keys(after).filter((name) => !(name in before));
  const removed = Object.keys(before).filter((name) => !(name in after));
  const changed = Object.keys(after).filter(
    (name) => name in before && JSON.stringify(before[name]) !== JSON.stringify(after[name]),
  );
  const parts = [
    ["added", added],
    ["removed", removed],
    ["changed", changed],
  ] as const;
  return parts
    .map(([what, names]) => `${names.length} ${what}${names.length > 0 ? ` (${names.join(", ")})` : ""}`)
    .join(", ");
}

const [version, ...others] = process.argv.slice(2);
if (!version || others.length > 0 || !/^\d+\.\d+\.\d+$/.test(version)) {
  process.stderr.write("usage: npm run bindings:update -- VERSION, for example 2.82.0\n");
  process.exit(64);
}
update(version).catch((error: Error) => {
  process.stderr.write(`${error.message}\nNothing was changed.\n`);
  process.exit(1);
});
