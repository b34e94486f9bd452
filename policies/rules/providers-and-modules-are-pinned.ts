import {
  type Body,
  evidenceMissing,
  fail,
  type Graph,
  type Json,
  judge,
  pass,
  type Resource,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { BUILT_IN_SOURCE, shortSource } from "../knowledge/providers";
import { sovereigntyRule } from "../sovereignty-rule";

const EXACT = /^\s*=?\s*v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?\s*$/;
const COMMIT = /^[0-9a-f]{40}$/;

const requiring = (version: string) => ({
  terraform: { required_providers: { scaleway: { source: "scaleway/scaleway", version } } },
});

export const providersAndModulesArePinned = sovereigntyRule({
  id: "HDH-SUP-001",
  severity: "high",
  title: "Providers and modules are pinned, locked and mirrored",
  remedy: "Pin each provider and module to one version, keep the lock file, and install from a mirror of one's own.",
  waivers: "conditional",
  given: "Given a stack's providers and modules, and how they are installed",
  scenarios: {
    "a provider of one version": "pass",
    "a provider of a range of versions, or of any": "fail",
    "a plan, whose configuration tells what its stack requires: the same": "fail",
    "a module in a folder beside its caller": "pass",
    "a module of one version, or at one commit": "pass",
    "a module of a range of versions, of a branch, or of no version": "fail",
    "a version that only the engine knows": "unknown",
    "a lock file that holds every required version, and a mirror": "pass",
    "a lock file that holds another version, or none": "fail",
    "a lock file without a mirror": "fail",
    "nothing known of lock file and mirror": "evidence-missing",
  },
  why: "A provider runs with every right that the pipeline has. What it was yesterday must be what runs today, and it must not come from a registry that others control.",
  controls: ["SNC:15.1.a", "SNC:14.2.a", "SATRE:2.4.02", "NIS2:21(2)(d)", "NIS2:21(3)"],
  bad: requiring(">= 2.0"),
  good: requiring("2.81.0"),
  reportsOn: ({ mode }) => mode === "terraform" || mode === "module" || mode === "provider",
  check: (resource) => {
    if (resource.mode === "module") return moduleOf(resource);
    return resource.mode === "terraform" ? required(resource) : versionOf(resource);
  },
  checkWhole: installed,
});

function isExact(version: Json | undefined): boolean {
  return typeof version === "string" && EXACT.test(version);
}

function required(terraform: Resource): Verdict[] {
  const found: Verdict[] = [];
  for (const providers of terraform.blocks("required_providers")) {
    for (const name of providers.names) {
      if (isRequirement(name, terraform)) found.push(requiredVersion(providers, name));
    }
  }
  return found;
}

/** Of the names under `required_providers`, JSON has comments among them; what is built in comes with the engine. */
function isRequirement(name: string, { stack }: Resource): boolean {
  return name !== "//" && stack.requiredProviders.get(name) !== BUILT_IN_SOURCE;
}

function requiredVersion(providers: Body, name: string): Verdict {
  const isOld = typeof providers.known(name) === "string";
  const demand = (version: Json | undefined) => (isExact(version) ? undefined : "must be one version, such as 2.81.0");
  return isOld ? judge(providers, name, demand) : judge(providers.block(name), "version", demand);
}

/** The old place for a version, which Terraform still reads. */
function versionOf(provider: Resource): Verdict {
  if (!provider.has("version")) return pass();
  return judge(provider, "version", (version) => (isExact(version) ? undefined : "must be one version"));
}

function moduleOf(call: Resource): Verdict {
  return judge(call, "source", (source) => {
    if (typeof source !== "string") return "must name where the module is";
    if (/^\.\.?\//.test(source)) return undefined;
    if (isFetched(source)) {
      const ref = /[?&]ref=([^&]+)/.exec(source)?.[1];
      return ref !== undefined && (COMMIT.test(ref) || EXACT.test(ref)) ? undefined : "must end in ?ref= and a commit";
    }
    const version = judge(call, "version", (value) => (isExact(value) ? undefined : "must be one version"));
    return version.outcome === "pass" ? undefined : version;
  });
}

/** Anything but an address of a registry, which consists of three or four plain words. */
function isFetched(source: string): boolean {
  return (
    !/^([\w.-]+\.[a-z]+\/)?[\w-]+\/[\w-]+\/[\w-]+(\/\/[\w./-]+)?$/i.test(source) ||
    /^(github|bitbucket)\.\w+\//.test(source)
  );
}

/** The lock file and the command line's settings stand beside the JSON: the caller tells what they say. */
function installed(graph: Graph, { providerInstallation }: PolicyInputs): Verdict[] {
  if (!providerInstallation) {
    return [
      evidenceMissing(
        "nothing tells whether .terraform.lock.hcl holds the providers, nor whether they come from a mirror",
      ),
    ];
  }
  const { locked, mirrored } = providerInstallation;
  const versions = new Map(Object.entries(locked).map(([source, version]) => [shortSource(source), version]));
  const sources = new Map(graph.of("terraform", "terraform").flatMap(requirementsOf));
  return [
    mirrored ? pass() : fail("providers are installed from a public registry; must come from a mirror"),
    ...[...sources].map(([source, version]) => {
      const found = versions.get(source);
      return found !== undefined && (version === undefined || version.replace(/^[\s=v]+/, "").trim() === found)
        ? pass()
        : fail(`.terraform.lock.hcl holds ${found ?? "no version"} of ${source}; must hold ${version ?? "one"}`);
    }),
  ];
}

function requirementsOf(terraform: Resource): [source: string, version: string | undefined][] {
  const { requiredProviders } = terraform.stack;
  return [...requiredProviders].flatMap(([name, source]) => {
    if (typeof source !== "string" || !isRequirement(name, terraform)) return [];
    const version = terraform.block("required_providers").block(name).known("version");
    return [[shortSource(source), typeof version === "string" && EXACT.test(version) ? version : undefined]];
  });
}
