#!/usr/bin/env node
// Starts hdh from a bundle of its TypeScript sources, which is rebuilt when one of them changed: loading the sources
// themselves costs more than most commands.
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const project = dirname(dirname(fileURLToPath(import.meta.url)));
const bundle = join(project, ".hdh", "bundle", "hdh.cjs");
const record = join(project, ".hdh", "bundle", "inputs.json");

if (!isCurrent()) await build();
createRequire(import.meta.url)(bundle);

function isCurrent() {
  if (!existsSync(bundle) || !existsSync(record)) return false;
  const inputs = JSON.parse(readFileSync(record, "utf8"));
  return Object.entries(inputs).every(([file, stamp]) => stampOf(file) === stamp);
}

function stampOf(file) {
  const stat = statSync(join(project, file), { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : "gone";
}

async function build() {
  const { build: bundleWith } = await import("esbuild");
  mkdirSync(join(project, ".hdh"), { recursive: true, mode: 0o700 }); // will hold Terraform states
  mkdirSync(dirname(bundle), { recursive: true });
  const draft = `${bundle}.${process.pid}`;
  const { metafile } = await bundleWith({
    entryPoints: [join(project, "cli", "main.ts")],
    outfile: draft,
    absWorkingDir: project,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["cdktf", "constructs", "esbuild"],
    sourcemap: "inline",
    metafile: true,
    logLevel: "error",
  });
  const inputs = [
    ...Object.keys(metafile.inputs),
    relative(project, fileURLToPath(import.meta.url)),
    "package-lock.json",
  ];
  writeFileSync(record, JSON.stringify(Object.fromEntries(inputs.map((file) => [file, stampOf(file)]))));
  renameSync(draft, bundle);
}
