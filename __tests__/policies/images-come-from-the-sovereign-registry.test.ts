import type { Json, JsonObject } from "@hdh/policy-engine";
import { imagesComeFromTheSovereignRegistry as rule } from "../../policies/rules/images-come-from-the-sovereign-registry";
import { planOf } from "../helpers/plan-json";
import { foreign, INPUTS, says, saysOf, stackOf } from "../helpers/terraform-json";

const of = (type: string, attributes: JsonObject, inputs = INPUTS) => says(rule, { [type]: { x: attributes } }, inputs);
const container = (image: Json, inputs = INPUTS) => of("scaleway_container", { image }, inputs);
const GOOD = "rg.fr-par.scw.cloud/hdh/app:1";
const FAILS = ["fail scaleway_container.x image"];
const pods = (containers: JsonObject) => ({ spec: { template: { spec: containers } } });

describe("HDH-JUR-004", () => {
  it("an image from Scaleway's registry in an allowed region, or from a listed one", () => {
    expect(container(GOOD)).toEqual([]);
    expect(of("scaleway_container", { registry_image: GOOD })).toEqual([]);
    expect(of("scaleway_job_definition", { image_uri: GOOD })).toEqual([]);
    expect(container("registry.example.fr:5000/app:1")).toEqual(FAILS);
    expect(
      container("registry.example.fr:5000/app:1", { ...INPUTS, imageRegistries: ["registry.example.fr"] }),
    ).toEqual([]);
  });

  it("an image from a registry that these stacks make", () => {
    const image = "${scaleway_registry_namespace.r.endpoint}/app:1";
    const registries = { scaleway_registry_namespace: { r: { region: "fr-par" } } };
    expect(says(rule, { ...registries, scaleway_container: { x: { image } } })).toEqual([]);
    const own = { scaleway_container_namespace: { n: {} } };
    const pushed = { x: { image: "${scaleway_container_namespace.n.registry_endpoint}/app:1" } };
    expect(says(rule, { ...own, scaleway_container: pushed })).toEqual([]);
    const other = "${scaleway_registry_namespace.r.endpoint}.example.com/app";
    expect(says(rule, { ...registries, scaleway_container: { x: { image: other } } })).toEqual([
      "unknown scaleway_container.x image",
    ]);
  });

  it.each([
    "ghcr.io/a/b",
    "rg.nl-ams.scw.cloud/hdh/app",
    "rg.fr-par.scw.cloud.example.com/a",
    "localhost/app",
    "QUAY.IO/a/b",
  ])("an image from any other registry: %p", (image) => {
    expect(container(image)).toEqual(FAILS);
  });

  it("an image from any other registry", () => {
    expect(of("scaleway_job_definition", { image_uri: "docker.io/alpine:latest" })).toEqual([
      "fail scaleway_job_definition.x image_uri",
    ]);
    expect(of("kubernetes_deployment_v1", pods({ container: [{ image: GOOD }, { image: "quay.io/a/b" }] }))).toEqual([
      "fail kubernetes_deployment_v1.x spec.template.spec.container[1].image",
    ]);
    const cron = { spec: { job_template: pods({ init_container: { image: "gcr.io/a/b" } }) } };
    expect(of("kubernetes_cron_job_v1", cron)).toEqual([
      "fail kubernetes_cron_job_v1.x spec.job_template.spec.template.spec.init_container.image",
    ]);
    const manifest = { kind: "Pod", spec: { containers: [{ image: "nvcr.io/a/b" }] } };
    expect(of("kubernetes_manifest", { manifest })).toEqual([
      "fail kubernetes_manifest.x manifest.spec.containers.image",
    ]);
    const planned = planOf([{ address: "scaleway_container.x", after: { image: "ghcr.io/a/b" } }]);
    expect(saysOf(rule, { name: "plan", json: planned })).toEqual(FAILS);
  });

  it.each(["nginx", "nginx:latest", "trinodb/trino:476", null, 7])(
    "an image without a registry, which means docker.io: %p",
    (image) => {
      expect(container(image)).toEqual(FAILS);
    },
  );

  it("an image without a registry, which means docker.io", () => {
    expect(of("kubernetes_pod", { spec: { container: { name: "x" } } })).toEqual([
      "fail kubernetes_pod.x spec.container.image",
    ]);
    expect(of("kubernetes_config_map", { data: { image: "nginx" } })).toEqual([]);
  });

  it("an image that only the engine knows", () => {
    expect(container("${var.image}")).toEqual(["unknown scaleway_container.x image"]);
    expect(container("${var.registry}/app")).toEqual(["unknown scaleway_container.x image"]);
    const dynamic = { spec: { dynamic: { container: { for_each: "${var.all}", content: {} } } } };
    expect(of("kubernetes_pod", dynamic)).toEqual(["unknown kubernetes_pod.x spec.container.image"]);
    expect(of("kubernetes_manifest", { manifest: "${yamldecode(var.text)}" })).toEqual([
      "unknown kubernetes_manifest.x manifest.image",
    ]);
  });

  it("a manifest that nests deeper than any object of Kubernetes, and is looked at no further", () => {
    const nested = (levels: number): JsonObject =>
      levels ? { spec: nested(levels - 1) } : { containers: { image: GOOD } };
    expect(of("kubernetes_manifest", { manifest: nested(5) })).toEqual([]);
    expect(of("kubernetes_manifest", { manifest: nested(6) })).toEqual([
      "fail kubernetes_manifest.x manifest.spec.spec.spec.spec.spec.spec.image",
    ]);
  });

  it("a release whose values name the sovereign registry", () => {
    const values = ["image:\n  repository: rg.fr-par.scw.cloud/hdh/trino\n  tag: '476'\n"];
    expect(of("helm_release", { values })).toEqual([]);
    const set = [{ name: "global.imageRegistry", value: "rg.fr-par.scw.cloud" }];
    expect(of("helm_release", { set })).toEqual([]);
    const other = [...set, { name: "ingress.host", value: "hub.example.com/x" }, { name: 7, value: "docker.io/x" }];
    expect(of("helm_release", { set: other })).toEqual([]);
  });

  it("a release whose values name any other registry", () => {
    expect(of("helm_release", { values: ["image:\n  registry: docker.io\n  repository: bitnami/x\n"] })).toContain(
      "fail helm_release.x values[0]",
    );
    expect(of("helm_release", { values: ["initImage: x\nimage: ghcr.io/a/b:1"] })).toEqual([
      "fail helm_release.x values[0]",
    ]);
    expect(of("helm_release", { set: { name: "image.repository", value: "quay.io/a/b" } })).toEqual([
      "fail helm_release.x set.value",
    ]);
  });

  it("a release whose values name no registry, or cannot be known", () => {
    expect(of("helm_release", {})).toEqual(["unknown helm_release.x values"]);
    expect(of("helm_release", { values: ["replicas: 2"] })).toEqual(["unknown helm_release.x values"]);
    expect(of("helm_release", { values: ["${file(var.path)}"] })).toEqual(["unknown helm_release.x values[0]"]);
  });

  it("a boot file that names a foreign registry", () => {
    const cloud_init = "#cloud-config\nruncmd: [docker run ghcr.io/a/b]";
    expect(of("scaleway_instance_server", { cloud_init })).toEqual(["fail scaleway_instance_server.x cloud_init"]);
    expect(of("scaleway_instance_server", { user_data: { "cloud-init": cloud_init } })).toEqual([
      "fail scaleway_instance_server.x user_data",
    ]);
    expect(of("scaleway_instance_server", { cloud_init: `docker run ${GOOD}` })).toEqual([]);
    expect(of("scaleway_instance_server", { user_data: { one: "echo ghcr.io", other: "/a/b" } })).toEqual([]);
  });

  it("a boot file that only the engine knows", () => {
    expect(of("scaleway_instance_server", { cloud_init: "${file(var.path)}" })).toEqual([
      "unknown scaleway_instance_server.x cloud_init",
    ]);
  });

  it("has nothing to say of what is read, or of another provider's container", () => {
    const data = { kubernetes_pod: { x: { spec: { container: { image: "nginx" } } } } };
    expect(saysOf(rule, stackOf({}, { data }))).toEqual([]);
    expect(saysOf(rule, foreign("container", { image: "nginx" }))).toEqual([]);
  });
});
