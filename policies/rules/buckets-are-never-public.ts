import {
  type Body,
  fail,
  judge,
  judgeItem,
  notApplicable,
  pass,
  type Resource,
  resources,
  rule,
  sameValue,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { judgeBucketPolicy } from "../bucket-policy";
import { partsOfBucket } from "../buckets";
import { dataClassOf, isAtLeast } from "../data-class";
import type { PolicyInputs } from "../inputs";

const POLICY = "scaleway_object_bucket_policy";

/**
 * Given a bucket
 *   1. whose ACL is private, or absent                                             → pass
 *   2. with any other ACL, on the bucket or as a resource of its own               → fail
 *   3. with an ACL that grants to anyone but the owner                             → fail
 *   4. with an object that is public, a website, or CORS for every origin          → fail
 * Given a bucket of class C2 or above, or of no stated class
 *   5. with no bucket policy, so that everybody in the project may use it          → fail
 *   6. with two, which overwrite one another                                       → fail
 *   7. with one that count or for_each may leave out                               → unknown
 * Given a bucket policy
 *   8. that names applications and users of these stacks, and what each may do     → pass
 *   9. for everyone, for a project, or for a subject that no stack makes           → fail
 *  10. that allows every action to anyone but the pipeline                         → fail
 *  11. that reaches beyond its bucket, or names what it leaves out                 → fail
 *  12. of an old version                                                           → fail
 *  13. whose text or whose principals only the engine knows                        → unknown
 */
export const bucketsAreNeverPublic = rule<PolicyInputs>({
  id: "HDH-DAT-003",
  severity: "critical",
  title: "No public or over-broad bucket access",
  remedy: "Keep the ACL private and grant through HealthDataBucket, whose policy names identities and actions.",
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
  const given = acl.names.includes("acl");
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
  if (!isAtLeast(dataClassOf(bucket), "C2")) return notApplicable("its class is below C2");
  const [policy, ...others] = partsOfBucket(bucket, POLICY);
  if (!policy) return fail("has no bucket policy, so everybody in its project may use it; it needs one", POLICY);
  if (others.length > 0)
    return fail(`has ${others.length + 1} bucket policies, of which the last wins; it needs one`, POLICY);
  return policy.repeatedBy ? unknown(POLICY, policy.repeatedBy) : pass();
}
