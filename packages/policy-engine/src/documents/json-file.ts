import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { isObject, type Json } from "../json";
import { type SourceFile, UnreadableDocument } from "./document";

/**
 * Reads one JSON file whose text is an object.
 * @throws {UnreadableDocument} when it is none
 */
export function readJsonFile(file: string): SourceFile {
  const bytes = readFileSync(file);
  const text = bytes.toString("utf8");
  let json: Json;
  try {
    json = JSON.parse(text) as Json;
  } catch (error) {
    throw new UnreadableDocument(`${file} is no JSON: ${(error as Error).message}. Write it again.`);
  }
  if (!isObject(json)) throw new UnreadableDocument(`${file} holds no JSON object. Write it again.`);
  return { file, json, text, sha256: () => createHash("sha256").update(bytes).digest("hex") };
}
