import type { Json, JsonObject } from "@hdh/policy-engine";
import { artefactsComeFromListedSources as rule } from "../../policies/rules/artefacts-come-from-listed-sources";
import { foreign, INPUTS, says, saysOf, stackOf } from "../helpers/terraform-json";

const MIRROR = { ...INPUTS, artefactHosts: ["mirror.example.fr"] };
const of = (type: string, attributes: JsonObject, inputs = INPUTS) => says(rule, { [type]: { x: attributes } }, inputs);
const model = (url: Json, inputs = INPUTS) => of("scaleway_inference_model", { url }, inputs);
const chart = (attributes: JsonObject, inputs = INPUTS) => of("helm_release", attributes, inputs);
const moduleFrom = (source: string, inputs = INPUTS) =>
  saysOf(rule, stackOf({}, { module: { m: { source } } }), inputs);
const server = (cloud_init: string) => of("scaleway_instance_server", { cloud_init });

describe("HDH-JUR-005", () => {
  it("a chart, model or file from Scaleway's registry or object storage in an allowed region", () => {
    expect(model("https://models.s3.fr-par.scw.cloud/llm")).toEqual([]);
    expect(chart({ chart: "trino", repository: "oci://rg.fr-par.scw.cloud/charts" })).toEqual([]);
    expect(chart({ chart: "oci://rg.fr-par.scw.cloud/charts/trino" })).toEqual([]);
    expect(moduleFrom("s3::https://s3.fr-par.scw.cloud/modules/vpc.zip")).toEqual([]);
  });

  it("a chart, model or file from a listed mirror", () => {
    for (const inputs of [INPUTS, MIRROR]) {
      const outcome = inputs === MIRROR ? 0 : 1;
      expect(model("https://mirror.example.fr/llm", inputs)).toHaveLength(outcome);
      expect(chart({ chart: "trino", repository: "https://mirror.example.fr" }, inputs)).toHaveLength(outcome);
      expect(moduleFrom("git::https://mirror.example.fr/vpc.git?ref=v1", inputs)).toHaveLength(outcome);
    }
  });

  it("a chart, module or function from the repository itself", () => {
    for (const path of ["./charts/trino", "../charts/trino", "/charts/trino"])
      expect(chart({ chart: path })).toEqual([]);
    expect(moduleFrom("./modules/vpc")).toEqual([]);
    expect(moduleFrom("../vpc")).toEqual([]);
    expect(of("scaleway_function", { zip_file: "functions/handler.zip" })).toEqual([]);
    expect(of("scaleway_function", { zip_file: "functions/handler:1.zip" })).toEqual([]);
    expect(of("scaleway_function", {})).toEqual([]);
  });

  it("a chart or a model from a registry or a bucket that these stacks make", () => {
    const made = { scaleway_registry_namespace: { r: {} }, scaleway_object_bucket: { b: {} } };
    const from = (type: string, attributes: JsonObject) => says(rule, { ...made, [type]: { x: attributes } });
    expect(from("scaleway_inference_model", { url: "${scaleway_object_bucket.b.endpoint}/llm" })).toEqual([]);
    const repository = "oci://${scaleway_registry_namespace.r.endpoint}";
    expect(from("helm_release", { chart: "trino", repository })).toEqual([]);
  });

  it.each([
    "https://huggingface.co/example/model",
    "https://s3.nl-ams.scw.cloud/models/llm",
    "https://s3.fr-par.scw.cloud.example.com/llm",
    "not an address",
    null,
  ])("a chart, model, file or module from anywhere else: %p", (url) => {
    expect(model(url)).toEqual(["fail scaleway_inference_model.x url"]);
  });

  it("a chart, model, file or module from anywhere else", () => {
    expect(chart({ chart: "trino", repository: "https://charts.example.io" })).toEqual([
      "fail helm_release.x repository",
    ]);
    expect(chart({ chart: "https://example.com/trino.tgz" })).toEqual(["fail helm_release.x chart"]);
    expect(of("scaleway_function", { zip_file: "https://github.com/x.zip" })).toEqual([
      "fail scaleway_function.x zip_file",
    ]);
    expect(of("scaleway_function", { zip_file: 7 })).toEqual(["fail scaleway_function.x zip_file"]);
    expect(chart({ chart: 7 })).toEqual(["fail helm_release.x chart"]);
    for (const source of [
      "git::https://github.com/x/y.git",
      "github.com/x/y",
      "git@github.com:x/y.git",
      "git::ssh://git@example.com/y.git",
      "app.example.com/ns/name/provider",
    ]) {
      expect(moduleFrom(source)).toEqual(["fail module.m source"]);
    }
  });

  it.each([
    "git@mirror.example.fr:group/vpc.git",
    "git@MIRROR.example.fr:vpc.git",
    "mirror.example.fr/namespace/vpc/scaleway",
    "Mirror.example.fr/namespace/vpc/scaleway//modules/x",
  ])("a module from a listed mirror, in every form of an address: %s", (source) => {
    expect(moduleFrom(source, MIRROR)).toEqual([]);
    expect(moduleFrom(source)).toEqual(["fail module.m source"]);
    expect(moduleFrom(source.replace(/mirror/i, "mirror.example.com"), MIRROR)).toEqual(["fail module.m source"]);
  });

  it("a module from a public registry", () => {
    expect(moduleFrom("terraform-scaleway-modules/vpc/scaleway")).toEqual(["fail module.m source"]);
    expect(moduleFrom("terraform-scaleway-modules/vpc/scaleway//modules/x")).toEqual(["fail module.m source"]);
  });

  it("a chart that the caller's own list of repositories decides", () => {
    expect(chart({ chart: "bitnami/trino" })).toEqual(["fail helm_release.x chart"]);
    expect(chart({ chart: "trino" })).toEqual(["fail helm_release.x chart"]);
    expect(chart({ chart: "mirror.example.fr/trino" }, MIRROR)).toEqual(["fail helm_release.x chart"]);
  });

  it("an address that only the engine knows", () => {
    expect(model("${var.url}")).toEqual(["unknown scaleway_inference_model.x url"]);
    expect(chart({ chart: "trino", repository: "${var.r}" })).toEqual(["unknown helm_release.x repository"]);
    expect(moduleFrom("${var.source}")).toEqual(["unknown module.m source"]);
    expect(server("${file(var.path)}")).toEqual(["unknown scaleway_instance_server.x cloud_init"]);
  });

  it("a boot file that fetches from a listed source only", () => {
    expect(server("#cloud-config\nruncmd: [curl https://s3.fr-par.scw.cloud/boot/agent]")).toEqual([]);
    expect(server("#cloud-config\npackages: []")).toEqual([]);
  });

  it("a boot file that fetches from anywhere else", () => {
    expect(server("curl -L 'https://example.com/a' https://example.com/b | sh")).toEqual([
      "fail scaleway_instance_server.x cloud_init",
    ]);
    expect(of("scaleway_instance_user_data", { value: "wget http://example.com/x" })).toEqual([
      "fail scaleway_instance_user_data.x value",
    ]);
  });

  const manifest = (spec: Json, rest: JsonObject = {}) =>
    saysOf(rule, stackOf({ kubernetes_manifest: { x: { manifest: { kind: "HelmRepository", spec } } } }, rest));
  const failing = (path: string) => [`fail kubernetes_manifest.x ${path}`];

  it.each<[JsonObject, string]>([
    [{ url: "https://charts.example.io" }, "spec.url"],
    [{ url: "https://charts.example.io", path: "${var.path}" }, "spec.url"],
    [{ url: "https://charts.example.io/${var.path}" }, "spec.url"],
    [{ source: { repoURL: "https://github.com/x/y" } }, "spec.source.repoURL"],
    [{ sources: [{ path: "${var.path}" }, { repoURL: "https://github.com/x/y" }] }, "spec.sources[1].repoURL"],
  ])("a manifest that tells the cluster to fetch from anywhere else: %j", (spec, path) => {
    expect(manifest(spec)).toEqual(failing(`manifest.${path}`));
  });

  it("a manifest that tells the cluster to fetch from anywhere else, in a local value", () => {
    const chart = { url: "https://charts.example.io" };
    expect(manifest("${local.chart}", { locals: { chart } })).toEqual(failing("manifest.spec.url"));
    const whole = stackOf(
      { kubernetes_manifest: { x: { manifest: "${local.chart}" } } },
      { locals: { chart: { spec: chart } } },
    );
    expect(saysOf(rule, whole)).toEqual(failing("manifest.spec.url"));
  });

  it("a manifest that tells the cluster to fetch from anywhere else, as a Flux Bucket", () => {
    const bucket = (spec: Json) => ({ apiVersion: "source.toolkit.fluxcd.io/v1", kind: "Bucket", spec });
    const manifests = (manifest: Json, rest: JsonObject = {}) =>
      saysOf(rule, stackOf({ kubernetes_manifest: { x: { manifest } } }, rest));
    const elsewhere = bucket({ bucketName: "charts", endpoint: "s3.amazonaws.com" });
    expect(manifests(elsewhere)).toEqual(failing("manifest.spec.endpoint"));
    expect(manifests("${local.bucket}", { locals: { bucket: elsewhere } })).toEqual(failing("manifest.spec.endpoint"));
    const open = bucket({ bucketName: "${var.bucket}", endpoint: "minio.example.org:9000" });
    expect(manifests(open)).toEqual(failing("manifest.spec.endpoint"));
    expect(manifests(bucket({ bucketName: "charts", endpoint: "s3.fr-par.scw.cloud" }))).toEqual([]);
    expect(manifests({ ...elsewhere, kind: "OpenTelemetryCollector" })).toEqual([]);
    expect(manifests({ ...elsewhere, apiVersion: "s3.example.org/v1" })).toEqual([]);
  });

  it("a manifest that tells the cluster to fetch from a listed source, or to fetch nothing", () => {
    expect(manifest({ url: "oci://rg.fr-par.scw.cloud/charts" })).toEqual([]);
    expect(manifest({ url: "oci://rg.fr-par.scw.cloud/${var.path}" })).toEqual([]);
    expect(manifest({ replicas: "${var.replicas}", args: ["${var.url}"] })).toEqual([]);
    const properties = { url: { type: "string" } };
    expect(manifest({ group: "${var.group}", versions: [{ schema: { properties } }] })).toEqual([]);
    expect(of("kubernetes_manifest", {})).toEqual([]);
  });

  it("a manifest of which only the engine knows what it fetches", () => {
    const unclear = (path: string) => [`unknown kubernetes_manifest.x ${path}`];
    expect(manifest({ url: "${var.url}" })).toEqual(unclear("manifest.spec.url"));
    expect(manifest({ sources: ["${var.source}"] })).toEqual(unclear("manifest.spec.sources"));
    expect(manifest("${var.spec}")).toEqual(unclear("manifest.spec"));
    expect(of("kubernetes_manifest", { manifest: "${yamldecode(file(var.path))}" })).toEqual(unclear("manifest"));
  });

  it("has nothing to say of what is read, or of another provider's model", () => {
    const data = { scaleway_function: { x: { zip_file: "https://github.com/x.zip" } } };
    expect(saysOf(rule, stackOf({}, { data }))).toEqual([]);
    expect(saysOf(rule, foreign("inference_model", { url: "https://huggingface.co/x" }))).toEqual([]);
  });
});
