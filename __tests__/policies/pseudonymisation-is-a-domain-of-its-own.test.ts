import type { EvidenceRecord, Json, JsonObject } from "@hdh/policy-engine";
import { pseudonymisationIsADomainOfItsOwn as rule } from "../../policies/rules/pseudonymisation-is-a-domain-of-its-own";
import { record, saysWith } from "../helpers/evidence";
import { foreign, labels, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const c4 = (zone = "pseudonymisation") => tags({ "hdh-class": "C4", "hdh-zone": zone }) as Json;
const vpcs = (...all: JsonObject[]): Resources => ({
  scaleway_account_project: { p: {}, q: {} },
  scaleway_vpc: Object.fromEntries(all.map((vpc, index) => [`v${index}`, vpc])),
});
const P = "${scaleway_account_project.p.id}";
const Q = "${scaleway_account_project.q.id}";
const ENCRYPTION = "scaleway_object_bucket_server_side_encryption_configuration";

describe("HDH-PRJ-007: the domain", () => {
  it("class C4 in the zone pseudonymisation", () => {
    expect(says(rule, vpcs({ tags: c4(), project_id: P }, { tags: c4(), project_id: P }))).toEqual([]);
  });

  it("class C4 in any other zone", () => {
    expect(says(rule, vpcs({ tags: c4("workspace") }))).toEqual(["fail scaleway_vpc.v0 tags.hdh-zone"]);
    expect(says(rule, vpcs({ tags: ["hdh-class=C4"] }))).toEqual(["fail scaleway_vpc.v0 tags.hdh-zone"]);
  });

  it("class C4 in one project, as far as anybody states one", () => {
    expect(says(rule, vpcs({ tags: c4() }, { tags: c4(), project_id: P }))).toEqual([]);
    expect(says(rule, vpcs({ tags: c4(), project_id: P }, { tags: c4() }))).toEqual([]);
  });

  it("class C4 in two projects", () => {
    expect(says(rule, vpcs({ tags: c4(), project_id: P }, { tags: c4(), project_id: Q }))).toEqual([
      "fail scaleway_vpc.v1",
    ]);
  });

  it("a workspace that refers to something of class C4", () => {
    const network = (zone: string) =>
      says(rule, {
        ...vpcs({ tags: c4() }),
        scaleway_vpc_private_network: { n: { vpc_id: "${scaleway_vpc.v0.id}", tags: tags({ "hdh-zone": zone }) } },
      });
    expect(network("workspace")).toEqual(["fail scaleway_vpc_private_network.n vpc_id"]);
    expect(network("pseudonymisation")).toEqual([]);
    const workspace = { tags: tags({ "hdh-zone": "workspace", "hdh-class": "C3" }) };
    const within = { ...workspace, vpc_id: "${scaleway_vpc.v0.id}" };
    expect(says(rule, { ...vpcs(workspace), scaleway_vpc_private_network: { n: within } })).toEqual([]);
  });

  const granted = (project_ids: string[], role: string | null = null) =>
    says(rule, {
      ...vpcs({ tags: c4(), project_id: P }, { tags: tags(), project_id: Q }),
      scaleway_iam_application: { x: { tags: tags({ "hdh-role": role }) } },
      scaleway_iam_policy: { i: { application_id: "${scaleway_iam_application.x.id}", rule: [{ project_ids }] } },
    });

  it("an identity of the pseudonymisation domain alone", () => {
    expect(granted([P])).toEqual([]);
    expect(granted([Q])).toEqual([]);
    expect(granted([P, Q], "pipeline")).toEqual([]);
  });

  it("an identity that is granted the pseudonymisation domain and anything else", () => {
    expect(granted([P, Q])).toEqual(["fail scaleway_iam_application.x"]);
    expect(granted([P, "${var.other}"])).toEqual(["fail scaleway_iam_application.x"]);
    expect(granted([Q, "${var.other}"])).toEqual([]);
    const user_id = "22222222-2222-2222-2222-222222222222";
    const world = {
      ...vpcs({ tags: c4(), project_id: P }, { tags: tags(), project_id: P }),
      scaleway_iam_policy: {
        i: { user_id, rule: [{ project_ids: [P] }] },
        j: { user_id, rule: [{ project_ids: [Q] }] },
      },
    };
    expect(says(rule, world)).toEqual(["fail scaleway_iam_policy.i"]);
  });
});

describe("HDH-PRJ-007: keys and secrets", () => {
  const encrypted = (one: string, other: string, zone = "workspace") => {
    const bucket = (name: string, project: string) => ({
      name,
      tags: labels({ "hdh-zone": zone, "hdh-project": project }),
    });
    const configuration = (name: string) => ({
      bucket: name,
      rule: [
        {
          apply_server_side_encryption_by_default: {
            kms_master_key_id: '${element(split("/", scaleway_key_manager_key.k.id), 1)}',
          },
        },
      ],
    });
    return says(rule, {
      scaleway_key_manager_key: { k: {} },
      scaleway_object_bucket: { a: bucket("a", one), b: bucket("b", other) },
      [ENCRYPTION]: { a: configuration("a"), b: configuration("b") },
    });
  };

  it("a key for the buckets of one workspace", () => {
    expect(encrypted("ws-1", "ws-1")).toEqual([]);
    expect(encrypted("tools", "other", "platform")).toEqual([]);
  });

  it("a key for the buckets of two workspaces", () => {
    expect(encrypted("ws-1", "ws-2")).toEqual(["fail scaleway_key_manager_key.k"]);
  });

  const ROTATED = record("secret-rotation", "scaleway_secret.s", 90);
  const secret = (changes: JsonObject, evidence: EvidenceRecord[] = [ROTATED]) =>
    saysWith(rule, { scaleway_secret: { s: { tags: c4(), protected: true, ...changes } } }, evidence);

  it("a secret of class C4 that the platform may delete", () => {
    expect(secret({})).toEqual([]);
    expect(secret({ protected: false })).toEqual(["fail scaleway_secret.s protected"]);
    expect(secret({ protected: null })).toEqual(["fail scaleway_secret.s protected"]);
  });

  it("a secret of class C4 without a rotation on record", () => {
    expect(secret({}, [])).toEqual(["evidence-missing scaleway_secret.s"]);
    expect(secret({}, [record("secret-rotation", "scaleway_secret.s", 91)])).toEqual([
      "evidence-missing scaleway_secret.s",
    ]);
  });

  it("a key of class C4 that is not rotated", () => {
    const key = (changes: JsonObject) => says(rule, { scaleway_key_manager_key: { k: { tags: c4(), ...changes } } });
    expect(key({ rotation_policy: [{ rotation_period: "2160h" }] })).toEqual([]);
    for (const changes of [{}, { rotation_policy: [{ rotation_period: "" }] }] as JsonObject[]) {
      expect(key(changes)).toEqual(["fail scaleway_key_manager_key.k rotation_policy.rotation_period"]);
    }
  });

  it("a protection that only the engine knows", () => {
    expect(secret({ protected: "${var.protected}" })).toEqual(["unknown scaleway_secret.s protected"]);
  });

  it("has nothing to say of another provider's secret", () => {
    expect(saysOf(rule, foreign("secret", { tags: ["hdh-class=C4"] }))).toEqual([]);
  });
});
