import { notApplicable } from "@hdh/policy-engine";
import { isScaleway } from "../knowledge/scaleway-types";
import { sovereigntyRule } from "../sovereignty-rule";

/** A month, and a few days to record it. */
const RECORD_DAYS = 35;

export const auditTrailExportIsEvidenced = sovereigntyRule({
  id: "HDH-LOG-005",
  severity: "high",
  title: "Control-plane audit trail export is evidenced",
  remedy:
    "Create the daily export job to the log archive by the command line or the API, and record its last file once a month.",
  waivers: "allowed",
  given: "Given an environment on Scaleway",
  scenarios: {
    "with a fresh record of the daily export": "pass",
    "with no record of the export": "evidence-missing",
    "with a record older than 35 days": "evidence-missing",
    "without anything of Scaleway": "not-applicable",
  },
  why: "Scaleway keeps its own record of who changed what for 90 days only, less than any duty to keep logs, and no resource of the provider exports it. Only a dated record shows that the export runs.",
  controls: ["SNC:12.6.b", "SNC:12.6.d", "HDS:EXI-15", "MR7:SEC-JOU-1", "EHDS:73(1)(e)"],
  bad: { resource: { scaleway_account_project: { data: { name: "data" } } } },
  good: { resource: {} },
  checkWhole: (graph, _, { evidence }) =>
    graph.byKind.some(({ kind }) => isScaleway(kind))
      ? evidence.demand("audit-trail-export", "organisation", { maxAgeDays: RECORD_DAYS })
      : notApplicable("nothing here is Scaleway's"),
});
