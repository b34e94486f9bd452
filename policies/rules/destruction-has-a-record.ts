import { fail, notApplicable, pass, type Resource, resources } from "@hdh/policy-engine";
import { STATEFUL } from "../knowledge/stateful-types";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

/** What loses nothing of itself, and takes content, access or the proof of it along. */
const ALSO: readonly string[] = [
  "scaleway_account_project",
  "scaleway_cockpit_source",
  "scaleway_k8s_cluster",
  "scaleway_key_manager_key_material",
  "scaleway_object_bucket_acl",
  "scaleway_object_bucket_policy",
  "scaleway_secret_version",
];

/** How long a decommission record counts: the longest exception that this rule allows. */
const RECORD_DAYS = 14;

const KEYS = ["scaleway_key_manager_key", "scaleway_key_manager_key_material"];

const KEY = { name: "raw", region: "fr-par", tags: ["hdh-class=C3"] };

export const destructionHasARecord = sovereigntyRule({
  id: "HDH-DAT-006",
  severity: "critical",
  title: "Destroy or replace of stateful health resources needs a record",
  remedy: "Put a decommission record for this address into the evidence register, and plan again.",
  waivers: "conditional",
  given: "Given a plan that changes something stateful for health data, or of no stated class",
  scenarios: {
    "it is created, or changed in place": "pass",
    "it is deleted or replaced, without a record": "fail",
    "its encryption, its lock or its policy is deleted, without a record": "fail",
    "it is deleted, with a decommission record of the last 14 days for its address": "pass",
    "it is deleted, with a record that is older, expired, or for another address": "fail",
    "a key is deleted, with a decommission record and an order to erase by it": "pass",
    "a key is deleted, with a decommission record alone": "fail",
    "it is of class C0 to C2, and is deleted": "not-applicable",
  },
  why: "What is deleted here cannot be collected again, and what a key encrypted goes with it. Somebody answers for that by name, before it happens.",
  controls: ["SNC:12.2.a", "SNC:19.4.a", "GDPR:32(1)(b)", "SATRE:2.2.03", "SATRE:3.1.10", "NIS2:21(2)(c)"],
  bad: {
    format_version: "1.2",
    resource_changes: [
      {
        address: "scaleway_key_manager_key.raw",
        mode: "managed",
        type: "scaleway_key_manager_key",
        name: "raw",
        provider_name: "registry.terraform.io/scaleway/scaleway",
        change: { actions: ["delete"], before: KEY, after: null },
      },
    ],
    planned_values: { root_module: {} },
    configuration: { root_module: {} },
  },
  good: {
    format_version: "1.2",
    resource_changes: [
      {
        address: "scaleway_key_manager_key.raw",
        mode: "managed",
        type: "scaleway_key_manager_key",
        name: "raw",
        provider_name: "registry.terraform.io/scaleway/scaleway",
        change: { actions: ["update"], before: KEY, after: { ...KEY, description: "Raw data" }, after_unknown: {} },
      },
    ],
    planned_values: { root_module: {} },
    configuration: { root_module: {} },
  },
  reportsOn: resources(...STATEFUL, ...ALSO),
  checkChange: ({ action, address, before, after, resource }, _, { evidence }) => {
    if (![before, after].some((state) => state && holdsHealthData(state)))
      return notApplicable("it is below health data");
    if (action !== "delete" && action !== "replace") return pass();
    const lacks = [
      ...(evidence.find("decommission", address, { maxAgeDays: RECORD_DAYS })
        ? []
        : [`a decommission record of the last ${RECORD_DAYS} days`]),
      ...(!isKey(resource) || evidence.find("crypto-erasure-order", address) ? [] : ["a crypto-erasure order"]),
    ];
    return lacks.length === 0 ? pass() : fail(`is to be ${action}d; needs ${lacks.join(" and ")} for ${address}`);
  },
});

function isKey({ type }: Resource): boolean {
  return KEYS.includes(type);
}
