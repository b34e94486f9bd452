import { randomUUID } from "node:crypto";
import { invalidArgument, malformedXml, S3Error } from "../errors";
import { renderDocument, type XmlContent, XmlElement } from "../xml";
import type { BucketConfiguration } from "./configuration";

/** One rule, checked and in the service's own order of elements: what is kept is what is answered. */
export type LifecycleRule = { readonly ID: string } & { readonly [element: string]: XmlContent };

const STORAGE_CLASSES = ["STANDARD", "ONEZONE_IA", "GLACIER"] as const;
/** Days an object has to be old before it may move to GLACIER. */
const EARLIEST_GLACIER = 90;
const MOST_RULES = 1000;

export const lifecycle: BucketConfiguration = {
  parameter: "lifecycle",
  operation: "BucketLifecycleConfiguration",
  actions: {
    get: "s3:GetLifecycleConfiguration",
    put: "s3:PutLifecycleConfiguration",
    delete: "s3:PutLifecycleConfiguration",
  },
  read: (bucket) => {
    if (!bucket.lifecycle) {
      throw new S3Error(404, "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist", {
        BucketName: bucket.name,
      });
    }
    return renderDocument("Configuration", { Rule: [...bucket.lifecycle] });
  },
  write: (_, body) => {
    const rules = XmlElement.parse(body, "LifecycleConfiguration").allow("Rule").all("Rule").map(parseRule);
    if (rules.length < 1 || rules.length > MOST_RULES)
      throw malformedXml(`1 to ${MOST_RULES} <Rule>; got ${rules.length}`);
    if (new Set(rules.map(({ ID }) => ID)).size < rules.length) throw invalidArgument("Rule ID must be unique.");
    return { lifecycle: rules };
  },
  removed: { lifecycle: undefined },
};

function parseRule(rule: XmlElement): LifecycleRule {
  const actions = {
    AbortIncompleteMultipartUpload: parseAbort(rule.optional("AbortIncompleteMultipartUpload")),
    Expiration: parseExpiration(rule.optional("Expiration")),
    NoncurrentVersionExpiration: parseNoncurrent(rule.optional("NoncurrentVersionExpiration")),
    NoncurrentVersionTransition: rule.all("NoncurrentVersionTransition").map(parseNoncurrentTransition),
    Transition: rule.all("Transition").map(parseTransition),
  };
  rule.allow("ID", "Prefix", "Filter", "Status", ...Object.keys(actions));
  if (!Object.values(actions).some((action) => (Array.isArray(action) ? action.length > 0 : action))) {
    throw malformedXml("a <Rule> needs at least one action, such as <Expiration>");
  }
  const filter = rule.optional("Filter");
  const prefix = rule.optional("Prefix");
  if (filter && prefix) throw malformedXml("a <Rule> has either <Filter> or <Prefix>");
  const id = rule.optional("ID")?.text || randomUUID();
  if (id.length > 255) throw invalidArgument(`A rule ID has at most 255 characters; got ${id.length}.`);
  return {
    AbortIncompleteMultipartUpload: actions.AbortIncompleteMultipartUpload,
    Expiration: actions.Expiration,
    Filter: filter && parseFilter(filter),
    ID: id,
    NoncurrentVersionExpiration: actions.NoncurrentVersionExpiration,
    NoncurrentVersionTransition: actions.NoncurrentVersionTransition,
    Prefix: prefix?.text,
    Status: rule.required("Status").oneOf("Enabled", "Disabled"),
    Transition: actions.Transition,
  };
}

function parseAbort(abort: XmlElement | undefined): XmlContent {
  return (
    abort && { DaysAfterInitiation: abort.allow("DaysAfterInitiation").required("DaysAfterInitiation").integer(1) }
  );
}

function parseExpiration(expiration: XmlElement | undefined): XmlContent {
  if (!expiration) return undefined;
  expiration.allow("Days", "Date", "ExpiredObjectDeleteMarker");
  const marker = expiration.optional("ExpiredObjectDeleteMarker")?.oneOf("true", "false") ?? "false";
  const when = parseWhen(expiration, 1);
  if (!when && marker === "false")
    throw malformedXml("an <Expiration> needs <Days>, <Date> or <ExpiredObjectDeleteMarker>");
  return { ...when, ExpiredObjectDeleteMarker: marker };
}

function parseTransition(transition: XmlElement): XmlContent {
  transition.allow("Days", "Date", "StorageClass");
  const when = parseWhen(transition, 0);
  if (!when) throw malformedXml("a <Transition> needs <Days> or <Date>");
  return { ...when, StorageClass: parseStorageClass(transition, transition.optional("Days")?.integer(0)) };
}

function parseNoncurrent(noncurrent: XmlElement | undefined): XmlContent {
  return (
    noncurrent && {
      NewerNoncurrentVersions: noncurrent
        .allow("NewerNoncurrentVersions", "NoncurrentDays")
        .optional("NewerNoncurrentVersions")
        ?.integer(1),
      NoncurrentDays: noncurrent.required("NoncurrentDays").integer(1),
    }
  );
}

function parseNoncurrentTransition(transition: XmlElement): XmlContent {
  transition.allow("NewerNoncurrentVersions", "NoncurrentDays", "StorageClass");
  const days = transition.required("NoncurrentDays").integer(0);
  return {
    NewerNoncurrentVersions: transition.optional("NewerNoncurrentVersions")?.integer(1),
    NoncurrentDays: days,
    StorageClass: parseStorageClass(transition, days),
  };
}

function parseStorageClass(transition: XmlElement, days: number | undefined): string {
  const storageClass = transition.required("StorageClass").oneOf(...STORAGE_CLASSES);
  if (storageClass === "GLACIER" && days !== undefined && days < EARLIEST_GLACIER) {
    throw invalidArgument(`'Days' for a transition to GLACIER must be at least ${EARLIEST_GLACIER}; got ${days}`);
  }
  return storageClass;
}

function parseWhen(action: XmlElement, earliest: number): { Days: number } | { Date: string } | undefined {
  const days = action.optional("Days");
  const date = action.optional("Date");
  if (days && date) throw malformedXml(`<${action.name}> has either <Days> or <Date>`);
  if (days) return { Days: days.integer(earliest) };
  if (!date) return undefined;
  if (!/^\d{4}-\d\d-\d\dT00:00:00(\.0+)?Z$/.test(date.text)) throw invalidArgument("'Date' must be at midnight GMT");
  return { Date: date.text };
}

function parseFilter(filter: XmlElement): XmlContent {
  filter.allow("Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan", "And");
  const and = filter.optional("And");
  const conditions = and ?? filter;
  if (and) and.allow("Prefix", "Tag", "ObjectSizeGreaterThan", "ObjectSizeLessThan");
  const parsed = {
    ObjectSizeGreaterThan: conditions.optional("ObjectSizeGreaterThan")?.integer(0),
    ObjectSizeLessThan: conditions.optional("ObjectSizeLessThan")?.integer(1),
    Prefix: conditions.optional("Prefix")?.text,
    Tag: conditions.all("Tag").map((tag) => {
      tag.allow("Key", "Value");
      return { Key: tag.required("Key").text, Value: tag.required("Value").text };
    }),
  };
  const count = Object.values(parsed)
    .flat()
    .filter((condition) => condition !== undefined).length;
  if (and ? count < 2 : count > 1) throw malformedXml("several conditions of a <Filter> go into <And>, one does not");
  return and ? { And: parsed } : parsed;
}
