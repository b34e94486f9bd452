import { type Json, type JsonObject, objectsIn } from "../json";

/** One JSON file that Terraform is given or gives. */
export interface SourceFile {
  readonly json: JsonObject;
  /** Where it was read from, as reports shall name it. @default - not from a file */
  readonly file?: string;
  /** What it was parsed from; findings get their lines from it. @default - they have none */
  readonly text?: string;
  /** Works out its SHA-256, in hexadecimal: few reports name it. @default - it was not read from a file */
  readonly sha256?: () => string;
}

/** The configuration of a module: its files, and the modules that it calls from its own folders. */
export interface ModuleDocument {
  readonly files: readonly SourceFile[];
  /** By the name of the call. @default - what is called is not known */
  readonly modules?: Readonly<Record<string, ModuleDocument>>;
}

/** One stack: its Terraform JSON, or its plan as `show -json` prints it. */
export interface StackDocument extends SourceFile {
  readonly name: string;
  /** The other files of the same configuration. @default - there is one file */
  readonly others?: readonly SourceFile[];
  /** Modules that the configuration calls, by the name of the call. @default - what is called is not known */
  readonly modules?: Readonly<Record<string, ModuleDocument>>;
}

/** A document that cannot be judged, and what to do about it. */
export class UnreadableDocument extends Error {
  override readonly name: string = "UnreadableDocument";
}

/** A document in a format that is newer than this engine, or older. Reading it in part could hide what is wrong in it. */
export class UnknownFormat extends UnreadableDocument {
  override readonly name = "UnknownFormat";
}

/** The labelled blocks of a body: pairs of label and content, whether the JSON nests objects or lists of objects. */
export function objectsByName(value: Json | undefined): [string, JsonObject][] {
  return objectsIn(value).flatMap((byName) =>
    Object.entries(byName)
      .filter(([name]) => name !== "//")
      .flatMap(([name, content]) => objectsIn(content).map((object): [string, JsonObject] => [name, object])),
  );
}

/** The members of one object, or of several that stand for one. A name such as `__proto__` is one like any other. */
export function merged(value: Json | undefined): JsonObject {
  const [only, ...others] = objectsIn(value);
  if (!only) return {};
  return others.length === 0 ? only : Object.fromEntries(objectsIn(value).flatMap((object) => Object.entries(object)));
}
