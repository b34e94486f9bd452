import { preconditionFailed, S3Error } from "./errors";
import type { Content, ObjectVersion } from "./model";
import { headerOf, type ObjectRequest } from "./operation";

/**
 * `If-Match`, `If-None-Match` and `If-Unmodified-Since`, where `current` is what the key holds now. With
 * `If-None-Match: *`, of two clients that write a lock file exactly one succeeds.
 *
 * @throws S3Error PreconditionFailed
 */
export function requirePreconditions(request: ObjectRequest, current: ObjectVersion | undefined): void {
  const match = headerOf(request, "if-match");
  const noneMatch = headerOf(request, "if-none-match");
  const unmodifiedSince = headerOf(request, "if-unmodified-since");
  if (match !== undefined && !names(match, current?.content)) throw preconditionFailed("If-Match");
  if (noneMatch !== undefined && names(noneMatch, current?.content)) throw preconditionFailed("If-None-Match");
  if (unmodifiedSince !== undefined && current && seconds(current.created) > seconds(unmodifiedSince)) {
    throw preconditionFailed("If-Unmodified-Since");
  }
}

/** Whether the client already has what it asks for. */
export function isNotModified(request: ObjectRequest, { content, created }: ObjectVersion): boolean {
  const noneMatch = headerOf(request, "if-none-match");
  if (noneMatch !== undefined) return names(noneMatch, content);
  const since = headerOf(request, "if-modified-since");
  return since !== undefined && seconds(created) <= seconds(since);
}

/**
 * The part of an object that `Range: bytes=…` asks for, `end` exclusive. Undefined means the whole, also for a range
 * that is not understood, as HTTP has it (RFC 9110, 14.2).
 * @throws S3Error InvalidRange for a range behind the end.
 */
export function readRange(header: string | undefined, size: number): { start: number; end: number } | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return undefined;
  const start = first === "" ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === "" || last === "" ? size : Math.min(size, Number(last) + 1);
  if (start >= size || start >= end) {
    throw new S3Error(416, "InvalidRange", "The requested range is not satisfiable", {
      ActualObjectSize: String(size),
    });
  }
  return { start, end };
}

function names(header: string, current: Content | undefined): boolean {
  if (!current) return false;
  return header.split(",").some((tag) => tag.trim() === "*" || tag.trim().replace(/^"|"$/g, "") === current.etag);
}

const seconds = (date: string): number => Math.floor(Date.parse(date) / 1000);
