import type { EvidenceRecord, Json } from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { azureIsReachedOnlyToLeaveIt as rule } from "../../policies/rules/azure-is-reached-only-to-leave-it";
import { record, saysWith } from "../helpers/evidence";
import { INPUTS, saysOf, stackOf, tags } from "../helpers/terraform-json";

const ENDING: PolicyInputs = { ...INPUTS, azureExitBy: "2027-12-31" };
const READ_ONLY = record("azure-read-only", "scaleway_container.c");
const container = (SRC: Json, changes: Record<string, Json>, inputs = ENDING, evidence: EvidenceRecord[] = []) =>
  saysWith(
    rule,
    { scaleway_container: { c: { tags: tags(changes), environment_variables: { SRC } } } },
    evidence,
    inputs,
  );
const BLOB = "https://x.blob.core.windows.net/data";
const SOURCE = { "hdh-role": "migration-source", "hdh-temp": "true", "hdh-phase": "P2" };

describe("HDH-MIG-003", () => {
  it("nothing that leads to Azure", () => {
    expect(container("https://s3.fr-par.scw.cloud", {})).toEqual([]);
  });

  it.each([BLOB, "login.microsoftonline.com", "https://v.vault.azure.net/", "tcp:x.database.windows.net,1433"])(
    "a host of Azure from P4 on, wherever it stands: %s",
    (host) => {
      expect(container(host, { ...SOURCE, "hdh-phase": "P4" }, ENDING, [READ_ONLY])).toEqual([
        "fail scaleway_container.c",
      ]);
      expect(container(host, SOURCE, { ...ENDING, phase: "P4" }, [READ_ONLY])).toEqual(["fail scaleway_container.c"]);
      expect(saysOf(rule, stackOf({ scaleway_domain_record: { r: { data: host } } }))).toEqual([
        "fail scaleway_domain_record.r",
      ]);
      expect(saysOf(rule, stackOf({}, { variable: { source: { default: host } } }))).toEqual(["fail variable.source"]);
    },
  );

  it("a host of Azure that stands in no block, as in a local", () => {
    expect(saysOf(rule, stackOf({}, { locals: { source: BLOB } }))).toEqual(["fail environment"]);
    expect(saysOf(rule, stackOf({}, { locals: { source: "https://notwindows.net" } }))).toEqual([]);
    const stacks = [
      stackOf({}, { locals: { source: BLOB } }, "one"),
      stackOf({ scaleway_domain_record: { r: { data: BLOB } } }, {}, "other"),
    ];
    expect(saysOf(rule, stacks)).toEqual(["fail environment", "fail scaleway_domain_record.r"]);
  });

  it("a host of Azure before P4, in anything but the migration source", () => {
    expect(container(BLOB, { "hdh-phase": "P2" })).toEqual(["fail scaleway_container.c"]);
    expect(container(BLOB, { ...SOURCE, "hdh-role": "ingest" })).toEqual(["fail scaleway_container.c"]);
    expect(container(BLOB, { "hdh-role": "migration-source", "hdh-phase": "P2" })).toEqual([
      "fail scaleway_container.c",
    ]);
  });

  it("the migration source before P4, temporary, within the last day, with read-only credentials on record", () => {
    expect(container(BLOB, SOURCE, ENDING, [READ_ONLY])).toEqual([]);
  });

  it("the migration source, without its credentials on record", () => {
    expect(container(BLOB, SOURCE)).toEqual(["evidence-missing scaleway_container.c"]);
  });

  it("the migration source, without an end, or with one after the last day", () => {
    const failure = ["fail scaleway_container.c tags.hdh-expiry"];
    for (const end of ["2028-01-01", "1 day"]) {
      expect(container(BLOB, { ...SOURCE, "hdh-expiry": end }, ENDING, [READ_ONLY])).toEqual(failure);
    }
    expect(container(BLOB, SOURCE, INPUTS, [READ_ONLY])).toEqual(failure);
    const endless = tags(SOURCE).filter((tag) => !tag.startsWith("hdh-expiry"));
    const resources = { scaleway_container: { c: { tags: endless, environment_variables: { SRC: BLOB } } } };
    expect(saysWith(rule, resources, [READ_ONLY], ENDING)).toEqual(failure);
  });

  it.each(["azurerm", "azuread", "azapi"])("a provider or a resource of Azure: %s", (name) => {
    expect(saysOf(rule, stackOf({}, { provider: { [name]: {} } }))).toEqual([`fail provider.${name}`]);
    expect(saysOf(rule, stackOf({ [`${name}_thing`]: { x: {} } }))).toEqual([`fail ${name}_thing.x`]);
    const terraform = { required_providers: { cloud: { source: `hashicorp/${name}` } } };
    expect(saysOf(rule, { name: "s", json: { terraform } })).toEqual(["fail terraform"]);
    expect(saysOf(rule, stackOf({ scaleway_vpc: { v: {} } }, { terraform }))).toEqual(["fail terraform"]);
  });

  it.each(["https://notwindows.net", "https://azure.company.example", "docs/azure-exit.md"])(
    "a host that only looks alike: %s",
    (host) => {
      expect(container(host, {})).toEqual([]);
    },
  );
});
