import type { JsonObject } from "@hdh/policy-engine";
import { bucketsEncryptWithCustomerKeys as rule } from "../../policies/rules/buckets-encrypt-with-customer-keys";
import { configured, planOf } from "../helpers/plan-json";
import { foreign, labels, type Resources, says, saysOf, stackOf } from "../helpers/terraform-json";

const CONFIGURATION = "scaleway_object_bucket_server_side_encryption_configuration";
const KEY_PATH = "rule.apply_server_side_encryption_by_default.kms_master_key_id";
const ALGORITHM_PATH = "rule.apply_server_side_encryption_by_default.sse_algorithm";

const place = { region: "fr-par", project_id: "${scaleway_account_project.p.id}" };
const configuration = (setting: JsonObject, rest: JsonObject = {}) => ({
  bucket: "${scaleway_object_bucket.b.id}",
  rule: [{ apply_server_side_encryption_by_default: [setting] }],
  ...rest,
});
const kms = { sse_algorithm: "aws:kms", kms_master_key_id: '${element(split("/", scaleway_key_manager_key.k.id), 1)}' };

function resources(
  dataClass: string | null,
  configurations: Record<string, JsonObject>,
  key: JsonObject = place,
): Resources {
  return {
    scaleway_account_project: { p: {}, q: {} },
    scaleway_object_bucket: { b: { ...place, name: "lake", tags: labels({ "hdh-class": dataClass }) } },
    scaleway_key_manager_key: { k: key },
    [CONFIGURATION]: configurations,
  };
}

const fails = (attribute: string) => [`fail scaleway_object_bucket.b ${attribute}`];
const unclear = (attribute: string) => [`unknown scaleway_object_bucket.b ${attribute}`];

describe("HDH-ENC-002", () => {
  it("with no encryption configuration", () => {
    expect(says(rule, resources("C1", {}))).toEqual(fails(CONFIGURATION));
    expect(says(rule, { scaleway_object_bucket: { raw: {} } })).toEqual([
      `fail scaleway_object_bucket.raw ${CONFIGURATION}`,
    ]);
    expect(says(rule, resources("C1", { c: configuration(kms, { bucket: "other" }) }))).toEqual(fails(CONFIGURATION));
  });

  it("with two, which overwrite one another", () => {
    expect(says(rule, resources("C3", { c: configuration(kms), d: configuration(kms, { bucket: "lake" }) }))).toEqual(
      fails(CONFIGURATION),
    );
  });

  it("with one that count or for_each may leave out, or a dynamic rule", () => {
    expect(says(rule, resources("C3", { c: configuration(kms, { count: "${var.n}" }) }))).toEqual(
      unclear(CONFIGURATION),
    );
    const dynamic = { bucket: "lake", dynamic: { rule: { for_each: "${var.x}", content: {} } } };
    expect(says(rule, resources("C3", { c: dynamic }))).toEqual(unclear(ALGORITHM_PATH));
  });

  it.each(["C3", "C4", null])(
    "for health data, encrypted with aws:kms and a key of its own project and region: %p",
    (dataClass) => {
      expect(says(rule, resources(dataClass, { c: configuration(kms) }))).toEqual([]);
    },
  );

  it.each(["C3", null])("for health data, encrypted with AES256, or with aws:kms and no key: %p", (dataClass) => {
    expect(says(rule, resources(dataClass, { c: configuration({ sse_algorithm: "AES256" }) }))).toEqual(
      fails(ALGORITHM_PATH),
    );
    expect(says(rule, resources(dataClass, { c: configuration({ sse_algorithm: "aws:kms" }) }))).toEqual(
      fails(KEY_PATH),
    );
    expect(says(rule, resources(dataClass, { c: configuration({}) }))).toEqual(fails(ALGORITHM_PATH));
    expect(says(rule, resources(dataClass, { c: { bucket: "lake", rule: [] } }))).toEqual(fails(CONFIGURATION));
  });

  it("for health data, encrypted with a key of another project or another region", () => {
    const elsewhere = { ...place, project_id: "${scaleway_account_project.q.id}" };
    expect(says(rule, resources("C3", { c: configuration(kms) }, elsewhere))).toEqual(fails(KEY_PATH));
    expect(says(rule, resources("C3", { c: configuration(kms) }, { ...place, region: "nl-ams" }))).toEqual(
      fails(KEY_PATH),
    );
    const noKey = { ...kms, kms_master_key_id: "${scaleway_account_project.p.id}" };
    expect(says(rule, resources("C3", { c: configuration(noKey) }))).toEqual(fails(KEY_PATH));
  });

  it("for health data, encrypted with a key that no stack of the program makes", () => {
    for (const id of ["11111111-1111-1111-1111-111111111111", "${var.key}", "${data.scaleway_key_manager_key.k.id}"]) {
      expect(says(rule, resources("C3", { c: configuration({ ...kms, kms_master_key_id: id }) }))).toEqual(
        unclear(KEY_PATH),
      );
    }
    expect(says(rule, resources("C3", { c: configuration(kms) }, { ...place, project_id: "${var.p}" }))).toEqual(
      unclear(KEY_PATH),
    );
    expect(says(rule, resources("C3", { c: configuration(kms) }, { ...place, count: 0 }))).toEqual(unclear(KEY_PATH));
  });

  it.each(["AES256", "aws:kms"])("for anything else, encrypted with AES256 or aws:kms: %p", (sse_algorithm) => {
    expect(says(rule, resources("C1", { c: configuration({ sse_algorithm }) }))).toEqual([]);
  });

  it("for anything else, encrypted with neither", () => {
    expect(says(rule, resources("C1", { c: configuration({ sse_algorithm: "none" }) }))).toEqual(fails(ALGORITHM_PATH));
    expect(says(rule, resources("C1", { c: configuration({ sse_algorithm: "${var.a}" }) }))).toEqual(
      unclear(ALGORITHM_PATH),
    );
  });

  const copy = (setting: JsonObject) =>
    says(rule, {
      ...resources("C1", { c: configuration(setting) }),
      scaleway_object_bucket: { b: { ...place, name: "lake", tags: labels({ "hdh-dr": "eu" }) } },
    });

  it("a second copy abroad, encrypted with AES256", () => {
    expect(copy({ sse_algorithm: "AES256" })).toEqual([]);
  });

  it("a second copy abroad, encrypted with a key, which would have to leave France", () => {
    expect(copy(kms)).toEqual(fails(ALGORITHM_PATH));
  });

  const removed = (dataClass: string, actions: string[]) => {
    const bucket = { id: "fr-par/lake", name: "lake", tags: labels({ "hdh-class": dataClass }) };
    const before = {
      bucket: "lake",
      rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: "AES256" }] }],
    };
    const goes = actions.every((action) => action === "delete");
    const plan = planOf(
      [
        { address: `${CONFIGURATION}.c`, actions, before, ...(goes ? {} : { after: before }) },
        { address: "scaleway_object_bucket.b", actions: ["no-op"], before: bucket, after: bucket },
      ],
      {
        resources: [
          configured("scaleway_object_bucket.b", {}),
          ...(goes ? [] : [configured(`${CONFIGURATION}.c`, {})]),
        ],
      },
    );
    return saysOf(rule, { name: "plan", json: plan });
  };

  it("for health data, whose configuration a plan removes or replaces", () => {
    expect(removed("C3", ["delete"])).toContain(`fail ${CONFIGURATION}.c`);
    expect(removed("C3", ["delete", "create"])).toContain(`fail ${CONFIGURATION}.c`);
    expect(removed("C3", ["update"])).not.toContain(`fail ${CONFIGURATION}.c`);
  });

  it("for anything else, whose configuration a plan replaces", () => {
    expect(removed("C1", ["delete", "create"])).toEqual([]);
    expect(removed("C1", ["delete"])).toEqual(fails(CONFIGURATION)); // and is missed from then on
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, [foreign("object_bucket", {}), stackOf({})])).toEqual([]);
  });
});
