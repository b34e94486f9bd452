import { at, fail, type Graph, judge, pass, type Resource, remembered, type Verdict } from "@hdh/policy-engine";
import { bucketOf } from "../buckets/buckets";
import { grantsOf } from "../grants/grants";
import { isTaggable } from "../knowledge/scaleway-types";
import { statedClass, wholesOf } from "../labels/data-class";
import { homeOf, PSEUDONYMISATION, projectOf, WORKSPACE } from "../labels/homes";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const KEY = "scaleway_key_manager_key";
const SECRET = "scaleway_secret";
const ENCRYPTION = "scaleway_object_bucket_server_side_encryption_configuration";

/** Longest time between two rotations of a secret that leads to identities: that of keys for health data, 2160 h. */
const ROTATION_DAYS = 90;

const encryption = (bucket: string) => ({
  bucket: `\${scaleway_object_bucket.${bucket}.name}`,
  rule: [
    {
      apply_server_side_encryption_by_default: [
        {
          sse_algorithm: "aws:kms",
          kms_master_key_id: `\${element(split("/", scaleway_key_manager_key.${bucket === "b" ? "shared" : "a"}.id), 1)}`,
        },
      ],
    },
  ],
});
const workspace = (name: string) => ({ "hdh-class": "C3", "hdh-zone": "workspace", "hdh-project": name });

export const pseudonymisationIsADomainOfItsOwn = sovereigntyRule({
  id: "HDH-PRJ-007",
  severity: "critical",
  title: "Pseudonymisation domain is separate; each workspace has its own keys",
  remedy: "Keep class C4 in the pseudonymisation project, with identities of its own; give each workspace its own key.",
  waivers: "never",
  given: "Given what holds class C4, the keys of workspaces, and who is granted them",
  scenarios: {
    "class C4 in the zone pseudonymisation": "pass",
    "class C4 in any other zone": "fail",
    "class C4 in two projects": "fail",
    "a workspace that refers to something of class C4": "fail",
    "an identity of the pseudonymisation domain alone": "pass",
    "an identity that is granted the pseudonymisation domain and anything else": "fail",
    "a key for the buckets of one workspace": "pass",
    "a key for the buckets of two workspaces": "fail",
    "a secret of class C4 that the platform may delete": "fail",
    "a secret of class C4 without a rotation on record": "evidence-missing",
    "a key of class C4 that is not rotated": "fail",
    "a protection that only the engine knows": "unknown",
  },
  why: "Whoever reaches both the identities and the data can tell the persons. With one key for two workspaces, neither can be erased alone.",
  controls: [
    "SNDS24:6.1",
    "SNDS24:6.2",
    "SNDS24:6.3",
    "CSP:R.1461-7",
    "MR7:SEC-ESP-2",
    "EDS:SEC-PSE-1.2",
    "GDPR:4(5)",
    "GDPR:25",
    "EHDS:66",
    "SNC:10.5.c",
  ],
  bad: {
    resource: {
      scaleway_key_manager_key: { shared: {}, a: {} },
      scaleway_object_bucket: {
        a: { name: "a", tags: workspace("ws-0001") },
        b: { name: "b", tags: workspace("ws-0002") },
      },
      [ENCRYPTION]: { a: { ...encryption("b"), bucket: "${scaleway_object_bucket.a.name}" }, b: encryption("b") },
    },
  },
  good: {
    resource: {
      scaleway_key_manager_key: { shared: {}, a: {} },
      scaleway_object_bucket: {
        a: { name: "a", tags: workspace("ws-0001") },
        b: { name: "b", tags: workspace("ws-0002") },
      },
      [ENCRYPTION]: { a: encryption("a"), b: encryption("b") },
    },
  },
  reportsOn: isTaggable,
  check: (resource, _, { evidence }) => {
    const found: Verdict[] = [];
    if (statedClass(resource) === "C4") {
      const isRotated = () => evidence.demand("secret-rotation", resource.address, { maxAgeDays: ROTATION_DAYS });
      found.push(inItsZone(resource), ...guarded(resource, isRotated));
    }
    if (labelOf(resource, "hdh-zone") === WORKSPACE) found.push(...refersToNone(resource));
    if (resource.type === KEY) found.push(...servesOne(resource));
    return found;
  },
  checkWhole: (graph) => [...inOneProject(graph), ...sharedIdentities(graph)],
});

function inItsZone(resource: Resource): Verdict {
  const { zone } = homeOf(resource);
  const found = zone === undefined ? "not set" : JSON.stringify(zone);
  return zone === PSEUDONYMISATION
    ? pass()
    : fail(`tags.hdh-zone is ${found}; must be ${PSEUDONYMISATION} for class C4`, "tags.hdh-zone", zone);
}

function guarded(resource: Resource, isRotated: () => Verdict): Verdict[] {
  if (resource.type === SECRET) {
    return [judge(resource, "protected", (on) => (on === true ? undefined : "must be true for class C4")), isRotated()];
  }
  if (resource.type !== KEY) return [];
  return [
    judge(resource.block("rotation_policy"), "rotation_period", (period) =>
      typeof period === "string" && period !== "" ? undefined : "must be set for class C4",
    ),
  ];
}

function refersToNone(resource: Resource): readonly Verdict[] {
  const found: Verdict[] = [];
  for (const { argument, whole } of wholesOf(resource)) {
    if (statedClass(whole) !== "C4") continue;
    found.push(fail(`${argument} is ${whole.address}, of class C4; a workspace must not refer to it`, argument));
  }
  return found;
}

function servesOne(key: Resource): readonly Verdict[] {
  const projects = new Set<string | undefined>();
  for (const user of usersOfKeys(key.graph).get(key) ?? []) {
    const { zone, project } = homeOf(user);
    if (zone === WORKSPACE) projects.add(project);
  }
  return projects.size <= 1
    ? []
    : [fail(`encrypts for ${projects.size} workspaces: ${[...projects].sort().join(", ")}; must be for one`)];
}

/** The buckets that each key encrypts. */
const usersOfKeys = remembered((graph: Graph): ReadonlyMap<Resource, readonly Resource[]> => {
  const users = new Map<Resource, Resource[]>();
  for (const encryption of graph.managed(ENCRYPTION)) {
    for (const rule of encryption.blocks("rule")) {
      for (const setting of rule.blocks("apply_server_side_encryption_by_default")) {
        const key = setting.target("kms_master_key_id");
        if (!key) continue;
        const user = bucketOf(encryption) ?? encryption;
        const others = users.get(key);
        if (others) others.push(user);
        else users.set(key, [user]);
      }
    }
  }
  return users;
});

function inOneProject(graph: Graph): Verdict[] {
  const identities: Resource[] = [];
  for (const { kind, resources } of graph.byKind) {
    if (!isTaggable(kind)) continue;
    for (const resource of resources) if (statedClass(resource) === "C4") identities.push(resource);
  }
  const [first, ...others] = identities.filter((resource) => projectOf(resource) !== undefined);
  return others
    .filter((other) => projectOf(other) !== projectOf(first!))
    .map((other) => at(other, fail(`is of class C4 in another project than ${first!.address}; must be in one`)));
}

function sharedIdentities(graph: Graph): Verdict[] {
  const domains = new Set(
    graph
      .managed("scaleway_account_project")
      .filter((project) =>
        project.dependents("project_id").some((content) => homeOf(content).zone === PSEUDONYMISATION),
      ),
  );
  if (domains.size === 0) return [];
  return grantsOf(graph).holders.flatMap(({ subject, grants }) => {
    const isPipeline = typeof subject !== "string" && labelOf(subject, "hdh-role") === "pipeline";
    const projects = grants.flatMap((grant) => grant.projects.map(({ target }) => target));
    const isShared = projects.some((project) => project && domains.has(project)) && new Set(projects).size > 1;
    if (isPipeline || !isShared) return [];
    const message = "is granted the pseudonymisation domain and other projects; must be granted one of the two";
    return grants.map(({ policy }) => at(typeof subject === "string" ? policy : subject, fail(message))).slice(0, 1);
  });
}
