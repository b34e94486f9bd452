import { type Json, type JsonObject, objectsIn } from "./json";

/** One stack's Terraform JSON. */
export interface StackDocument {
  readonly name: string;
  /** Where it was read from, as reports shall name it. @default - not from a file */
  readonly file?: string;
  readonly json: JsonObject;
}

/** The labelled blocks of a body: pairs of label and content, whether the JSON nests objects or lists of objects. */
export function objectsByName(value: Json | undefined): [string, JsonObject][] {
  return objectsIn(value).flatMap((byName) =>
    Object.entries(byName)
      .filter(([name]) => name !== "//")
      .flatMap(([name, content]) => objectsIn(content).map((object): [string, JsonObject] => [name, object])),
  );
}
