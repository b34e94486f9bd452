import {
  type Body,
  fail,
  judge,
  pass,
  type Resource,
  resources,
  rule,
  sameValue,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { partsOfBucket } from "../buckets";
import { holdsHealthData } from "../data-class";
import type { PolicyInputs } from "../inputs";

const CONFIGURATION = "scaleway_object_bucket_server_side_encryption_configuration";

/**
 * Given a bucket
 *   1. with no encryption configuration                                        → fail
 *   2. with two, which overwrite one another                                   → fail
 *   3. with one that count or for_each may leave out, or a dynamic rule        → unknown
 * Given a bucket for health data, or of no stated class
 *   4. encrypted with aws:kms and a key of its own project and region          → pass
 *   5. encrypted with AES256, or with aws:kms and no key                       → fail
 *   6. encrypted with a key of another project or another region               → fail
 *   7. encrypted with a key that no stack of the program makes                 → unknown
 * Given any other bucket
 *   8. encrypted with AES256 or aws:kms                                        → pass
 */
export const bucketsEncryptWithCustomerKeys = rule<PolicyInputs>({
  id: "HDH-ENC-002",
  severity: "high",
  title: "Buckets encrypt by default, health data with a customer key",
  remedy: "Build the bucket with HealthDataBucket, whose key is a ManagedKey of the same project and region.",
  reportsOn: resources("scaleway_object_bucket"),
  check: (bucket) => {
    const [configuration, ...others] = partsOfBucket(bucket, CONFIGURATION);
    if (!configuration) return fail("has no server-side encryption configuration; it needs exactly one", CONFIGURATION);
    if (others.length > 0) {
      return fail(
        `has ${others.length + 1} server-side encryption configurations, of which the last wins; it needs exactly one`,
        CONFIGURATION,
      );
    }
    if (configuration.repeatedBy) return unknown(CONFIGURATION, configuration.repeatedBy);
    const settings = configuration
      .blocks("rule")
      .flatMap((one) => one.blocks("apply_server_side_encryption_by_default"));
    if (settings.length === 0) return fail(`${configuration.address} states no algorithm; it needs one`, CONFIGURATION);
    return settings.flatMap((setting) =>
      holdsHealthData(bucket) ? withCustomerKey(setting, bucket) : withAnyKey(setting),
    );
  },
});

function withAnyKey(setting: Body): Verdict {
  return judge(setting, "sse_algorithm", (name) =>
    name === "AES256" || name === "aws:kms" ? undefined : "must be AES256 or aws:kms",
  );
}

function withCustomerKey(setting: Body, bucket: Resource): Verdict[] {
  const algorithm = judge(setting, "sse_algorithm", (name) =>
    name === "aws:kms" ? undefined : "must be aws:kms: it is for health data",
  );
  return algorithm.outcome === "pass" ? [keyOf(setting, bucket)] : [algorithm];
}

function keyOf(setting: Body, bucket: Resource): Verdict {
  const path = setting.pathOf("kms_master_key_id");
  const key = setting.target("kms_master_key_id");
  if (key?.mode !== "managed") {
    const value = setting.value("kms_master_key_id");
    if (value.is === "absent") return fail(`${path} is not set; must be a key of the bucket's project`, path);
    return unknown(path, "it refers to no key that these stacks make");
  }
  if (key.type !== "scaleway_key_manager_key")
    return fail(`${path} is ${key.address}; must be a scaleway_key_manager_key`, path);
  for (const argument of ["project_id", "region"]) {
    const same = sameValue(bucket, key, argument);
    if (same === undefined)
      return unknown(path, `whether ${key.address} has the bucket's ${argument} shows only at apply`);
    if (!same)
      return fail(`${path} is ${key.address}, of another ${argument}; must be a key of the bucket's own`, path);
  }
  return key.repeatedBy ? unknown(path, `${key.address}: ${key.repeatedBy}`) : pass();
}
