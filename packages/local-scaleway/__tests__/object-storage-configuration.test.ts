import {
  type BucketLifecycleConfiguration,
  CreateBucketCommand,
  DeleteBucketCorsCommand,
  DeleteBucketEncryptionCommand,
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
  GetBucketAclCommand,
  GetBucketCorsCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  type LifecycleRule,
  PutBucketAclCommand,
  PutBucketCorsCommand,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectLockConfigurationCommand,
  type S3Client,
  type ServerSideEncryptionRule,
  type Tag,
} from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { APPLICATION, codeOf, Fixture, KMS_KEY, send, signed } from "./object-storage-fixture";

const Bucket = "lake";

describe("a bucket's configuration", () => {
  let fixture: Fixture;
  let client: S3Client;
  beforeEach(async () => {
    fixture = await Fixture.start();
    client = fixture.client();
    await client.send(new CreateBucketCommand({ Bucket }));
  });
  afterEach(() => fixture.stop());

  const put = async (parameter: string, body: string) => {
    const path = `/${Bucket}?${parameter}`;
    const headers = await signed(client, fixture.url, "PUT", path, { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" });
    return send(fixture.url, "PUT", path, headers, body);
  };

  it.each(["cors", "encryption", "lifecycle", "tagging", "versioning", "object-lock", "acl"])(
    "refuses a ?%s that is no XML, or another document",
    async (parameter) => {
      expect((await put(parameter, "<Tagging><TagSet>")).body).toContain("<Code>MalformedXML</Code>");
      expect((await put(parameter, "<Other/>")).body).toContain("the root element must be");
    },
  );

  it.each([
    ["tagging", "<Tagging><TagSet/><Extra/></Tagging>"],
    ["versioning", "<VersioningConfiguration><Status>Enabled</Status><Extra/></VersioningConfiguration>"],
    ["cors", "<CORSConfiguration><CORSRule><Extra/></CORSRule></CORSConfiguration>"],
    [
      "lifecycle",
      "<LifecycleConfiguration><Rule><Extra/><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
    ],
  ])("refuses an element that ?%s does not have", async (parameter, body) => {
    expect((await put(parameter, body)).body).toContain("has no element &lt;Extra&gt;");
  });

  describe("tagging", () => {
    const tag = (TagSet: Tag[]) => client.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet } }));
    const read = () => client.send(new GetBucketTaggingCommand({ Bucket }));

    it("is absent, set, read and removed", async () => {
      expect(await codeOf(read())).toBe("NoSuchTagSet");
      const TagSet = [
        { Key: "b", Value: " spaced & <marked> " },
        { Key: "a", Value: "" },
      ];
      await tag(TagSet);
      expect((await read()).TagSet).toEqual(TagSet);
      await client.send(new DeleteBucketTaggingCommand({ Bucket }));
      expect(await codeOf(read())).toBe("NoSuchTagSet");
    });

    it.each([
      ["a key twice", [1, 1].map(() => ({ Key: "a", Value: "" }))],
      ["an empty key", [{ Key: "", Value: "" }]],
      ["a long key", [{ Key: "k".repeat(129), Value: "" }]],
      ["a long value", [{ Key: "a", Value: "v".repeat(257) }]],
      ["51 tags", Array.from({ length: 51 }, (_, i) => ({ Key: `k${i}`, Value: "" }))],
    ])("refuses %s", async (_, tags) => {
      expect(await codeOf(tag(tags))).toBe("InvalidTag");
    });
  });

  describe("versioning", () => {
    const read = async () => (await client.send(new GetBucketVersioningCommand({ Bucket }))).Status;
    const write = (Status: "Enabled" | "Suspended") =>
      client.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

    it("answers an empty status until it was enabled", async () => {
      expect(await read()).toBe("");
      await write("Enabled");
      expect(await read()).toBe("Enabled");
      await write("Suspended");
      expect(await read()).toBe("Suspended");
    });

    it("refuses another status", async () => {
      expect(await codeOf(write("On" as "Enabled"))).toBe("MalformedXML");
    });

    it("cannot be suspended under object lock", async () => {
      await client.send(new CreateBucketCommand({ Bucket: "locked", ObjectLockEnabledForBucket: true }));
      const VersioningConfiguration = { Status: "Suspended" } as const;
      const suspend = new PutBucketVersioningCommand({ Bucket: "locked", VersioningConfiguration });
      expect(await codeOf(client.send(suspend))).toBe("InvalidBucketState");
    });
  });

  describe("cors", () => {
    const read = () => client.send(new GetBucketCorsCommand({ Bucket }));
    const write = (rule: { AllowedMethods: string[]; AllowedOrigins: string[]; MaxAgeSeconds?: number }) =>
      client.send(new PutBucketCorsCommand({ Bucket, CORSConfiguration: { CORSRules: [rule] } }));

    it("is absent, set, read and removed", async () => {
      expect(await codeOf(read())).toBe("NoSuchCORSConfiguration");
      const rule = { AllowedMethods: ["GET", "PUT"], AllowedOrigins: ["https://*.example.org"], MaxAgeSeconds: 60 };
      await write(rule);
      expect((await read()).CORSRules).toEqual([rule]);
      await client.send(new DeleteBucketCorsCommand({ Bucket }));
      expect(await codeOf(read())).toBe("NoSuchCORSConfiguration");
    });

    it.each([
      ["an unknown method", { AllowedMethods: ["FETCH"], AllowedOrigins: ["*"] }, "InvalidRequest"],
      ["two wildcards", { AllowedMethods: ["GET"], AllowedOrigins: ["*.*"] }, "InvalidRequest"],
      ["no origin", { AllowedMethods: ["GET"], AllowedOrigins: [] }, "MalformedXML"],
      ["a negative age", { AllowedMethods: ["GET"], AllowedOrigins: ["*"], MaxAgeSeconds: -1 }, "MalformedXML"],
    ])("refuses %s", async (_, rule, code) => {
      expect(await codeOf(write(rule))).toBe(code);
    });
  });

  describe("lifecycle", () => {
    const read = () => client.send(new GetBucketLifecycleConfigurationCommand({ Bucket }));
    const write = (...Rules: LifecycleRule[]) => {
      const LifecycleConfiguration: BucketLifecycleConfiguration = { Rules };
      return client.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    };
    const rule: LifecycleRule = {
      ID: "one",
      Status: "Enabled",
      Filter: { And: { Prefix: "a/", Tags: [{ Key: "k", Value: "v" }] } },
      Expiration: { Days: 365, ExpiredObjectDeleteMarker: false },
      Transitions: [{ Days: 90, StorageClass: "GLACIER" }],
      NoncurrentVersionExpiration: { NoncurrentDays: 30, NewerNoncurrentVersions: 2 },
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 },
    };

    it("is absent, set, read and removed", async () => {
      expect(await codeOf(read())).toBe("NoSuchLifecycleConfiguration");
      await write(rule);
      expect((await read()).Rules).toEqual([rule]);
      await client.send(new DeleteBucketLifecycleCommand({ Bucket }));
      expect(await codeOf(read())).toBe("NoSuchLifecycleConfiguration");
    });

    it("writes the marker of an expiration that did not mention it", async () => {
      await write({ ID: "one", Status: "Enabled", Filter: { Prefix: "" }, Expiration: { Days: 1 } });
      expect((await read()).Rules?.[0]?.Expiration).toEqual({ Days: 1, ExpiredObjectDeleteMarker: false });
    });

    it.each<[string, LifecycleRule, string]>([
      ["a status", { ...rule, Status: "On" as "Enabled" }, "MalformedXML"],
      ["no action", { ID: "one", Status: "Enabled", Filter: { Prefix: "" } }, "MalformedXML"],
      ["a storage class", { ...rule, Transitions: [{ Days: 90, StorageClass: "DEEP_ARCHIVE" }] }, "MalformedXML"],
      [
        "an early move to GLACIER",
        { ...rule, Transitions: [{ Days: 89, StorageClass: "GLACIER" }] },
        "InvalidArgument",
      ],
      ["zero days", { ...rule, Expiration: { Days: 0 } }, "MalformedXML"],
      [
        "a date in the middle of a day",
        { ...rule, Expiration: { Date: new Date("2031-01-01T10:00:00Z") } },
        "InvalidArgument",
      ],
      ["one condition in And", { ...rule, Filter: { And: { Prefix: "a/" } } }, "MalformedXML"],
    ])("refuses %s", async (_, wrong, code) => {
      expect(await codeOf(write(wrong))).toBe(code);
    });

    it("refuses an id that is used twice", async () => {
      expect(await codeOf(write(rule, rule))).toBe("InvalidArgument");
    });
  });

  describe("encryption", () => {
    const read = () => client.send(new GetBucketEncryptionCommand({ Bucket }));
    const write = (...Rules: ServerSideEncryptionRule[]) =>
      client.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
    const kms = { SSEAlgorithm: "aws:kms", KMSMasterKeyID: KMS_KEY } as const;

    it("is absent, set, read and removed", async () => {
      expect(await codeOf(read())).toBe("ServerSideEncryptionConfigurationNotFoundError");
      await write({ ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true });
      expect((await read()).ServerSideEncryptionConfiguration?.Rules).toEqual([
        { ApplyServerSideEncryptionByDefault: kms, BucketKeyEnabled: true },
      ]);
      await client.send(new DeleteBucketEncryptionCommand({ Bucket }));
      expect(await codeOf(read())).toBe("ServerSideEncryptionConfigurationNotFoundError");
    });

    it("adds what the request left open about the bucket key", async () => {
      await write({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } });
      expect((await read()).ServerSideEncryptionConfiguration?.Rules?.[0]?.BucketKeyEnabled).toBe(false);
    });

    it.each<[string, ServerSideEncryptionRule]>([
      ["a key without KMS", { ApplyServerSideEncryptionByDefault: { ...kms, SSEAlgorithm: "AES256" } }],
      ["KMS without the bucket key", { ApplyServerSideEncryptionByDefault: kms }],
      [
        "KMS without a key",
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" }, BucketKeyEnabled: true },
      ],
      [
        "a key that does not exist",
        { ApplyServerSideEncryptionByDefault: { ...kms, KMSMasterKeyID: APPLICATION }, BucketKeyEnabled: true },
      ],
    ])("refuses %s", async (_, rule) => {
      expect(await codeOf(write(rule))).toBe("InvalidArgument");
    });

    it("refuses an unknown algorithm", async () => {
      const SSEAlgorithm = "aws:kms:dsse";
      expect(await codeOf(write({ ApplyServerSideEncryptionByDefault: { SSEAlgorithm } }))).toBe("MalformedXML");
    });
  });

  describe("object lock", () => {
    const locked = { Bucket: "locked" };
    const read = (bucket: { Bucket: string }) => client.send(new GetObjectLockConfigurationCommand(bucket));
    const write = (bucket: { Bucket: string }, retention?: object) =>
      client.send(
        new PutObjectLockConfigurationCommand({
          ...bucket,
          ObjectLockConfiguration: { ObjectLockEnabled: "Enabled", Rule: retention && { DefaultRetention: retention } },
        }),
      );
    beforeEach(() => client.send(new CreateBucketCommand({ ...locked, ObjectLockEnabledForBucket: true })));

    it("is absent in a bucket that was created without", async () => {
      expect(await codeOf(read({ Bucket }))).toBe("ObjectLockConfigurationNotFoundError");
      expect(await codeOf(write({ Bucket }, { Mode: "GOVERNANCE", Days: 1 }))).toBe("InvalidBucketState");
    });

    it("enables versions; its default rule is set, read and removed", async () => {
      expect(await client.send(new GetBucketVersioningCommand(locked))).toMatchObject({ Status: "Enabled" });
      expect((await read(locked)).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
      await write(locked, { Mode: "COMPLIANCE", Years: 1 });
      expect((await read(locked)).ObjectLockConfiguration?.Rule).toEqual({
        DefaultRetention: { Mode: "COMPLIANCE", Years: 1 },
      });
      await write(locked);
      expect((await read(locked)).ObjectLockConfiguration).toEqual({ ObjectLockEnabled: "Enabled" });
    });

    it.each([
      ["an unknown mode", { Mode: "STRICT", Days: 1 }],
      ["days and years", { Mode: "GOVERNANCE", Days: 1, Years: 1 }],
      ["neither days nor years", { Mode: "GOVERNANCE" }],
      ["zero days", { Mode: "GOVERNANCE", Days: 0 }],
    ])("refuses %s", async (_, retention) => {
      expect(await codeOf(write(locked, retention))).toBe("MalformedXML");
    });
  });

  describe("policy", () => {
    const read = async () => JSON.parse((await client.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? "");
    const write = (policy: unknown) =>
      client.send(
        new PutBucketPolicyCommand({ Bucket, Policy: typeof policy === "string" ? policy : JSON.stringify(policy) }),
      );
    const statement = {
      Sid: "one",
      Effect: "Allow",
      Principal: { SCW: [`application_id:${APPLICATION}`] },
      Action: ["s3:ListBucket", "s3:GetObject"],
      Resource: ["lake", "lake/*"],
      Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } },
    };
    const policy = { Version: "2023-04-17", Id: "mine", Statement: [statement] };

    it("is absent, set, read in the service's order, and removed", async () => {
      expect(await codeOf(read())).toBe("NoSuchBucketPolicy");
      await write(policy);
      expect(await read()).toEqual({
        ...policy,
        Statement: [
          {
            ...statement,
            Principal: { SCW: `application_id:${APPLICATION}` },
            Action: ["s3:GetObject", "s3:ListBucket"],
          },
        ],
      });
      await client.send(new DeleteBucketPolicyCommand({ Bucket }));
      expect(await codeOf(read())).toBe("NoSuchBucketPolicy");
    });

    const wrong = (changes: object) => ({ ...policy, Statement: [{ ...statement, ...changes }] });
    it.each([
      ["what is no JSON", "{"],
      ["another version", { ...policy, Version: "2008-10-17" }],
      ["an unknown field", { ...policy, Extra: 1 }],
      ["no statement", { ...policy, Statement: [] }],
      ["an unknown effect", wrong({ Effect: "Permit" })],
      ["an unknown action", wrong({ Action: "s3:GetBucketPolicy" })],
      ["an action of another service", wrong({ Action: ["iam:*"] })],
      ["no action", wrong({ Action: [] })],
      ["a principal of Amazon's", wrong({ Principal: { AWS: "*" } })],
      ["a group as principal", wrong({ Principal: { SCW: `group_id:${APPLICATION}` } })],
      ["another bucket", wrong({ Resource: "lake2/*" })],
      ["an unknown condition", wrong({ Condition: { NumericEquals: { "aws:EpochTime": "1" } } })],
      ["an unknown condition key", wrong({ Condition: { StringEquals: { "aws:UserAgent": "x" } } })],
      ["a range that is none", wrong({ Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/33" } } })],
      ["a date that is none", wrong({ Condition: { DateLessThan: { "aws:CurrentTime": "tomorrow" } } })],
    ])("refuses %s", async (_, policy) => {
      expect(await codeOf(write(policy))).toBe("MalformedPolicy");
    });
  });

  describe("acl", () => {
    const owner = `${CREDENTIALS.projectId}:${CREDENTIALS.projectId}`;
    const read = () => client.send(new GetBucketAclCommand({ Bucket }));

    it("is private at first, and takes a name or a document", async () => {
      const full = { Grantee: { Type: "CanonicalUser", ID: owner, DisplayName: owner }, Permission: "FULL_CONTROL" };
      expect((await read()).Grants).toEqual([full]);
      await client.send(new PutBucketAclCommand({ Bucket, ACL: "public-read" }));
      const everyone = {
        Grantee: { Type: "Group", URI: "http://acs.amazonaws.com/groups/global/AllUsers" },
        Permission: "READ",
      };
      expect((await read()).Grants).toEqual([full, everyone]);
      const Grants = [{ Grantee: { Type: "CanonicalUser", ID: owner }, Permission: "READ_ACP" }] as const;
      await client.send(
        new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner: { ID: owner }, Grants: [...Grants] } }),
      );
      expect((await read()).Grants).toEqual([{ ...full, Permission: "READ_ACP" }]);
    });

    it("refuses an unknown name, another owner and an unknown permission", async () => {
      const named = new PutBucketAclCommand({ Bucket, ACL: "public" as "private" });
      expect(await codeOf(client.send(named))).toBe("InvalidArgument");
      const stolen = { Owner: { ID: `${APPLICATION}:${APPLICATION}` }, Grants: [] };
      expect(await codeOf(client.send(new PutBucketAclCommand({ Bucket, AccessControlPolicy: stolen })))).toBe(
        "AccessDenied",
      );
      const Grants = [{ Grantee: { Type: "CanonicalUser" as const, ID: owner }, Permission: "OWN" as "READ" }];
      const unknown = new PutBucketAclCommand({ Bucket, AccessControlPolicy: { Owner: { ID: owner }, Grants } });
      expect(await codeOf(client.send(unknown))).toBe("MalformedXML");
    });
  });
});
