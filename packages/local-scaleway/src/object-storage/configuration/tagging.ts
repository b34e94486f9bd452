import { S3Error } from "../errors";
import { renderDocument, XmlElement } from "../xml";
import type { BucketConfiguration } from "./configuration";

export interface Tag {
  readonly key: string;
  readonly value: string;
}

const MOST_BUCKET_TAGS = 50;
const MOST_OBJECT_TAGS = 10;

export const tagging: BucketConfiguration = {
  parameter: "tagging",
  operation: "BucketTagging",
  actions: { get: "s3:GetBucketTagging", put: "s3:PutBucketTagging", delete: "s3:PutBucketTagging" },
  read: (bucket) => {
    if (!bucket.tagging) {
      throw new S3Error(404, "NoSuchTagSet", "The TagSet does not exist", { BucketName: bucket.name });
    }
    return renderTagging(bucket.tagging);
  },
  write: (_, body) => ({ tagging: parseTagging(body, MOST_BUCKET_TAGS) }),
  removed: { tagging: undefined },
};

export const renderTagging = (tags: readonly Tag[]): string =>
  renderDocument("Tagging", { TagSet: { Tag: tags.map(({ key, value }) => ({ Key: key, Value: value })) } });

/** @throws S3Error MalformedXML or InvalidTag. */
export const parseObjectTagging = (body: Buffer): Tag[] => parseTagging(body, MOST_OBJECT_TAGS);

/** Tags as in the header `x-amz-tagging`: `key=value&other=value`. @throws S3Error InvalidTag. */
export const parseTaggingHeader = (header: string): Tag[] =>
  checked(
    [...new URLSearchParams(header)].map(([key, value]) => ({ key, value })),
    MOST_OBJECT_TAGS,
  );

function parseTagging(body: Buffer, most: number): Tag[] {
  const tags = XmlElement.parse(body, "Tagging").allow("TagSet").required("TagSet").allow("Tag").all("Tag");
  return checked(
    tags.map((tag) => {
      tag.allow("Key", "Value");
      return { key: tag.required("Key").text, value: tag.required("Value").text };
    }),
    most,
  );
}

function checked(tags: Tag[], most: number): Tag[] {
  if (tags.length > most) throw invalidTag(`at most ${most} tags are allowed; got ${tags.length}`);
  for (const { key, value } of tags) {
    if (key.length < 1 || key.length > 128) throw invalidTag(`a key has 1 to 128 characters; got "${key}"`);
    if (value.length > 256)
      throw invalidTag(`a value has at most 256 characters; the one of "${key}" has ${value.length}`);
  }
  if (new Set(tags.map(({ key }) => key)).size < tags.length) throw invalidTag("a key is given more than once");
  return tags;
}

const invalidTag = (why: string): S3Error => new S3Error(400, "InvalidTag", `The tag provided was not valid: ${why}.`);
