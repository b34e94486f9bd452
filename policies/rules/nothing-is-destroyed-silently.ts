import { type Body, fail, judge, judgeItem, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { STATEFUL } from "../knowledge/stateful-types";
import { dataClassOf, holdsHealthData, isAtLeast } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

/** What must not go in silence: beside what holds data or keys, the cluster that programs write their data from. */
const KEPT: ReadonlySet<string> = new Set([...STATEFUL, "scaleway_k8s_cluster"]);

export const nothingIsDestroyedSilently = sovereigntyRule({
  id: "HDH-DAT-002",
  severity: "critical",
  title: "No forced or silent destruction",
  remedy: "Leave protection on and force_destroy off, as the constructs do; decommissioning has a record of its own.",
  waivers: "allowed",
  given: "Given something whose destruction loses data or keys",
  scenarios: {
    "a bucket that is not emptied when it is destroyed": "pass",
    "a bucket with force_destroy, which deletes even locked objects": "fail",
    "a secret or a key of class C2 or above, or of no stated class, that the platform refuses to delete": "pass",
    "such a secret not protected, or such a key unprotected": "fail",
    "a server for health data, protected, its root volume kept": "pass",
    "a server for health data, unprotected, or with a root volume that goes with it": "fail",
    "a cluster that takes its volumes and addresses along when it is deleted": "fail",
    "health data or its keys, or no stated class, that Terraform refuses to destroy": "pass",
    "health data or its keys, or no stated class, that Terraform may destroy": "fail",
    "health data or its keys, or no stated class, whose every change Terraform ignores": "fail",
    "class C0 to C2, that Terraform may destroy": "pass",
    "a setting that only the engine knows": "unknown",
  },
  why: "One mistaken plan must not be enough to lose what nobody can collect again, nor the keys that make it readable.",
  controls: ["SNC:12.2.a", "SNC:8.1", "HDS:EXI-27", "GDPR:32(1)(b)", "SATRE:2.2.06", "NIS2:21(2)(c)"],
  bad: {
    resource: {
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          tags: {
            "hdh-class": "C1",
            "hdh-env": "sandbox",
            "hdh-expiry": "2027-12-31",
            "hdh-owner": "platform-team",
            "hdh-phase": "P0",
            "hdh-project": "data",
            "hdh-zone": "ingest",
          },
          force_destroy: true,
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          tags: {
            "hdh-class": "C1",
            "hdh-env": "sandbox",
            "hdh-expiry": "2027-12-31",
            "hdh-owner": "platform-team",
            "hdh-phase": "P0",
            "hdh-project": "data",
            "hdh-zone": "ingest",
          },
          force_destroy: false,
        },
      },
    },
  },
  reportsOn: resources("scaleway_instance_server", ...KEPT),
  check: (resource) => {
    const verdicts = ARGUMENTS[resource.type]?.(resource) ?? [];
    if (!KEPT.has(resource.type) || !holdsHealthData(resource)) return verdicts;
    const lifecycles = resource.blocks("lifecycle");
    verdicts.push(isKept(resource, lifecycles[0]));
    for (const lifecycle of lifecycles) if (!lifecycle.opaque) verdicts.push(...isWatched(lifecycle));
    return verdicts;
  },
});

const ARGUMENTS: Readonly<Record<string, (resource: Resource) => Verdict[]>> = {
  scaleway_object_bucket: (bucket) => [mustNotBe(bucket, "force_destroy", true)],
  scaleway_k8s_cluster: (cluster) => [mustBe(cluster, "delete_additional_resources", false)],
  scaleway_secret: (secret) => (isAtLeast(dataClassOf(secret), "C2") ? [mustBe(secret, "protected", true)] : []),
  scaleway_key_manager_key: (key) => (isAtLeast(dataClassOf(key), "C2") ? [mustNotBe(key, "unprotected", true)] : []),
  scaleway_instance_server: (server) =>
    holdsHealthData(server) ? [mustBe(server, "protected", true), keepsItsRootVolume(server)] : [],
};

function mustBe(body: Body, argument: string, wanted: boolean): Verdict {
  return judge(body, argument, (value) => (value === wanted ? undefined : `must be ${wanted}`));
}

/** For arguments whose default is safe. A text "true" is refused too: the engine turns it into the boolean. */
function mustNotBe(body: Body, argument: string, refused: boolean): Verdict {
  return judge(body, argument, (value) =>
    value === undefined || value === !refused ? undefined : `must not be ${refused}`,
  );
}

function keepsItsRootVolume(server: Resource): Verdict {
  const [volume] = server.blocks("root_volume");
  const path = "root_volume.delete_on_termination";
  return volume
    ? mustBe(volume, "delete_on_termination", false)
    : fail(`${path} is not set, which means true; must be false`, path);
}

function isKept(resource: Resource, lifecycle: Body | undefined): Verdict {
  const path = "lifecycle.prevent_destroy";
  const demand = () => `must be true: class ${dataClassOf(resource)}`;
  return lifecycle
    ? judge(lifecycle, "prevent_destroy", (value) => (value === true ? undefined : demand()))
    : fail(`${path} is not set; ${demand()}`, path);
}

/** Protection that somebody lifts at Scaleway has to show in the next plan. */
function isWatched(lifecycle: Body): Verdict[] {
  return lifecycle
    .items("ignore_changes")
    .map((item) =>
      judgeItem(item, (name) =>
        name === "all" ? "must name arguments: protection lifted by hand would never show" : undefined,
      ),
    );
}
