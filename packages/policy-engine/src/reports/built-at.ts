import type { StackDocument } from "../documents/document";
import { isObject, type Json, own } from "../json";

/** A place in the source of a program that renders Terraform JSON. Lines and columns start at 1. */
export interface SourcePlace {
  /** As the stack trace names it. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * Where constructs were built, by construct path, as far as the rendered metadata tells: the innermost call in TypeScript
 * outside of dependencies, in the `stackTrace` that cdktf writes beside `path` for elements whose construction was traced
 * (cdktf 0.21.0, lib/terraform-element, constructNodeMetadata).
 */
export function builtAt(documents: readonly StackDocument[]): ReadonlyMap<string, SourcePlace> {
  const places = new Map<string, SourcePlace>();
  for (const { json } of documents) {
    for (const kind of ["resource", "data"]) {
      for (const block of blocksBelow(own(json, kind), 2)) {
        const comment = own(block, "//");
        const metadata = isObject(comment) ? own(comment, "metadata") : undefined;
        if (!isObject(metadata)) continue;
        const path = own(metadata, "path");
        const place = innermost(own(metadata, "stackTrace"));
        if (typeof path === "string" && place) places.set(path, place);
      }
    }
  }
  return places;
}

/** The objects that nest so many names deep. */
function* blocksBelow(value: Json | undefined, depth: number): Generator<{ readonly [key: string]: Json }> {
  if (!isObject(value)) return;
  if (depth === 0) yield value;
  else for (const inner of Object.values(value)) yield* blocksBelow(inner, depth - 1);
}

/** A frame as V8 writes it: `new Vpc (/app/vpc.ts:12:3)`, or the place alone. The path may hold brackets itself. */
const IN_A_FUNCTION = /^.*? \((.+)\)$/s;

const PLACE = /^(.+):(\d+):(\d+)$/s;

function innermost(trace: Json | undefined): SourcePlace | undefined {
  if (!Array.isArray(trace)) return undefined;
  for (const frame of trace as readonly Json[]) {
    const place = typeof frame === "string" ? (IN_A_FUNCTION.exec(frame)?.[1] ?? frame) : "";
    const [, file, line, column] = PLACE.exec(place) ?? [];
    if (file === undefined || !/\.[cm]?ts$/.test(file) || /(^|[\\/])node_modules[\\/]/.test(file)) continue;
    return { file, line: Number(line), column: Number(column) };
  }
  return undefined;
}
