import {
  type Body,
  fail,
  type Json,
  judge,
  notApplicable,
  pass,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { sovereigntyRule } from "../sovereignty-rule";
import { containersOf, holdsContainers, whyUnread } from "../workloads/containers";

const DIGEST = /@sha256:[0-9a-f]{64}$/;
const VERSION = /^v?\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;
const UUID = /^([a-z]{2}-[a-z]{3}-\d\/)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const COMMIT = /(^|[^0-9a-f])[0-9a-f]{40}([^0-9a-f]|$)/i;

const chosen = resources(
  "helm_release",
  "scaleway_autoscaling_instance_template",
  "scaleway_container",
  "scaleway_inference_model",
  "scaleway_instance_server",
  "scaleway_job_definition",
);

const job = (tag: string) => ({
  resource: { scaleway_job_definition: { checker: { image_uri: `rg.fr-par.scw.cloud/hdh/checker${tag}` } } },
});

export const imagesAndChartsAreImmutable = sovereigntyRule({
  id: "HDH-SUP-002",
  severity: "high",
  title: "Images and charts are immutable references",
  remedy: "Let the release job resolve the digest, and write image@sha256:…; pin charts to one version.",
  waivers: "allowed",
  given: "Given what is run: a container, a job, a chart, a pod, a server or a model",
  scenarios: {
    "a container, a job or a pod whose image has a digest": "pass",
    "an image by tag, latest, or no tag": "fail",
    "a container whose registry_sha256 is set, which only starts it anew": "fail",
    "an image that only the engine knows": "unknown",
    "a manifest as text": "unknown",
    "a chart of one version, or in a folder beside its caller": "pass",
    "a chart of a range of versions, or of none": "fail",
    "a server from an image by id, from one that these stacks make, or from one on the list": "pass",
    "a server from an image by label, which moves": "fail",
    "a server that starts from a volume": "pass",
    "a model at one commit": "pass",
    "a model at whatever its address gives today": "fail",
  },
  why: "A tag is moved by whoever may push. Only a digest says that what was reviewed is what runs.",
  controls: ["SNC:14.2.a", "SNC:12.2.a", "CIS:5.5.1", "SATRE:2.1.13", "NIS2:21(2)(d)"],
  bad: job(":latest"),
  good: job("@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"),
  reportsOn: (kind) => chosen(kind) || holdsContainers(kind),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "helm_release":
        return chartOf(resource);
      case "scaleway_autoscaling_instance_template":
        return imageOf(resource, "image_id", inputs);
      case "scaleway_container":
        return digestOf(resource, resource.has("image") ? "image" : "registry_image");
      case "scaleway_inference_model":
        return judge(resource, "url", (url) =>
          isText(url, COMMIT) || isText(url, DIGEST) ? undefined : "must name a commit",
        );
      case "scaleway_instance_server":
        return serverOf(resource, inputs);
      case "scaleway_job_definition":
        return digestOf(resource, "image_uri");
      default:
        return podsOf(resource);
    }
  },
});

function isText(value: Json | undefined, pattern: RegExp): boolean {
  return typeof value === "string" && pattern.test(value);
}

/** An image of the registry that these stacks make begins with a reference; its digest is at the end all the same. */
function digestOf(body: Body, attribute: string): Verdict {
  const last = body.parts(attribute).at(-1);
  if (typeof last === "string" && DIGEST.test(last)) return pass();
  if (typeof last === "string" && body.parts(attribute).length > 1) {
    return fail(
      `${body.pathOf(attribute)} ends in ${JSON.stringify(last)}; must end in a digest`,
      body.pathOf(attribute),
    );
  }
  return judge(body, attribute, (image) => (isText(image, DIGEST) ? undefined : "must end in @sha256: and a digest"));
}

function chartOf(release: Resource): Verdict {
  const chart = release.known("chart");
  if (typeof chart === "string" && /^(\.\.?\/|\/)/.test(chart) && !release.has("repository")) return pass();
  return judge(release, "version", (version) => (isText(version, VERSION) ? undefined : "must be one version"));
}

function serverOf(server: Resource, inputs: PolicyInputs): Verdict {
  const volume = server.block("root_volume");
  if (!server.has("image") && volume.has("volume_id")) return pass();
  return imageOf(server, "image", inputs);
}

function imageOf(resource: Resource, attribute: string, { goldenImages = [] }: PolicyInputs): Verdict {
  const target = resource.target(attribute);
  if (target?.mode === "managed" && target.type === "scaleway_instance_image") return pass();
  return judge(resource, attribute, (image) =>
    isText(image, UUID) || goldenImages.some((golden) => golden === image)
      ? undefined
      : "must be the id of an image, since a label moves",
  );
}

function podsOf(workload: Resource): Verdict[] {
  const why = whyUnread(workload);
  if (why) return [unknown("image", why)];
  const containers = containersOf(workload);
  return containers.length === 0
    ? [notApplicable("it runs no container")]
    : containers.map((container) => digestOf(container, "image"));
}
