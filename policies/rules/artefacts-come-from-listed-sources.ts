import { type Body, fail, type Json, judge, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { objectStorageHost, registryHost } from "../knowledge/scaleway-hosts";
import { type HostDemand, hostOfUrl, isWithin, judgeHost, judgeHostOf } from "../network/hosts";
import { hostOfModule } from "../network/module-source";
import { sovereigntyRule } from "../sovereignty-rule";
import { forEachText } from "../values/texts";
import { bootFilesOf, bootsFromText } from "../workloads/boot-files";

/** Arguments that name a file by an address or by a path on the machine. */
const FILES: Readonly<Record<string, string>> = { scaleway_function: "zip_file", scaleway_inference_model: "url" };

export const artefactsComeFromListedSources = sovereigntyRule({
  id: "HDH-JUR-005",
  severity: "high",
  title: "Charts, modules, models and boot artefacts come from listed sources",
  remedy: "Mirror it with its checksum to object storage or the registry in fr-par, and take it from there.",
  waivers: "allowed",
  given: "a Helm release, a module, a model, a function, a manifest or the boot file of a machine",
  scenarios: {
    "a chart, model or file from Scaleway's registry or object storage in an allowed region": "pass",
    "a chart, model or file from a listed mirror": "pass",
    "a chart, module or function from the repository itself": "pass",
    "a chart, model, file or module from anywhere else": "fail",
    "a module from a public registry": "fail",
    "a chart that the caller's own list of repositories decides": "fail",
    "an address that only the engine knows": "unknown",
    "a boot file that fetches from a listed source only": "pass",
    "a boot file that fetches from anywhere else": "fail",
    "a manifest that tells the cluster to fetch from anywhere else": "fail",
    "a manifest of which only the engine knows what it fetches": "unknown",
  },
  why: "What is fetched at deployment runs with the rights of the deployment. Its source can change it, withdraw it, or learn what runs here.",
  controls: ["SNC:15.1.a", "SNC:12.11", "CIS:5.5.1", "SATRE:2.1.12", "MR7:5.2", "NIS2:21(2)(d)"],
  bad: { resource: { scaleway_inference_model: { llm: { url: "https://huggingface.co/example/model" } } } },
  good: { resource: { scaleway_inference_model: { llm: { url: "https://hdh-models.s3.fr-par.scw.cloud/model" } } } },
  reportsOn: (kind) =>
    kind.mode === "module" ||
    (kind.mode === "managed" &&
      (Object.hasOwn(FILES, kind.type) ||
        kind.type === "helm_release" ||
        kind.type === "kubernetes_manifest" ||
        bootsFromText(kind))),
  check: (resource, inputs) => {
    const sources = sourcesIn(inputs);
    if (resource.mode === "module") return moduleSource(resource, sources);
    if (resource.type === "helm_release") return chart(resource, sources);
    if (resource.type === "kubernetes_manifest") return fetches(resource, "manifest", sources, fetchedBy(resource));
    if (bootsFromText(resource)) return bootFiles(resource, sources);
    return address(resource, FILES[resource.type]!, sources);
  },
});

/** Hosts, each with all that stands below it: a bucket is a name below object storage. */
function sourcesIn({ allowedRegions, artefactHosts = [] }: PolicyInputs): string[] {
  return [...allowedRegions.flatMap((region) => [registryHost(region), objectStorageHost(region)]), ...artefactHosts];
}

/** A file by its address. A path is a file of the repository, which its reviewers answer for. */
function address(resource: Resource, argument: string, sources: readonly string[]): Verdict {
  const value = resource.value(argument);
  const isPath = value.is === "known" && typeof value.value === "string" && !/^[a-z][a-z0-9+.-]*:/i.test(value.value);
  if (isPath && resource.type === "scaleway_function") return judge(resource, argument, () => undefined);
  if (value.is === "absent" && resource.type === "scaleway_function") return judge(resource, argument, () => undefined);
  return fromSource(resource, argument, sources);
}

function fromSource(resource: Resource, argument: string, sources: readonly string[]): Verdict {
  return judgeHost(resource, argument, demandOf(sources));
}

function demandOf(sources: readonly string[]): HostDemand {
  return {
    allows: (host) => isWithin(host, sources),
    rule: `allowed: ${sources.join(", ")}`,
    makers: ["scaleway_registry_namespace", "scaleway_object_bucket"],
  };
}

function moduleSource(call: Resource, sources: readonly string[]): Verdict {
  return judge(call, "source", (source) => {
    const host = typeof source === "string" ? hostOfModule(source) : undefined;
    if (host === "" || (host !== undefined && isWithin(host, sources))) return undefined;
    return `must be a folder of this repository, or come from ${sources.join(", ")}`;
  });
}

function chart(release: Resource, sources: readonly string[]): Verdict {
  if (release.value("repository").is !== "absent") return fromSource(release, "repository", sources);
  const name = release.value("chart");
  if (name.is === "known" && typeof name.value === "string") {
    if (/^\.{0,2}\//.test(name.value)) return judge(release, "chart", () => undefined);
    if (!name.value.includes("://")) {
      return fail(
        `chart is ${name.value} and repository is not set; the caller's list of repositories decides`,
        "chart",
      );
    }
  }
  return fromSource(release, "chart", sources);
}

/** Arguments with which controllers in a cluster are told what to fetch: Flux sources and Argo CD applications. */
const FETCHED: readonly string[] = ["repoURL", "url"];

/** The same of a Flux Bucket; other manifests name endpoints that they send to (fluxcd/source-controller, docs/spec/v1/buckets.md). */
const FETCHED_BY_BUCKET: readonly string[] = [...FETCHED, "endpoint"];

function fetchedBy(resource: Resource): readonly string[] {
  const whole = resource.known("manifest") as Manifest | undefined;
  const block = resource.block("manifest");
  const kind = whole?.kind ?? block.known("kind");
  const apiVersion = whole?.apiVersion ?? block.known("apiVersion");
  return kind === "Bucket" && String(apiVersion).startsWith("source.toolkit.fluxcd.io/") ? FETCHED_BY_BUCKET : FETCHED;
}

/** What anybody's JSON may say of itself. */
interface Manifest {
  readonly kind?: Json;
  readonly apiVersion?: Json;
}

/** Where they stand; any other part of a manifest that only the engine knows is taken for a plain value. */
const SOURCES: readonly string[] = ["manifest", "source", "sources", "spec"];

function fetches(body: Body, name: string, sources: readonly string[], fetched: readonly string[]): Verdict[] {
  const value = body.value(name);
  if (value.is === "known") {
    const found: Verdict[] = [];
    forEachText(value.value, name, ({ path, key, text }) => {
      if (fetched.includes(key)) found.push(...refused(body.pathOf(path), [text], sources));
    });
    return found;
  }
  if (fetched.includes(name)) return body.items(name).map((item) => judgeHostOf(item, demandOf(sources)));
  return body.blocks(name).flatMap((block) => {
    if (!block.opaque) return block.names.flatMap((inner) => fetches(block, inner, sources, fetched));
    return SOURCES.includes(name) ? [unknown(block.path, block.opaque)] : [];
  });
}

function bootFiles(resource: Resource, sources: readonly string[]): Verdict[] {
  return bootFilesOf(resource).flatMap(({ path, value, text }): Verdict[] =>
    value.is === "unknown"
      ? [unknown(path, value.why)]
      : refused(path, text.match(/\b(?:https?|ftp|oci|s3|git):\/\/[^\s"'<>)]+/gi) ?? [], sources),
  );
}

function refused(path: string, addresses: readonly string[], sources: readonly string[]): Verdict[] {
  const hosts = new Set(addresses.map((found) => hostOfUrl(found) ?? found));
  return [...hosts]
    .filter((host) => !isWithin(host, sources))
    .map((host) => fail(`${path} fetches from ${host}; allowed: ${sources.join(", ")}`, path, host));
}
