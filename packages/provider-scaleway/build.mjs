// Generates the bindings from schema.json and compiles them into lib/, unless lib/ was made from these very inputs.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));
const require = createRequire(import.meta.url);
const lib = join(here, "lib");
const stamp = join(lib, ".inputs");

const inputs = inputsDigest();
if (existsSync(stamp) && readFileSync(stamp, "utf8") === inputs) process.exit(0);

const started = Date.now();
process.stderr.write("bindings: generating @cdktf/provider-scaleway from its schema …\n");
for (const leftover of ["lib", ".generated", ".compiled"])
  rmSync(join(here, leftover), { recursive: true, force: true });
const generated = await generate();
compile(generated, join(here, ".compiled"));
writeFileSync(join(here, ".compiled", ".inputs"), inputs); // last: a build that was cut off has no stamp
renameSync(join(here, ".compiled"), lib);
rmSync(generated, { recursive: true });
process.stderr.write(`bindings: done in ${((Date.now() - started) / 1000).toFixed(1)} s\n`);

function inputsDigest() {
  const digest = createHash("sha256");
  for (const file of ["schema.json", "package.json", "build.mjs", "snapshot.cjs"])
    digest.update(readFileSync(join(here, file)));
  for (const tool of ["@cdktf/provider-generator", "cdktf", "typescript"])
    digest.update(require(`${tool}/package.json`).version);
  return digest.digest("hex");
}

async function generate() {
  // The generator asks an engine for its version as soon as it is loaded, and needs neither answer nor call home.
  Object.assign(process.env, { TERRAFORM_BINARY_NAME: "no-engine-needed", CHECKPOINT_DISABLE: "1" });
  const { CodeMaker, TerraformProviderConstraint, TerraformProviderGenerator } = require("@cdktf/provider-generator");
  const { committedSnapshot } = require("./snapshot.cjs");
  const { version } = require("./package.json");
  const code = new CodeMaker();
  const generator = new TerraformProviderGenerator(code, {
    format_version: "1.0",
    provider_schemas: { "registry.terraform.io/scaleway/scaleway": committedSnapshot() },
  });
  generator.generate(new TerraformProviderConstraint(`scaleway/scaleway@${version}`));
  const directory = join(here, ".generated");
  await code.save(directory);
  return directory;
}

function compile(source, target) {
  const sources = join(source, "providers", "scaleway");
  for (const index of ["index.ts", "lazy-index.ts"]) rmSync(join(sources, index)); // every resource is imported by its own path
  const project = join(source, "tsconfig.json");
  const compilerOptions = {
    target: "es2022",
    module: "commonjs",
    moduleResolution: "bundler",
    declaration: true,
    skipLibCheck: true,
    strict: false,
    types: ["node"],
    rootDir: sources,
    outDir: target,
  };
  writeFileSync(project, JSON.stringify({ compilerOptions, include: ["providers/scaleway/**/*.ts"] }));
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  execFileSync(process.execPath, [tsc, "--project", project], { stdio: "inherit" });
}
