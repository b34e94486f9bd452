import { fail, judge, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

const INSTANCE = "scaleway_rdb_instance";
const BACKUP = "scaleway_rdb_database_backup";

export const databaseBackupsStayInTheirRegion = sovereigntyRule({
  id: "HDH-LOC-003",
  severity: "critical",
  title: "Managed database backups stay in the same region",
  remedy: "Set backup_same_region = true on the instance, and load no data before the first apply has finished.",
  waivers: "never",
  given: "a managed database, or a backup of one by hand",
  scenarios: {
    "an instance that keeps its backups in its region": "pass",
    "an instance that lets them leave": "fail",
    "an instance that does not say: the provider then sends that they may leave": "fail",
    "an instance whose choice only the engine knows": "unknown",
    "a backup of health data, of an instance that keeps its backups in its region": "pass",
    "a backup of health data, of an instance that lets them leave": "fail",
    "a backup of health data, of an instance without scheduled backups, which is never told where": "fail",
    "a backup of health data, of an instance that no stack makes": "unknown",
    "a backup of data of class C0 to C2": "pass",
    "a backup that a plan shows to lie in another region": "fail",
  },
  why: "France has one Scaleway region, so a backup in another region has left the country. The provider asks for exactly that wherever the argument is left out.",
  controls: ["SNC:12.5.d", "SNC:19.2.b", "HDS:EXI-28", "HDS:EXI-04", "MR7:5.1", "SNDS24:3.2", "GDPR:44"],
  bad: { resource: { scaleway_rdb_instance: { catalogue: { engine: "PostgreSQL-17", region: "fr-par" } } } },
  good: {
    resource: {
      scaleway_rdb_instance: { catalogue: { engine: "PostgreSQL-17", region: "fr-par", backup_same_region: true } },
    },
  },
  reportsOn: resources(INSTANCE, BACKUP),
  check: (resource) => (resource.type === INSTANCE ? staysInRegion(resource) : backup(resource)),
});

/** What a plan filled in from the state does not count: the next instance made from this code would not have it. */
function staysInRegion(instance: Resource): Verdict {
  const attribute = "backup_same_region";
  if (instance.stated(attribute).is === "absent") {
    return fail(`${attribute} is not set, which means false; must be true`, attribute);
  }
  return judge(instance, attribute, (value) => (value === true ? undefined : "must be true"));
}

function backup(backup: Resource): Verdict[] {
  const place = judge(backup, "same_region", (value) => (value === false ? "must be true" : undefined));
  const isElsewhere = place.outcome === "fail" ? [place] : [];
  return holdsHealthData(backup) ? [...isElsewhere, ofInstance(backup)] : isElsewhere;
}

function ofInstance(backup: Resource): Verdict {
  const attribute = "instance_id";
  const instance = backup.target(attribute);
  if (instance?.mode !== "managed") return unknown(attribute, "it refers to no instance that these stacks make");
  const told = judge(instance, "disable_backup", (value) => (value === true ? "is never told where" : undefined));
  for (const { outcome, message } of [told, staysInRegion(instance)]) {
    if (outcome === "unknown") return unknown(attribute, message);
    if (outcome === "fail") return fail(`${attribute} is ${instance.address}, whose ${message}`, attribute);
  }
  return told;
}
