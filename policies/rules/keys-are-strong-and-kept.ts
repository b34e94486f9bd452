import { type Body, fail, type Json, judge, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { dataClassOf, holdsHealthData, isAtLeast } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustStayOut } from "../values/demands";
import { asText } from "../values/scalars";

const KEY = "scaleway_key_manager_key";
const MATERIAL = "scaleway_key_manager_key_material";

/**
 * Algorithms by use (provider 2.81.0, docs/resources/key_manager_key). ANSSI recommends 3072 bits for RSA now and accepts
 * 2048 until 2030 (guide des mécanismes cryptographiques, RègleFactorisation).
 */
const ALGORITHMS: Readonly<Record<string, readonly string[]>> = {
  asymmetric_encryption: ["rsa_oaep_3072_sha256", "rsa_oaep_4096_sha256"],
  asymmetric_signing: ["ec_p256_sha256"],
  symmetric_encryption: ["aes_256_gcm"],
};

/** Longest time between two rotations, in hours: a year, and for health data 90 days. */
const LONGEST = { health: 2160, others: 8760 };

export const keysAreStrongAndKept = sovereigntyRule({
  id: "HDH-ENC-004",
  severity: "high",
  title: "Keys have an allowed algorithm, rotate, and cannot be destroyed",
  remedy: "Build the key with ManagedKey; import the material of class C4 from outside.",
  waivers: "conditional",
  given: "a key, or the material of one",
  scenarios: {
    "with an algorithm that is allowed for its use": "pass",
    "with a weak algorithm, or one for another use": "fail",
    "whose algorithm only the engine knows": "unknown",
    "that rotates at least once a year, for health data every 90 days": "pass",
    "that rotates more seldom, or never": "fail",
    "that is imported, or has two halves, and so cannot rotate by itself": "pass",
    "of class C2 or above, that Terraform may destroy": "fail",
    "of class C4, imported with material that Terraform forgets": "pass",
    "of class C4, that Scaleway made, or whose material is missing": "fail",
    "material that stays in the state": "fail",
  },
  why: "A key is worth what its algorithm, its age and its custodian are worth. An imported key still works inside Scaleway: it is brought along, not kept at home.",
  controls: [
    "SNC:10.5.a",
    "SNC:10.5.b",
    "SNC:10.5.c",
    "A-CRY:RegleFactorisation",
    "A-CRY:RegleCleSym",
    "SATRE:2.8.04",
    "SATRE:2.8.05",
    "NIS2:21(2)(h)",
    "SNDS24:6.3",
  ],
  bad: {
    resource: {
      [KEY]: {
        exchange: { usage: "asymmetric_encryption", algorithm: "rsa_oaep_2048_sha256", unprotected: true },
      },
    },
  },
  good: { resource: { [KEY]: { exchange: { usage: "asymmetric_encryption", algorithm: "rsa_oaep_4096_sha256" } } } },
  reportsOn: resources(KEY, MATERIAL),
  check: (resource) =>
    resource.type === MATERIAL
      ? ["key_material", "salt"].map((argument) => mustStayOut(resource, argument, `use ${argument}_wo`))
      : [algorithm(resource), ...rotation(resource), ...kept(resource), ...imported(resource)],
});

function algorithm(key: Resource): Verdict {
  const usage = judge(key, "usage", (value) =>
    typeof value === "string" && Object.hasOwn(ALGORITHMS, value)
      ? undefined
      : `must be ${Object.keys(ALGORITHMS).join(", ")}`,
  );
  if (usage.outcome !== "pass") return usage;
  const allowed = ALGORITHMS[asText(key.known("usage")) ?? ""] ?? [];
  return judge(key, "algorithm", (value) =>
    typeof value === "string" && allowed.includes(value) ? undefined : `must be ${allowed.join(", ")}`,
  );
}

/** Key Manager rotates what it made itself and what has one half (scaleway/docs-content, key-manager/reference-content). */
function rotation(key: Resource): Verdict[] {
  const rotates = key.known("usage") === "symmetric_encryption" && key.known("origin") !== "external";
  const policies = key.blocks("rotation_policy");
  if (policies.length > 0) return policies.map((policy) => period(policy, key));
  return rotates ? [fail("rotation_policy is not set; must be, or the key grows old", "rotation_policy")] : [];
}

function period(policy: Body, key: Resource): Verdict {
  const longest = holdsHealthData(key) ? LONGEST.health : LONGEST.others;
  return judge(policy, "rotation_period", (value) => {
    const hours = hoursOf(value);
    return hours !== undefined && hours <= longest ? undefined : `must be at most ${longest}h`;
  });
}

const HOURS: Readonly<Record<string, number>> = { h: 1, m: 1 / 60, s: 1 / 3600 };
const PART = /(\d+(?:\.\d+)?)([hms])/y;

/** Reads a duration as Go writes it, such as `2160h` or `90h30m`; `undefined` where it is none. */
function hoursOf(duration: Json | undefined): number | undefined {
  if (typeof duration !== "string" || duration === "") return undefined;
  let hours = 0;
  for (PART.lastIndex = 0; PART.lastIndex < duration.length; ) {
    const part = PART.exec(duration);
    if (!part) return undefined;
    hours += Number(part[1]) * HOURS[part[2]!]!;
  }
  return hours;
}

function kept(key: Resource): Verdict[] {
  const dataClass = dataClassOf(key);
  return isAtLeast(dataClass, "C2") ? [mustBe(key, "unprotected", false, `class ${dataClass}`)] : [];
}

function imported(key: Resource): Verdict[] {
  if (dataClassOf(key) !== "C4") return [];
  const origin = mustBe(key, "origin", "external", "class C4");
  if (origin.outcome !== "pass") return [origin];
  const materials = key.referrers(MATERIAL, "key_id");
  return materials.some((material) => material.has("key_material_wo"))
    ? []
    : [fail(`has no ${MATERIAL} with key_material_wo; it needs one`, MATERIAL)];
}
