import { auditTrailExportIsEvidenced as rule } from "../../policies/rules/audit-trail-export-is-evidenced";
import { record, saysWith } from "../helpers/evidence";
import { foreign, saysOf } from "../helpers/terraform-json";

const environment = { scaleway_account_project: { data: {} } };
const exported = (ageInDays: number) => [record("audit-trail-export", "organisation", ageInDays)];

describe("HDH-LOG-005", () => {
  it("with a fresh record of the daily export", () => {
    expect(saysWith(rule, environment, exported(35))).toEqual([]);
  });

  it("with no record of the export", () => {
    expect(saysWith(rule, environment, [])).toEqual(["evidence-missing environment"]);
    expect(saysWith(rule, environment, [record("audit-trail-export", "elsewhere")])).toHaveLength(1);
  });

  it("with a record older than 35 days", () => {
    expect(saysWith(rule, environment, exported(36))).toEqual(["evidence-missing environment"]);
  });

  it("without anything of Scaleway", () => {
    expect(saysOf(rule, foreign("account_project", {}))).toEqual([]);
  });
});
