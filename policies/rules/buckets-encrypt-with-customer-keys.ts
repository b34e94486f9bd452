import {
  type Body,
  type Change,
  fail,
  judge,
  pass,
  type Resource,
  resources,
  sameValue,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { bucketOf, partsOfBucket } from "../buckets/buckets";
import { holdsHealthData } from "../labels/data-class";
import { labelOf } from "../labels/labels";
import { isRemoval } from "../removal";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";

const CONFIGURATION = "scaleway_object_bucket_server_side_encryption_configuration";

export const bucketsEncryptWithCustomerKeys = sovereigntyRule({
  id: "HDH-ENC-002",
  severity: "high",
  title: "Buckets encrypt by default, health data with a customer key",
  remedy: "Build the bucket with HealthDataBucket, whose key is a ManagedKey of the same project and region.",
  waivers: "conditional",
  given: "a bucket, or a change of its encryption",
  scenarios: {
    "with no encryption configuration": "fail",
    "with two, which overwrite one another": "fail",
    "with one that count or for_each may leave out, or a dynamic rule": "unknown",
    "for health data, encrypted with aws:kms and a key of its own project and region": "pass",
    "for health data, encrypted with AES256, or with aws:kms and no key": "fail",
    "for health data, encrypted with a key of another project or another region": "fail",
    "for health data, encrypted with a key that no stack of the program makes": "unknown",
    "for anything else, encrypted with AES256 or aws:kms": "pass",
    "a second copy abroad, encrypted with AES256": "pass",
    "a second copy abroad, encrypted with a key, which would have to leave France": "fail",
    "for health data, whose configuration a plan removes or replaces": "fail",
    "for anything else, whose configuration a plan replaces": "pass",
  },
  why: "What is written while no rule stands is stored as it came, and stays so. A key of one's own can be taken away, and with it everything that it ever locked.",
  controls: [
    "SNC:10.1.a",
    "SNC:10.5.a",
    "SNC:10.5.c",
    "HDS:EXI-13",
    "MR7:SEC-TRA-1",
    "SATRE:2.8.01",
    "SATRE:2.8.05",
    "GDPR:32(1)(a)",
  ],
  bad: { resource: { scaleway_object_bucket: { raw: { name: "hdh-raw", region: "fr-par" } } } },
  good: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_key_manager_key: {
        raw: { region: "fr-par", project_id: "${scaleway_account_project.data.id}", algorithm: "aes_256_gcm" },
      },
      scaleway_object_bucket: {
        raw: { name: "hdh-raw", region: "fr-par", project_id: "${scaleway_account_project.data.id}" },
      },
      [CONFIGURATION]: {
        raw: {
          bucket: "${scaleway_object_bucket.raw.name}",
          rule: [
            {
              apply_server_side_encryption_by_default: {
                sse_algorithm: "aws:kms",
                kms_master_key_id: '${element(split("/", scaleway_key_manager_key.raw.id), 1)}',
              },
            },
          ],
        },
      },
    },
  },
  reportsOn: resources("scaleway_object_bucket", CONFIGURATION),
  check: (resource) => (resource.type === CONFIGURATION ? [] : encryptionOf(resource)),
  checkChange: (change) => (change.type === CONFIGURATION ? staysInPlace(change) : []),
});

function encryptionOf(bucket: Resource): Verdict | Verdict[] {
  const [configuration, ...others] = partsOfBucket(bucket, CONFIGURATION);
  if (!configuration) return fail("has no server-side encryption configuration; it needs exactly one", CONFIGURATION);
  if (others.length > 0) {
    return fail(
      `has ${others.length + 1} server-side encryption configurations, of which the last wins; it needs exactly one`,
      CONFIGURATION,
    );
  }
  if (configuration.repeatedBy) return unknown(CONFIGURATION, configuration.repeatedBy);
  const settings = configuration.blocks("rule").flatMap((one) => one.blocks("apply_server_side_encryption_by_default"));
  if (settings.length === 0) return fail(`${configuration.address} states no algorithm; it needs one`, CONFIGURATION);
  return settings.flatMap((setting) => {
    if (holdsHealthData(bucket)) return withCustomerKey(setting, bucket);
    return isCopyAbroad(bucket)
      ? mustBe(setting, "sse_algorithm", "AES256", "keys stay in France")
      : withAnyKey(setting);
  });
}

/** Second copies outside France say so; they hold class C0 or C1. */
function isCopyAbroad(bucket: Resource): boolean {
  return labelOf(bucket, "hdh-dr") === "eu";
}

/** Scaleway asks its customers for health data to switch encryption on and to leave it on (object-storage/reference-content/storage-shared-responsibility-model, 2025-11-12). */
function staysInPlace(change: Change): Verdict[] {
  const { action, before } = change;
  if (!before || !isRemoval(change) || !holdsHealthData(bucketOf(before) ?? before)) return [];
  return [fail(`is to be ${action}d; the encryption of health data is never switched off`)];
}

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
