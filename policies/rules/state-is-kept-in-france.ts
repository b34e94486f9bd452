import {
  type Body,
  fail,
  type Graph,
  judge,
  notApplicable,
  pass,
  type Resource,
  remembered,
  type Stack,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { objectStorageHost } from "../knowledge/scaleway-hosts";
import { isTaggable } from "../knowledge/scaleway-types";
import { dataClassOf, isAtLeast, wholesOf } from "../labels/data-class";
import { hostOfUrl, judgeHost } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { backendsOf, endpointOf } from "../state-backend";
import { knownText } from "../values/texts";

export const stateIsKeptInFrance = sovereigntyRule({
  id: "HDH-LOC-005",
  severity: "critical",
  title: "State, plan and evidence files are stored in France",
  remedy: "Build the stack on HdhStack, which keeps its state on object storage in France, with a lock.",
  waivers: "never",
  given: "a stack, and where the pipeline keeps its files",
  scenarios: {
    "a state on Scaleway's object storage in an allowed French region, with a lock file": "pass",
    "a state on object storage of a listed French site": "pass",
    "a state on object storage elsewhere, or nobody says where": "fail",
    "a state on object storage without a lock file, or with a lock at Amazon": "fail",
    "a state on object storage whose address only the engine knows": "unknown",
    "a state in a local file, in sandbox, with nothing above class C1": "pass",
    "a state in a local file, in sandbox, with health data or anything of no stated class": "fail",
    "a state in a local file, in any other environment": "fail",
    "a state at any other service": "fail",
    "a plan, which does not show where the state is": "not-applicable",
    "a state bucket that no stack makes, and no record shows to be sound": "evidence-missing",
    "a pipeline that keeps plans and evidence outside France": "fail",
  },
  why: "A state holds ids, names and at times secrets of the whole platform. It is technical data that has to stay where the data is, and two writers at once destroy it.",
  controls: ["SNC:19.2.d", "SNC:17.5.a", "SNC:10.5.d", "HDS:EXI-28", "SATRE:2.6.03", "NIS2:21(2)(c)"],
  bad: { terraform: { backend: { s3: { bucket: "tfstate", key: "network.tfstate", region: "eu-west-3" } } } },
  good: {
    terraform: {
      backend: {
        s3: {
          bucket: "tfstate",
          key: "network.tfstate",
          region: "fr-par",
          endpoints: { s3: "https://s3.fr-par.scw.cloud" },
          use_lockfile: true,
        },
      },
    },
    resource: { scaleway_object_bucket: { state: { name: "tfstate", region: "fr-par" } } },
  },
  reportsOn: ({ mode }) => mode === "terraform",
  check: (terraform, inputs, { evidence }) => {
    for (const backend of terraform.blocks("backend")) {
      if (backend.opaque !== undefined) return judge(backend, "s3", () => undefined);
    }
    if (terraform.blocks("cloud").length > 0) return fail("state is kept by HCP Terraform; must be in France", "cloud");
    const backends = backendsOf(terraform);
    if (backends.length === 0) return inLocalFile(terraform, inputs);
    return backends.flatMap(({ type, settings }) => {
      if (type === "local") return inLocalFile(terraform, inputs);
      if (type !== "s3") {
        return fail(`backend is ${type}; must be s3, on object storage in France`, "backend", type);
      }
      const bucket = knownText(settings.value("bucket"));
      const isOurs = terraform.graph.having("scaleway_object_bucket", "name", bucket).length > 0;
      // A bucket of these stacks is judged like any other, by HDH-DAT-001, HDH-DAT-003 and HDH-ENC-002.
      const bucketIsSound = isOurs ? pass() : evidence.demand("state-bucket", bucket, { maxAgeDays: 180 });
      return [...onObjectStorage(settings, inputs), bucketIsSound];
    });
  },
  checkWhole: (_, inputs) => {
    if (!inputs.artefactStores) return notApplicable("nothing tells where the pipeline keeps plans and evidence");
    const hosts = hostsIn(inputs);
    return inputs.artefactStores
      .filter((store) => !hosts.includes(hostOfUrl(store) ?? ""))
      .map((store) =>
        fail(`the pipeline keeps files at ${store}; allowed: ${hosts.join(", ")}`, "artefactStores", store),
      );
  },
});

function hostsIn({ allowedRegions, stateHosts = [] }: PolicyInputs): string[] {
  return [...allowedRegions.map(objectStorageHost), ...stateHosts];
}

function onObjectStorage(settings: Body, inputs: PolicyInputs): Verdict[] {
  const hosts = hostsIn(inputs);
  const [block, argument] = endpointOf(settings);
  return [
    judgeHost(block, argument, { allows: (host) => hosts.includes(host), rule: `allowed: ${hosts.join(", ")}` }),
    judge(block, argument, (address) =>
      typeof address === "string" && /^http:/i.test(address) ? "must be https" : undefined,
    ),
    judge(settings, "use_lockfile", (on) =>
      on === true ? undefined : "must be true, so that nobody writes while another does",
    ),
    judge(settings, "dynamodb_table", (table) =>
      table === undefined ? undefined : "must not be set, since Amazon would keep the lock; use use_lockfile",
    ),
  ];
}

function inLocalFile(terraform: Resource, inputs: PolicyInputs): Verdict {
  const backend = "backend";
  if (inputs.environment !== "sandbox") {
    return fail(
      `state is kept in a local file in ${inputs.environment}; must be s3, on object storage in France`,
      backend,
    );
  }
  const precious = preciousIn(terraform.graph).get(terraform.stack);
  if (!precious) return pass();
  return fail(
    `state is kept in a local file and tells of ${precious.address}, class ${dataClassOf(precious)}; local files are for C0 and C1`,
    backend,
  );
}

/** The first resource above class C1 of each stack, among those that say their class themselves or through a whole. */
const preciousIn = remembered((graph: Graph): ReadonlyMap<Stack, Resource> => {
  const first = new Map<Stack, Resource>();
  for (const { kind, resources } of graph.byKind) {
    if (kind.mode !== "managed") continue;
    const labelled = isTaggable(kind);
    for (const resource of resources) {
      if (first.has(resource.stack)) continue;
      const isClassed = labelled || wholesOf(resource).length > 0;
      if (isClassed && isAtLeast(dataClassOf(resource), "C2")) first.set(resource.stack, resource);
    }
  }
  return first;
});
