import {
  type Body,
  fail,
  judge,
  judgeItem,
  notApplicable,
  pass,
  type Resource,
  resources,
  sameValue,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { judgeBucketPolicy } from "../buckets/bucket-policy";
import { hasRoleOf, LOCKED } from "../buckets/bucket-roles";
import { partsOfBucket } from "../buckets/buckets";
import { dataClassOf, isAtLeast } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

const POLICY = "scaleway_object_bucket_policy";

export const bucketsAreNeverPublic = sovereigntyRule({
  id: "HDH-DAT-003",
  severity: "critical",
  title: "No public or over-broad bucket access",
  remedy: "Keep the ACL private and grant through HealthDataBucket, whose policy names identities and actions.",
  waivers: "conditional",
  given: "Given a bucket, one of its objects, its ACL, its policy or its website",
  scenarios: {
    "a bucket whose ACL is private, or absent": "pass",
    "a bucket with any other ACL, on the bucket or as a resource of its own": "fail",
    "a bucket with an ACL that grants to anyone but the owner": "fail",
    "an object that is public, a website, or CORS for every origin": "fail",
    "a bucket of class C2 or above, or of no stated class, with no policy": "fail",
    "a bucket of a lower class, of the role raw, log-archive, evidence, release or state-backup, with no policy":
      "fail",
    "such a bucket with two policies, which overwrite one another": "fail",
    "such a bucket with a policy that count or for_each may leave out": "unknown",
    "a policy that names applications and users of these stacks, and what each may do": "pass",
    "a policy for everyone, for a project, or for a subject that no stack makes": "fail",
    "a policy that allows every action to anyone but the pipeline": "fail",
    "a policy that reaches beyond its bucket, or names what it leaves out": "fail",
    "a policy of an old version": "fail",
    "an ACL or a policy that only the engine knows": "unknown",
  },
  why: "A bucket policy is the only control that tells one bucket of a project from another. Whoever it does not name must not get in, and nobody outside may.",
  controls: [
    "SNC:9.7.a",
    "SNC:9.3.a",
    "MR7:SEC-ESP-1",
    "MR7:SEC-EXP-1",
    "EHDS:73(1)(a)",
    "EHDS:73(2)",
    "SATRE:3.1.12",
    "SATRE:3.2.03",
    "GDPR:25",
    "GDPR:32(1)(b)",
  ],
  bad: {
    resource: {
      scaleway_iam_application: { ingest: { name: "ingest" } },
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          tags: {
            "hdh-class": "C1",
            "hdh-env": "sandbox",
            "hdh-expiry": "2027-12-31",
            "hdh-owner": "platform-team",
            "hdh-phase": "P0",
            "hdh-project": "data",
            "hdh-zone": "ingest",
          },
        },
      },
      scaleway_object_bucket_policy: {
        lake: {
          bucket: "${scaleway_object_bucket.lake.name}",
          policy:
            '{"Version": "2023-04-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": ["s3:GetObject"], "Resource": ["lake/*"]}]}',
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_iam_application: { ingest: { name: "ingest" } },
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          tags: {
            "hdh-class": "C1",
            "hdh-env": "sandbox",
            "hdh-expiry": "2027-12-31",
            "hdh-owner": "platform-team",
            "hdh-phase": "P0",
            "hdh-project": "data",
            "hdh-zone": "ingest",
          },
        },
      },
      scaleway_object_bucket_policy: {
        lake: {
          bucket: "${scaleway_object_bucket.lake.name}",
          policy:
            '{"Version": "2023-04-17", "Statement": [{"Effect": "Allow", "Principal": {"SCW": ["application_id:${scaleway_iam_application.ingest.id}"]}, "Action": ["s3:GetObject"], "Resource": ["lake/*"]}]}',
        },
      },
    },
  },
  reportsOn: resources(
    "scaleway_object",
    "scaleway_object_bucket",
    "scaleway_object_bucket_acl",
    POLICY,
    "scaleway_object_bucket_website_configuration",
  ),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_object":
        return judge(resource, "visibility", (value) => (value === "private" ? undefined : "must be private"));
      case "scaleway_object_bucket":
        return [privateAcl(resource), ...corsOf(resource), policyOf(resource)];
      case "scaleway_object_bucket_acl":
        return aclOf(resource);
      case POLICY:
        return judgeBucketPolicy(resource, inputs);
      default:
        return fail("publishes a bucket as a website; must be removed");
    }
  },
});

function privateAcl(body: Body): Verdict {
  return judge(body, "acl", (acl) => (acl === "private" ? undefined : "must be private"));
}

function aclOf(acl: Resource): Verdict[] {
  const policies = acl.blocks("access_control_policy");
  const given = acl.has("acl");
  if (!given && policies.length === 0) return [unknown("acl", "neither acl nor access_control_policy says what it is")];
  return [...(given ? [privateAcl(acl)] : []), ...policies.flatMap(grantsOf)];
}

/** A canonical id is a project, anybody's: only the owner's own is private. */
function grantsOf(policy: Body): Verdict[] {
  const [owner] = policy.blocks("owner");
  return policy
    .blocks("grant")
    .flatMap((grant) => (grant.opaque ? [grant] : grant.blocks("grantee")))
    .map((grantee) => {
      const group = judge(grantee, "uri", (uri) => (uri === undefined ? undefined : "must not be a group of users"));
      if (group.outcome !== "pass") return group;
      if (owner && sameValue(owner, grantee, "id")) return group;
      return judge(grantee, "id", () => "must be the owner's: grant others through a bucket policy");
    });
}

function corsOf(bucket: Resource): Verdict[] {
  return bucket
    .blocks("cors_rule")
    .flatMap((cors) => cors.items("allowed_origins"))
    .map((origin) => judgeItem(origin, (value) => (String(value).includes("*") ? "must name the origin" : undefined)));
}

function policyOf(bucket: Resource): Verdict {
  if (!isAtLeast(dataClassOf(bucket), "C2") && !hasRoleOf(bucket, LOCKED)) {
    return notApplicable("its class is below C2, and its role leaves it to IAM");
  }
  const [policy, ...others] = partsOfBucket(bucket, POLICY);
  if (!policy) return fail("has no bucket policy, so everybody in its project may use it; it needs one", POLICY);
  if (others.length > 0)
    return fail(`has ${others.length + 1} bucket policies, of which the last wins; it needs one`, POLICY);
  return policy.repeatedBy ? unknown(POLICY, policy.repeatedBy) : pass();
}
