import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { own } from "../json";
import {
  type ModuleDocument,
  objectsByName,
  type SourceFile,
  type StackDocument,
  UnreadableDocument,
} from "./document";
import { readJsonFile } from "./json-file";
import { readSynthesized } from "./synthesized";

/**
 * Reads whatever stands at a path: the output folder of a cdktf synth, a folder of plain Terraform JSON with the modules
 * in folders beside it, a plan as `show -json` prints it, or one file of Terraform JSON.
 *
 * @throws {NotSynthesized} when it is a folder that no synth has finished
 * @throws {UnreadableDocument} when it cannot be read, or when Terraform would read more than is read here
 */
export function readDocuments(path: string): StackDocument[] {
  if (!existsSync(path)) throw new UnreadableDocument(`${path} does not exist. Name a folder or a JSON file.`);
  if (!statSync(path).isDirectory()) {
    return [{ name: basename(path).replace(/(\.tf)?\.json$/, ""), ...readJsonFile(path) }];
  }
  const names = readdirSync(path);
  if (names.includes("manifest.json")) return readSynthesized(path);
  if (names.includes("cdk.tf.json")) {
    throw new UnreadableDocument(
      `${path} is one stack of a cdktf output, and nothing there tells whether its synth has finished. Name the folder that holds manifest.json.`,
    );
  }
  if (!names.some(isConfiguration)) return readSynthesized(path); // which says what is missing
  const { files, modules } = readFolder(path, names);
  const [first, ...others] = files;
  return [{ name: basename(path), ...first!, others, modules }];
}

/** Deeper than any configuration nests its modules; ends modules that call themselves. */
const DEEPEST = 50;

function readFolder(folder: string, names: readonly string[], depth = 0): ModuleDocument {
  const strange = names.find(
    (name) => name.endsWith(".tf") || name.endsWith(".tofu") || /(^|_)override\.tf\.json$/.test(name),
  );
  if (strange) {
    throw new UnreadableDocument(
      `${join(folder, strange)} is part of the configuration, and only the engine can read it. Check the plan instead: show -json FILE.`,
    );
  }
  if (depth > DEEPEST) {
    throw new UnreadableDocument(
      `${folder} is a module nested more than ${DEEPEST} calls deep. Call modules from fewer levels.`,
    );
  }
  const files = names
    .filter(isConfiguration)
    .sort()
    .map((name) => readJsonFile(join(folder, name)));
  return { files, modules: modulesOf(files, folder, depth) };
}

/** The modules that are called from folders of their own. Any other source is left to the plan. */
function modulesOf(files: readonly SourceFile[], folder: string, depth: number): Record<string, ModuleDocument> {
  const calls = files.flatMap(({ json }) => objectsByName(own(json, "module")));
  return Object.fromEntries(
    calls.flatMap(([name, call]) => {
      const source = own(call, "source");
      if (typeof source !== "string" || !/^\.\.?\//.test(source)) return [];
      const called = join(folder, source);
      const names = existsSync(called) && statSync(called).isDirectory() ? readdirSync(called) : [];
      return names.some(isConfiguration) ? [[name, readFolder(called, names, depth + 1)] as const] : [];
    }),
  );
}

function isConfiguration(name: string): boolean {
  return name.endsWith(".tf.json");
}
