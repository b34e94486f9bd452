import { fail, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { FOREIGN_REGISTRIES } from "../knowledge/foreign-services";
import { registryHost } from "../knowledge/scaleway-hosts";
import { type HostDemand, judgeHostOf } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { bootFilesOf, bootsFromText } from "../workloads/boot-files";
import { chartImages, imagesOf, namesImages, registryOf } from "../workloads/images";

export const imagesComeFromTheSovereignRegistry = sovereigntyRule({
  id: "HDH-JUR-004",
  severity: "high",
  title: "Container images come from the sovereign registry",
  remedy: "Mirror the image to the registry in fr-par, and name it from there.",
  waivers: "conditional",
  given: "a container, a job, a Kubernetes object, a Helm release or the boot file of a machine",
  scenarios: {
    "an image from Scaleway's registry in an allowed region, or from a listed one": "pass",
    "an image from a registry that these stacks make": "pass",
    "an image from any other registry": "fail",
    "an image without a registry, which means docker.io": "fail",
    "an image that only the engine knows": "unknown",
    "a release whose values name the sovereign registry": "pass",
    "a release whose values name any other registry": "fail",
    "a release whose values name no registry, or cannot be known": "unknown",
    "a boot file that names a foreign registry": "fail",
    "a boot file that only the engine knows": "unknown",
  },
  why: "An image is code that runs next to the data. A registry abroad can withdraw it, change it, or tell who fetched it.",
  controls: ["SNC:15.1.a", "SNC:19.6.d", "SNC:12.10.c", "CIS:5.5.1", "SATRE:2.1.12", "SATRE:2.1.13", "NIS2:21(2)(d)"],
  bad: { resource: { scaleway_container: { trino: { image: "docker.io/trinodb/trino:latest" } } } },
  good: { resource: { scaleway_container: { trino: { image: "rg.fr-par.scw.cloud/hdh/trino:476" } } } },
  reportsOn: (kind) =>
    kind.mode === "managed" && (namesImages(kind) || bootsFromText(kind) || kind.type === "helm_release"),
  check: (resource, inputs) => {
    const demand = registries(inputs);
    if (resource.type === "helm_release") return chart(resource, demand);
    if (bootsFromText(resource)) return bootFiles(resource);
    return imagesOf(resource).map((image) => judgeHostOf(image, demand));
  },
});

function registries({ allowedRegions, imageRegistries = [] }: PolicyInputs): HostDemand {
  const hosts = [...allowedRegions.map(registryHost), ...imageRegistries];
  return {
    allows: (host) => hosts.includes(host),
    rule: `allowed: ${hosts.join(", ")}`,
    makers: ["scaleway_registry_namespace", "scaleway_container_namespace"],
    hostIn: registryOf,
  };
}

function chart(release: Resource, { allows, rule }: HostDemand): Verdict[] {
  const { named, unknown: open } = chartImages(release);
  const refused = named
    .filter(({ registry }) => !allows(registry))
    .map(({ path, registry }) => fail(`${path} names ${registry}; ${rule}`, path, registry));
  if (open) return [...refused, unknown(open.path, open.why)];
  return named.length > 0 ? refused : [unknown("values", "they name no registry, so the chart's own defaults decide")];
}

/** As far as a text tells: it may fetch images by other names. */
function bootFiles(resource: Resource): Verdict[] {
  return bootFilesOf(resource).flatMap(({ path, value, text }): Verdict[] => {
    if (value.is === "unknown") return [unknown(path, value.why)];
    return FOREIGN_REGISTRIES.filter((host) =>
      new RegExp(`(^|[^\\w.-])${host.replaceAll(".", "\\.")}/`).test(text),
    ).map((host) => fail(`${path} fetches from ${host}; must be a sovereign registry`, path));
  });
}
