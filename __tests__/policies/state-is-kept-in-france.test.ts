import type { EvidenceRecord, JsonObject } from "@hdh/policy-engine";
import { evaluate, graphOf } from "@hdh/policy-engine";
import { stateIsKeptInFrance as rule } from "../../policies/rules/state-is-kept-in-france";
import { planOf } from "../helpers/plan-json";
import { INPUTS, type Resources, saysOf, stackOf, tags } from "../helpers/terraform-json";

const PRODUCTION = { ...INPUTS, environment: "production" };
const STATE: Resources = { scaleway_object_bucket: { state: { name: "tfstate" } } };
const SOUND = {
  bucket: "tfstate",
  region: "fr-par",
  endpoints: { s3: "https://s3.fr-par.scw.cloud" },
  use_lockfile: true,
};
const kept = (terraform: JsonObject, resource: Resources = STATE, inputs = PRODUCTION) =>
  saysOf(rule, { name: "stack", json: { terraform, resource: resource as unknown as JsonObject } }, inputs);
const s3 = (changes: JsonObject, inputs = PRODUCTION) =>
  kept({ backend: { s3: { ...SOUND, ...changes } } }, STATE, inputs);

describe("HDH-LOC-005", () => {
  it("a state on Scaleway's object storage in an allowed French region, with a lock file", () => {
    expect(s3({})).toEqual([]);
    expect(s3({ endpoints: null, endpoint: "https://s3.fr-par.scw.cloud" })).toEqual([]);
    expect(kept({ backend: [{ s3: SOUND }] })).toEqual([]);
  });

  it("a state on object storage of a listed French site", () => {
    const site = { endpoints: { s3: "https://s3.site.example.fr" } };
    expect(s3(site)).toEqual(["fail terraform backend.s3.endpoints.s3"]);
    expect(s3(site, { ...PRODUCTION, stateHosts: ["s3.site.example.fr"] })).toEqual([]);
  });

  it.each<JsonObject>([
    { endpoints: { s3: "https://s3.nl-ams.scw.cloud" } },
    { endpoints: { s3: "http://s3.fr-par.scw.cloud" } },
    { endpoints: { s3: "https://s3.fr-par.scw.cloud.example.com" } },
    { endpoints: { s3: "https://s3.fr-par.scw.cloud@example.com" } },
    { endpoints: { dynamodb: "https://example.com" } },
    { endpoints: null },
  ])("a state on object storage elsewhere, or nobody says where: %j", (changes) => {
    expect(s3(changes)).toEqual(["fail terraform backend.s3.endpoints.s3"]);
  });

  it("a state on object storage elsewhere, or nobody says where", () => {
    expect(s3({ endpoints: null, endpoint: "https://s3.amazonaws.com" })).toEqual([
      "fail terraform backend.s3.endpoint",
    ]);
  });

  it("a state on object storage without a lock file, or with a lock at Amazon", () => {
    for (const use_lockfile of [false, null, "true"]) {
      expect(s3({ use_lockfile })).toEqual(["fail terraform backend.s3.use_lockfile"]);
    }
    expect(s3({ dynamodb_table: "locks" })).toEqual(["fail terraform backend.s3.dynamodb_table"]);
  });

  it("a state on object storage whose address only the engine knows", () => {
    expect(s3({ endpoints: { s3: "${var.endpoint}" } })).toContain("unknown terraform backend.s3.endpoints.s3");
    expect(s3({ endpoints: "${var.endpoints}" })).toContain("unknown terraform backend.s3.endpoints.s3");
  });

  const local = { backend: { local: { path: "x.tfstate" } } };
  const vpc = (dataClass: string | null): Resources => ({
    scaleway_vpc: { v: { tags: dataClass ? tags({ "hdh-class": dataClass }) : [] } },
  });

  it("a state in a local file, in sandbox, with nothing above class C1", () => {
    expect(kept(local, vpc("C1"), INPUTS)).toEqual([]);
    expect(kept({}, { ...vpc("C0"), scaleway_account_project: { p: { name: "untaggable" } } }, INPUTS)).toEqual([]);
  });

  it("a state in a local file, in sandbox, with health data or anything of no stated class", () => {
    for (const dataClass of ["C2", "C3", null]) {
      expect(kept(local, vpc(dataClass), INPUTS)).toEqual(["fail terraform backend"]);
    }
    const parts = { ...vpc("C1"), scaleway_rdb_user: { u: { instance_id: "${scaleway_rdb_instance.db.id}" } } };
    const elsewhere = stackOf({ scaleway_rdb_instance: { db: { tags: tags({ "hdh-class": "C3" }) } } });
    expect(kept({}, { ...parts, ...(elsewhere.json.resource as Resources) }, INPUTS)).toEqual([
      "fail terraform backend",
    ]);
  });

  it("judges each stack by its own resources", () => {
    const stacks = [
      { name: "a", json: { terraform: local, resource: vpc("C1") as unknown as JsonObject } },
      { name: "b", json: { terraform: local, resource: vpc("C3") as unknown as JsonObject } },
    ];
    expect(saysOf(rule, stacks, INPUTS)).toEqual(["fail terraform backend"]);
  });

  it("a state in a local file, in any other environment", () => {
    expect(kept(local, vpc("C0"))).toEqual(["fail terraform backend"]);
    expect(kept({}, vpc("C0"))).toEqual(["fail terraform backend"]);
  });

  it("a state at any other service", () => {
    for (const type of ["remote", "http", "gcs", "azurerm", "pg"]) {
      expect(kept({ backend: { [type]: {} } })).toEqual(["fail terraform backend"]);
    }
    expect(kept({ cloud: { organization: "hdh" } })).toEqual(["fail terraform cloud"]);
  });

  it("a plan, which does not show where the state is", () => {
    const { counts } = evaluate({
      rules: [rule],
      graph: graphOf([{ name: "plan", json: planOf([]) }]),
      inputs: PRODUCTION,
    });
    expect(counts).toMatchObject({ "not-applicable": 2, pass: 0, fail: 0 });
  });

  it("a state bucket that no stack makes, and no record shows to be sound", () => {
    const terraform = { backend: { s3: SOUND } };
    const outcomes = (evidence: readonly EvidenceRecord[]) =>
      evaluate({
        rules: [rule],
        graph: graphOf([{ name: "s", json: { terraform } }]),
        inputs: PRODUCTION,
        evidence,
        asOf: "2026-11-22",
      }).findings.map(({ outcome }) => outcome);
    const record = { id: "E-1", type: "state-bucket", subject: "tfstate", issued: "2026-10-01" };
    expect(outcomes([])).toEqual(["evidence-missing"]);
    expect(outcomes([record])).toEqual([]);
    expect(outcomes([{ ...record, issued: "2026-01-01" }])).toEqual(["evidence-missing"]);
  });

  it("a pipeline that keeps plans and evidence outside France", () => {
    const stores = (...artefactStores: string[]) => s3({}, { ...PRODUCTION, artefactStores } as typeof PRODUCTION);
    expect(stores("https://s3.fr-par.scw.cloud/plans")).toEqual([]);
    expect(stores("https://s3.fr-par.scw.cloud/plans", "https://github.com/hdh")).toEqual([
      "fail environment artefactStores",
    ]);
  });
});
