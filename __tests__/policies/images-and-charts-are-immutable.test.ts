import type { Json, JsonObject } from "@hdh/policy-engine";
import { imagesAndChartsAreImmutable as rule } from "../../policies/rules/images-and-charts-are-immutable";
import { foreign, INPUTS, type Resources, says, saysOf, stackOf } from "../helpers/terraform-json";

const DIGEST = `@sha256:${"0123456789abcdef".repeat(4)}`;
const IMAGE = "rg.fr-par.scw.cloud/hdh/checker";
const one = (type: string, attributes: JsonObject, inputs = INPUTS, rest: Resources = {}) =>
  says(rule, { [type]: { x: attributes }, ...rest }, inputs);
const deployment = (image: Json, key = "container") => ({
  spec: [{ template: [{ spec: [{ [key]: [{ image }] }] }] }],
});
const manifest = (image: Json) => ({
  manifest: { kind: "Deployment", spec: { template: { spec: { containers: [{ image }] } } } },
});
const server = (changes: JsonObject, inputs = INPUTS, rest: Resources = {}) =>
  one("scaleway_instance_server", changes, inputs, rest);
const UUID = "11111111-1111-1111-1111-111111111111";

describe("HDH-SUP-002: images", () => {
  it("a container, a job or a pod whose image has a digest", () => {
    expect(one("scaleway_container", { image: `${IMAGE}${DIGEST}` })).toEqual([]);
    expect(one("scaleway_container", { registry_image: `${IMAGE}:1.0${DIGEST}` })).toEqual([]);
    expect(one("scaleway_job_definition", { image_uri: `${IMAGE}${DIGEST}` })).toEqual([]);
    expect(
      one("scaleway_job_definition", { image_uri: `\${scaleway_registry_namespace.n.endpoint}/x${DIGEST}` }),
    ).toEqual([]);
    const named = `\${scaleway_registry_namespace.n.endpoint}/\${var.app}${DIGEST}`;
    expect(one("scaleway_job_definition", { image_uri: named })).toEqual([]);
    expect(one("kubernetes_deployment_v1", deployment(`${IMAGE}${DIGEST}`))).toEqual([]);
    expect(one("kubernetes_manifest", manifest(`${IMAGE}${DIGEST}`))).toEqual([]);
  });

  it.each([`${IMAGE}:latest`, `${IMAGE}:1.2.3`, IMAGE, `${IMAGE}@sha256:abc`])(
    "an image by tag, latest, or no tag: %s",
    (image) => {
      expect(one("scaleway_container", { image })).toEqual(["fail scaleway_container.x image"]);
      expect(one("scaleway_job_definition", { image_uri: image })).toEqual([
        "fail scaleway_job_definition.x image_uri",
      ]);
      expect(one("kubernetes_deployment", deployment(image))).toEqual([
        "fail kubernetes_deployment.x spec.template.spec.container.image",
      ]);
      expect(one("kubernetes_deployment", deployment(image, "init_container"))).toHaveLength(1);
      expect(one("kubernetes_pod", { spec: { container: { image } } })).toHaveLength(1);
      const job = { spec: { job_template: { spec: { template: { spec: { container: { image } } } } } } };
      expect(one("kubernetes_cron_job_v1", job)).toHaveLength(1);
      expect(one("kubernetes_manifest", manifest(image))).toEqual([
        "fail kubernetes_manifest.x manifest.spec.template.spec.containers.image",
      ]);
    },
  );

  it("an image by tag in a registry that these stacks make", () => {
    expect(one("scaleway_container", { image: "${scaleway_registry_namespace.n.endpoint}/x:latest" })).toEqual([
      "fail scaleway_container.x image",
    ]);
    expect(one("scaleway_container", {})).toEqual(["fail scaleway_container.x registry_image"]);
  });

  it("a container whose registry_sha256 is set, which only starts it anew", () => {
    expect(one("scaleway_container", { registry_image: `${IMAGE}:1.0`, registry_sha256: DIGEST })).toEqual([
      "fail scaleway_container.x registry_image",
    ]);
  });

  it("an image that only the engine knows", () => {
    expect(one("scaleway_container", { image: "${var.image}" })).toEqual(["unknown scaleway_container.x image"]);
    const dynamic = { spec: [{ dynamic: { container: { for_each: "${var.c}", content: {} } } }] };
    expect(one("kubernetes_pod", dynamic)).toEqual(["unknown kubernetes_pod.x spec.container.image"]);
    expect(one("kubernetes_pod", { spec: "${var.spec}" })).toEqual(["unknown kubernetes_pod.x spec.image"]);
    expect(one("kubernetes_manifest", { manifest: "${var.manifest}" })).toEqual([
      "unknown kubernetes_manifest.x manifest.image",
    ]);
  });

  it("a manifest as text", () => {
    expect(one("kubectl_manifest", { yaml_body: "kind: Pod" })).toEqual(["unknown kubectl_manifest.x image"]);
  });
});

describe("HDH-SUP-002: charts, servers, models", () => {
  it("a chart of one version, or in a folder beside its caller", () => {
    expect(one("helm_release", { chart: "trino", repository: "https://example.org", version: "1.2.3" })).toEqual([]);
    expect(one("helm_release", { chart: "./charts/trino" })).toEqual([]);
  });

  it.each(["~> 1.0", "1.x", null, ">=1.2.3"])("a chart of a range of versions, or of none: %s", (version) => {
    expect(one("helm_release", { chart: "trino", version })).toEqual(["fail helm_release.x version"]);
    expect(one("helm_release", { chart: "bitnami/trino", version })).toEqual(["fail helm_release.x version"]);
    const beside = { chart: "./charts/trino", repository: "https://example.org", version };
    expect(one("helm_release", beside)).toEqual(["fail helm_release.x version"]);
  });

  it("a server from an image by id, from one that these stacks make, or from one on the list", () => {
    expect(server({ image: UUID })).toEqual([]);
    expect(server({ image: `fr-par-1/${UUID}` })).toEqual([]);
    const made: Resources = { scaleway_instance_image: { i: {} } };
    expect(server({ image: "${scaleway_instance_image.i.id}" }, INPUTS, made)).toEqual([]);
    expect(server({ image: "hdh-golden" }, { ...INPUTS, goldenImages: ["hdh-golden"] })).toEqual([]);
  });

  it("a server from an image by label, which moves", () => {
    const fails = ["fail scaleway_instance_server.x image"];
    expect(server({ image: "ubuntu_noble" })).toEqual(fails);
    expect(server({ image: "ubuntu_noble" }, { ...INPUTS, goldenImages: ["hdh-golden"] })).toEqual(fails);
    expect(server({ image: "ubuntu_noble", root_volume: [{ volume_id: UUID }] })).toEqual(fails);
    expect(server({})).toEqual(["fail scaleway_instance_server.x image"]);
    const made: Resources = { scaleway_instance_snapshot: { s: {} } };
    for (const image of ["${var.image}", "${scaleway_instance_snapshot.s.id}"]) {
      expect(server({ image }, INPUTS, made)).toEqual(["unknown scaleway_instance_server.x image"]);
    }
    expect(one("scaleway_autoscaling_instance_template", { image_id: "ubuntu_noble" })).toEqual([
      "fail scaleway_autoscaling_instance_template.x image_id",
    ]);
  });

  it("a server that starts from a volume", () => {
    expect(server({ root_volume: [{ volume_id: UUID }] })).toEqual([]);
  });

  it("a model at one commit", () => {
    expect(one("scaleway_inference_model", { url: `https://example.org/m/tree/${"a1".repeat(20)}` })).toEqual([]);
  });

  it("a model at whatever its address gives today", () => {
    expect(one("scaleway_inference_model", { url: "https://example.org/m" })).toEqual([
      "fail scaleway_inference_model.x url",
    ]);
  });

  it("has nothing to say of what is read, of what runs no container, or of another provider's container", () => {
    const pod = { x: { spec: { container: { image: IMAGE } } } };
    expect(saysOf(rule, stackOf({}, { data: { kubernetes_pod: pod } }))).toEqual([]);
    expect(says(rule, { kubernetes_config_map: pod })).toEqual([]);
    expect(saysOf(rule, foreign("container", { image: IMAGE }))).toEqual([]);
  });
});
