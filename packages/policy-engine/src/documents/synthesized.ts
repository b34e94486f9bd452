import { join } from "node:path";
import { isObject, type JsonObject, own } from "../json";
import { type SourceFile, type StackDocument, UnreadableDocument } from "./document";
import { readJsonFile } from "./json-file";

/** A folder that does not hold the whole output of one finished synth. */
export class NotSynthesized extends UnreadableDocument {
  override readonly name = "NotSynthesized";
}

/**
 * Reads all stacks of a cdktf output folder, in the order of their names.
 *
 * @param directory the folder that `cdktf.json` calls `output`, `cdktf.out` by default
 * @throws {NotSynthesized} when the folder has no manifest, which cdktf writes last, or a stack of it cannot be read:
 * such a folder is left from a synth that failed, and may hold what was refused
 */
export function readSynthesized(directory: string): StackDocument[] {
  const { json: manifest } = readJson(
    join(directory, "manifest.json"),
    `${directory} has no manifest.json: no synth has finished there, so its files prove nothing. Run the synth again and mend what it reports.`,
  );
  const stacks = own(manifest, "stacks");
  if (!isObject(stacks)) throw new NotSynthesized(`${directory}/manifest.json names no stacks. Run the synth again.`);
  return Object.keys(stacks)
    .sort()
    .map((name) => readStack(name, join(directory, synthesizedPath(stacks, name, directory))));
}

/**
 * Reads one stack's Terraform JSON.
 * @throws {NotSynthesized} when the file is missing or is no JSON object
 */
export function readStack(name: string, file: string): StackDocument {
  return { name, ...readJson(file, `${file} is missing, although the manifest names it. Run the synth again.`) };
}

function synthesizedPath(stacks: JsonObject, name: string, directory: string): string {
  const stack = own(stacks, name);
  const path = isObject(stack) ? own(stack, "synthesizedStackPath") : undefined;
  if (typeof path === "string") return path;
  throw new NotSynthesized(
    `${directory}/manifest.json gives no synthesizedStackPath for stack ${name}. Run the synth again.`,
  );
}

function readJson(file: string, missing: string): SourceFile {
  try {
    return readJsonFile(file);
  } catch (error) {
    if (error instanceof UnreadableDocument)
      throw new NotSynthesized(error.message.replace("Write it", "Run the synth"));
    if ((error as NodeJS.ErrnoException).code === "ENOENT") throw new NotSynthesized(missing);
    throw error;
  }
}
