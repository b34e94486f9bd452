import { type DefaultRetention, LOCK_MODES, type LockMode } from "./configuration/object-lock";
import { accessDenied, invalidArgument, invalidRequest, S3Error } from "./errors";
import type { Bucket, ObjectVersion } from "./model";
import { renderDocument, S3_NAMESPACE, XmlElement } from "./xml";

/** Until when a version cannot be deleted. */
export interface Retention {
  readonly mode: LockMode;
  /** RFC 3339. */
  readonly until: string;
}

/** @throws S3Error InvalidRequest on a bucket without object lock. */
export function requireObjectLock(bucket: Bucket): void {
  if (!bucket.objectLock) throw invalidRequest("Bucket is missing Object Lock Configuration");
}

/**
 * The rule of write-once storage: nobody deletes what is under legal hold or COMPLIANCE, and GOVERNANCE yields only to
 * who says so.
 * @throws S3Error AccessDenied
 */
export function refuseWhileLocked(
  { attributes: { legalHold, retention } }: ObjectVersion,
  bypassGovernance: boolean,
): void {
  if (legalHold) throw accessDenied("The object is under legal hold.");
  if (!retention || Date.parse(retention.until) <= Date.now()) return;
  if (retention.mode === "COMPLIANCE" || !bypassGovernance) {
    throw accessDenied(`The object is locked in ${retention.mode} mode until ${retention.until}.`);
  }
}

/** @throws S3Error AccessDenied when `next` is weaker than what is in force. */
export function refuseWeakerRetention(
  version: ObjectVersion,
  next: Retention | undefined,
  bypassGovernance: boolean,
): void {
  const current = version.attributes.retention;
  const stays =
    next && current && next.until >= current.until && (next.mode === current.mode || next.mode === "COMPLIANCE");
  if (!stays)
    refuseWhileLocked({ ...version, attributes: { ...version.attributes, legalHold: false } }, bypassGovernance);
}

/** The retention that a bucket gives to an object written now. */
export function retentionByDefault(rule: DefaultRetention | undefined): Retention | undefined {
  if (!rule) return undefined;
  const until = new Date();
  if (rule.unit === "Days") until.setUTCDate(until.getUTCDate() + rule.length);
  else until.setUTCFullYear(until.getUTCFullYear() + rule.length);
  return { mode: rule.mode, until: until.toISOString() };
}

/** @throws S3Error InvalidArgument for an unknown mode, or a date that is none or is past. */
export function checkRetention(mode: string, until: string): Retention {
  const known = LOCK_MODES.find((candidate) => candidate === mode);
  if (!known) throw invalidArgument(`The mode is one of ${LOCK_MODES.join(", ")}; got "${mode}"`);
  const date = Date.parse(until);
  if (Number.isNaN(date)) throw invalidArgument(`The retain until date must be RFC 3339; got "${until}"`);
  if (date <= Date.now()) throw invalidArgument("The retain until date must be in the future!");
  return { mode: known, until: new Date(date).toISOString() };
}

export function readRetention(version: ObjectVersion): string {
  const { retention } = version.attributes;
  if (!retention) throw noSuchLock();
  return renderDocument("Retention", {
    "@xmlns": S3_NAMESPACE,
    Mode: retention.mode,
    RetainUntilDate: retention.until,
  });
}

export function readLegalHold({ attributes: { legalHold } }: ObjectVersion): string {
  if (legalHold === undefined) throw noSuchLock();
  return renderDocument("LegalHold", { "@xmlns": S3_NAMESPACE, Status: legalHold ? "ON" : "OFF" });
}

/** The retention of a `<Retention>`; an empty one takes retention away. */
export function parseRetention(body: Buffer): Retention | undefined {
  const retention = XmlElement.parse(body, "Retention").allow("Mode", "RetainUntilDate");
  const mode = retention.optional("Mode");
  const until = retention.optional("RetainUntilDate");
  if (!mode && !until) return undefined;
  return checkRetention(mode?.text ?? "", until?.text ?? "");
}

export function parseLegalHold(body: Buffer): boolean {
  return XmlElement.parse(body, "LegalHold").allow("Status").required("Status").oneOf("ON", "OFF") === "ON";
}

const noSuchLock = (): S3Error =>
  new S3Error(404, "NoSuchObjectLockConfiguration", "The specified object does not have a ObjectLock configuration");
