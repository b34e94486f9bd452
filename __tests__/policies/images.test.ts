import { graphOf, type Json, type JsonObject } from "@hdh/policy-engine";
import { chartImages, imagesOf, namesImages, registryOf } from "../../policies/workloads/images";
import { stackOf } from "../helpers/terraform-json";

const resource = (type: string, attributes: JsonObject) =>
  graphOf([stackOf({ [type]: { x: attributes } })]).managed(type)[0]!;

describe("registryOf", () => {
  it.each([
    ["ghcr.io/a/b:1", "ghcr.io"],
    ["docker://ghcr.io/a/b", "ghcr.io"],
    ["Registry.Example.fr:5000/a", "registry.example.fr"],
    ["registry:5000/a", "registry"],
    ["localhost/a", "localhost"],
    ["nginx", "docker.io"],
    ["nginx:1.29", "docker.io"],
    ["library/nginx", "docker.io"],
    ["library/registry.io/a", "docker.io"],
  ])("is what stands before the first slash, where that looks like a host: %s", (image, registry) => {
    expect(registryOf(image)).toBe(registry);
  });
});

describe("imagesOf", () => {
  it("are those of containers, jobs and pods, and of nothing else", () => {
    for (const type of ["scaleway_container", "scaleway_job_definition", "kubernetes_pod"]) {
      expect(namesImages({ type })).toBe(true);
    }
    for (const type of ["scaleway_vpc", "helm_release", "elsewhere_kubernetes_pod"]) {
      expect(namesImages({ type })).toBe(false);
    }
  });

  it("are all that is given, or the first argument that should be", () => {
    const paths = (attributes: JsonObject) =>
      imagesOf(resource("scaleway_container", attributes)).map(({ path }) => path);
    expect(paths({ image: "a", registry_image: "b" })).toEqual(["image", "registry_image"]);
    expect(paths({ registry_image: "b" })).toEqual(["registry_image"]);
    expect(imagesOf(resource("scaleway_job_definition", {}))).toMatchObject([
      { path: "image_uri", value: { is: "absent" } },
    ]);
  });
});

describe("chartImages", () => {
  const of = (attributes: JsonObject) => chartImages(resource("helm_release", attributes));
  const named = (attributes: JsonObject) => of(attributes).named.map(({ path, registry }) => `${path} ${registry}`);

  it.each([
    ["image: ghcr.io/a/b:1", "ghcr.io"],
    ["image: team/app:1", "docker.io"],
    ["image: app:1", "docker.io"],
    ["  - repository: 'quay.io/a/b' # ours", "quay.io"],
    ["registry: Quay.io:443/team", "quay.io"],
    ["imageRegistry: registry:55", "registry"],
    ["hub: docker.io/istio", "docker.io"],
  ])("finds in values what names a registry: %s", (line, registry) => {
    expect(named({ values: [`replicas: 2\n${line}\n`] })).toEqual([`values[0] ${registry}`]);
  });

  it.each(["image: app", "image: team/app", "initImage: ghcr.io/a/b:1", "# image: ghcr.io/a/b:1", "image: {}"])(
    "passes over what names none: %s",
    (line) => {
      expect(of({ values: [line, null] })).toEqual({ named: [] });
    },
  );

  it.each([
    ["image", "team/app:1", "docker.io"],
    ["web.image", "ghcr.io/a/b", "ghcr.io"],
    ["image.repository", "quay.io/a", "quay.io"],
    ["hub.image", "team/app:1", "docker.io"],
    ["registry", "Quay.io", "quay.io"],
    ["global.imageRegistry", "registry.example.fr:5000/team", "registry.example.fr"],
  ])("finds in a set block what names a registry: %s = %s", (name, value, registry) => {
    expect(named({ set: [{ name, value }] })).toEqual([`set.value ${registry}`]);
  });

  it("passes over a set block of another name, or without a value", () => {
    const set: Json = [
      { name: "registry.port", value: "5000" },
      { name: "myimage", value: "a:1" },
      { name: 7, value: "ghcr.io/a" },
      { name: "image.registry" },
    ];
    expect(of({ set })).toEqual({ named: [] });
  });

  it("says what only the engine knows, beside what it found", () => {
    expect(of({ values: ["${var.values}"], set: { name: "registry", value: "quay.io" } })).toMatchObject({
      named: [{ registry: "quay.io" }],
      unknown: { path: "values[0]", why: expect.stringContaining("variable values") },
    });
    expect(of({ set: { name: "registry", value: "${var.registry}" } })).toMatchObject({
      named: [],
      unknown: { path: "set.value", why: expect.stringContaining("variable registry") },
    });
    expect(of({ dynamic: { set: { for_each: "${var.all}", content: {} } } })).toMatchObject({
      named: [],
      unknown: { path: "set", why: expect.stringContaining("dynamic") },
    });
  });
});
