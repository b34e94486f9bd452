import { at, fail, type Item, pass, type Resource, remembered, unknown, type Verdict } from "@hdh/policy-engine";
import { bucketOf } from "../buckets/buckets";
import { type Grant, grantsOf, type Holder } from "../grants/grants";
import type { PolicyInputs } from "../inputs";
import { type Flow, type Home, homeOf, isSameHome, judgeFlow, WORKSPACE } from "../labels/homes";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

/** The platform's own identities work in every zone that it runs, and in no workspace. */
const PLATFORM: readonly Flow[] = [
  ["platform", "access"],
  ["platform", "ingest"],
  ["platform", "platform"],
];

/** Sets with which a workspace takes what is there for all: images from the shared mirror. */
const SHARED_READ = ["ContainerRegistryReadOnly"];

/** Zone whose pipeline builds all projects. That of a workspace is an identity of the workspace like any other. */
const BUILDERS = "platform";

/** What a workspace's identities put into the airlock; HDH-PRJ-004 says who may do it. */
const AIRLOCK_ROLES = ["quarantine", "release", "intake", "admitted"];

const APPLICATION = ["hdh-zone=workspace", "hdh-project=ws-0001"];
const policyOver = (...projects: string[]) => ({
  resource: {
    scaleway_account_project: { a: { name: "ws-0001" }, b: { name: "ws-0002" } },
    scaleway_vpc: {
      a: { project_id: "${scaleway_account_project.a.id}", tags: APPLICATION },
      b: { project_id: "${scaleway_account_project.b.id}", tags: ["hdh-zone=workspace", "hdh-project=ws-0002"] },
    },
    scaleway_iam_application: { a: { tags: APPLICATION } },
    scaleway_iam_policy: {
      a: {
        application_id: "${scaleway_iam_application.a.id}",
        rule: [
          {
            permission_set_names: ["ObjectStorageObjectsRead"],
            project_ids: projects.map((name) => `\${scaleway_account_project.${name}.id}`),
          },
        ],
      },
    },
  },
});

export const grantsStayInTheirProject = sovereigntyRule({
  id: "HDH-PRJ-005",
  severity: "critical",
  title: "No cross-project grant",
  remedy: "Split the policy: one identity per project. What crosses zones has to be a declared flow.",
  waivers: "conditional",
  given: "Given an identity and all that it is granted, by IAM and by bucket policies",
  scenarios: {
    "a workspace's identity that is granted its own project": "pass",
    "a workspace's identity that is granted another workspace": "fail",
    "a workspace's identity that may read the shared registry": "pass",
    "a workspace's identity that is granted all projects": "fail",
    "an identity that comes by it through a group": "fail",
    "an identity of the platform in a zone that the platform runs": "pass",
    "an identity without labels that is granted one project": "pass",
    "an identity without labels that is granted two": "fail",
    "an identity in a zone to which no flow is declared": "fail",
    "an identity named in the bucket policy of another project": "fail",
    "the platform's pipeline, in any project that a stack makes": "pass",
    "the platform's pipeline, in a project that no stack makes": "unknown",
    "the pipeline of a workspace, in another one": "fail",
    "a project that only the engine knows, or whose zone cannot be told": "unknown",
  },
  why: "Whoever works in one project must not see the next, by whichever way the grant comes: a list of projects, a group, or a bucket policy.",
  controls: ["SNC:9.7.a", "MR7:SEC-ESP-1", "MR7:SEC-HAB-2", "SATRE:2.1.14", "SATRE:3.2.03", "EHDS:73(1)(d)"],
  bad: policyOver("a", "b"),
  good: policyOver("a"),
  checkWhole: (graph, inputs) => {
    const verdicts: Verdict[] = [];
    for (const holder of grantsOf(graph).holders) {
      const { subject } = holder;
      if (typeof subject === "string") continue;
      if (buildsAll(subject)) verdicts.push(...intoUnmade(holder));
      else verdicts.push(...byIam(holder, subject, inputs), ...byBuckets(holder, subject, inputs));
    }
    return verdicts;
  },
});

function buildsAll(subject: Resource): boolean {
  return labelOf(subject, "hdh-role") === "pipeline" && homeOf(subject).zone === BUILDERS;
}

/** Whoever may build all projects needs none that somebody else has built. */
function intoUnmade({ grants }: Holder): Verdict[] {
  return grants.flatMap(({ policy, projects }) =>
    projects.filter(({ target }) => target?.mode !== "managed").map((project) => at(policy, ofUnmade(project))),
  );
}

function byIam(holder: Holder, subject: Resource, inputs: PolicyInputs): Verdict[] {
  const home = homeOf(subject);
  if (home.zone === undefined && home.unknown === undefined) return ofOneProject(holder);
  const verdicts: Verdict[] = [];
  for (const grant of holder.grants) {
    if (isShared(grant)) continue;
    if (grant.isEverywhere) verdicts.push(...everywhere(grant, home));
    for (const project of grant.projects) verdicts.push(at(grant.policy, intoProject(project, home, inputs)));
  }
  return verdicts;
}

function isShared({ sets }: Grant): boolean {
  return (
    sets.length > 0 && sets.every(({ value }) => value.is === "known" && SHARED_READ.some((set) => set === value.value))
  );
}

/** A rule without projects holds in all of them; HDH-IAM-004 judges who else may have one. */
function everywhere({ policy }: Grant, { zone, unknown: why }: Home): Verdict[] {
  if (why) return [at(policy, unknown("rule.project_ids", why))];
  return zone === WORKSPACE
    ? [
        at(
          policy,
          fail("rule.project_ids is not set, so it means all; must be the workspace's own", "rule.project_ids"),
        ),
      ]
    : [];
}

function intoProject(item: Item, home: Home, inputs: PolicyInputs): Verdict {
  const project = item.target;
  if (project?.mode !== "managed") return ofUnmade(item);
  const theirs = homeOfProject(project);
  if (theirs && isSameHome(home, theirs)) return pass();
  return theirs
    ? judgeFlow(item.path, home, theirs, flowsOf(inputs))
    : unknown(item.path, `nothing in ${project.address} has a label hdh-zone, so that nobody can tell whose it is`);
}

function ofUnmade({ path }: Item): Verdict {
  return unknown(path, "no stack here makes the project, so that nobody can tell whose it is");
}

/** Without labels, the one project that an identity is granted is taken for its own. */
function ofOneProject({ grants }: Holder): Verdict[] {
  const named = grants.flatMap((grant) =>
    isShared(grant) ? [] : grant.projects.map((project) => ({ grant, project })),
  );
  const [first, ...others] = named;
  return others
    .filter(({ project }) => !isSameProject(first!.project, project))
    .map(({ grant, project }) =>
      at(
        grant.policy,
        fail(`${project.path} is a second project; must be one, or labels must say whose it is`, project.path),
      ),
    );
}

function isSameProject(one: Item, other: Item): boolean {
  if (one.target || other.target) return one.target === other.target;
  return one.value.is === "known" && other.value.is === "known" && one.value.value === other.value.value;
}

/** A project has no labels: it is where its content says. One without content gives nothing away. */
const homeOfProject = remembered((project): Home | undefined => {
  const labelled = project.dependents("project_id").find((content) => homeOf(content).zone !== undefined);
  return labelled && homeOf(labelled);
});

function byBuckets({ bucketGrants }: Holder, subject: Resource, inputs: PolicyInputs): Verdict[] {
  const home = homeOf(subject);
  return bucketGrants.flatMap(({ policy }) => {
    const bucket = bucketOf(policy);
    if (!bucket || AIRLOCK_ROLES.includes(labelOf(bucket, "hdh-role") ?? "")) return [];
    const theirs = homeOf(bucket);
    if (theirs.zone === undefined && theirs.unknown === undefined) return [];
    return isSameHome(home, theirs) ? [] : [at(policy, judgeFlow("policy", home, theirs, flowsOf(inputs)))];
  });
}

function flowsOf({ grantFlows = PLATFORM }: PolicyInputs): readonly Flow[] {
  return grantFlows;
}
