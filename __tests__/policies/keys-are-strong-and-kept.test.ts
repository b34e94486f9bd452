import type { JsonObject } from "@hdh/policy-engine";
import { keysAreStrongAndKept as rule } from "../../policies/rules/keys-are-strong-and-kept";
import { foreign, says, saysOf, tags } from "../helpers/terraform-json";

const KEY = "scaleway_key_manager_key";
const MATERIAL = "scaleway_key_manager_key_material";
const symmetric = {
  usage: "symmetric_encryption",
  algorithm: "aes_256_gcm",
  rotation_policy: [{ rotation_period: "2160h" }],
};
const key = (changes: JsonObject) => says(rule, { [KEY]: { k: { ...symmetric, ...changes } } });
const halves = (usage: string, algorithm: string) => key({ usage, algorithm, rotation_policy: null });
const rotating = (rotation_period: string, dataClass = "C3") =>
  key({ rotation_policy: [{ rotation_period }], tags: tags({ "hdh-class": dataClass }) });

describe("HDH-ENC-004", () => {
  it.each([
    ["asymmetric_encryption", "rsa_oaep_3072_sha256"],
    ["asymmetric_encryption", "rsa_oaep_4096_sha256"],
    ["asymmetric_signing", "ec_p256_sha256"],
  ])("with an algorithm that is allowed for its use: %s %s", (usage, algorithm) => {
    expect(halves(usage, algorithm)).toEqual([]);
    expect(key({})).toEqual([]);
  });

  it.each([
    ["asymmetric_encryption", "rsa_oaep_2048_sha256"],
    ["asymmetric_encryption", "aes_256_gcm"],
    ["asymmetric_signing", "rsa_pss_2048_sha256"],
    ["asymmetric_signing", "rsa_pkcs1_2048_sha256"],
  ])("with a weak algorithm, or one for another use: %s %s", (usage, algorithm) => {
    expect(halves(usage, algorithm)).toEqual([`fail ${KEY}.k algorithm`]);
    expect(key({ algorithm })).toEqual(algorithm === "aes_256_gcm" ? [] : [`fail ${KEY}.k algorithm`]);
    expect(key({ usage: "constructor" })).toEqual([`fail ${KEY}.k usage`]);
  });

  it("whose algorithm only the engine knows", () => {
    expect(key({ algorithm: "${var.a}" })).toEqual([`unknown ${KEY}.k algorithm`]);
    expect(key({ usage: "${var.u}" })).toEqual([`unknown ${KEY}.k usage`]);
  });

  it("that rotates at least once a year, for health data every 90 days", () => {
    for (const period of ["24h", "2160h", "2159h60m", "129600m"]) expect(rotating(period)).toEqual([]);
    expect(rotating("8760h", "C2")).toEqual([]);
  });

  it("that rotates more seldom, or never", () => {
    for (const period of ["2161h", "2160h1s", "90d", ""]) {
      expect(rotating(period)).toEqual([`fail ${KEY}.k rotation_policy.rotation_period`]);
    }
    expect(rotating("8761h", "C2")).toEqual([`fail ${KEY}.k rotation_policy.rotation_period`]);
    expect(key({ rotation_policy: null })).toEqual([`fail ${KEY}.k rotation_policy`]);
    expect(rotating("${var.p}")).toEqual([`unknown ${KEY}.k rotation_policy.rotation_period`]);
  });

  it("that rotates after parts of hours, or after what is no duration", () => {
    for (const period of ["2159.99h", "2159h59.5m", "1.25h"]) expect(rotating(period)).toEqual([]);
    for (const period of ["2160.25h", "2159h61.5m", "every 1h", "1h.", "1.h", "1h 2d"]) {
      expect(rotating(period)).toEqual([`fail ${KEY}.k rotation_policy.rotation_period`]);
    }
  });

  it("that is imported, or has two halves, and so cannot rotate by itself", () => {
    expect(key({ origin: "external", rotation_policy: null })).toEqual([]);
    expect(halves("asymmetric_signing", "ec_p256_sha256")).toEqual([]);
  });

  it("of class C2 or above, that Terraform may destroy", () => {
    expect(key({ unprotected: true })).toEqual([`fail ${KEY}.k unprotected`]);
    expect(key({ unprotected: "true", tags: tags({ "hdh-class": "C2" }) })).toEqual([`fail ${KEY}.k unprotected`]);
    expect(key({ unprotected: "${var.u}" })).toEqual([`unknown ${KEY}.k unprotected`]);
    expect(key({ unprotected: true, tags: tags() })).toEqual([]);
  });

  const c4 = (changes: JsonObject, material: JsonObject = { key_material_wo: "${var.material}" }) =>
    says(rule, {
      [KEY]: { k: { ...symmetric, origin: "external", tags: tags({ "hdh-class": "C4" }), ...changes } },
      [MATERIAL]: { m: { key_id: `\${${KEY}.k.id}`, ...material } },
    });

  it("of class C4, imported with material that Terraform forgets", () => {
    expect(c4({})).toEqual([]);
  });

  it("of class C4, that Scaleway made, or whose material is missing", () => {
    expect(c4({ origin: null })).toEqual([`fail ${KEY}.k origin`]);
    expect(c4({}, { key_id: "other", key_material_wo: "${var.m}" })).toEqual([`fail ${KEY}.k ${MATERIAL}`]);
    expect(c4({}, { salt_wo: "${var.m}" })).toEqual([`fail ${KEY}.k ${MATERIAL}`]);
  });

  it.each(["key_material", "salt"])("material that stays in the state: %s", (argument) => {
    expect(says(rule, { [MATERIAL]: { m: { [argument]: "${var.m}" } } })).toEqual([`fail ${MATERIAL}.m ${argument}`]);
  });

  it("has nothing to say of another provider's key", () => {
    expect(saysOf(rule, foreign("key_manager_key", { unprotected: true }))).toEqual([]);
  });
});
