import type { JsonObject } from "@hdh/policy-engine";
import schema from "../../packages/provider-scaleway/schema.json";
import { NESTED_LOCALITIES } from "../../policies/knowledge/nested-localities";
import { nestedLocalitiesAgree as rule } from "../../policies/rules/nested-localities-agree";
import { planOf } from "../helpers/plan-json";
import { findingsOf, foreign, says, saysOf, stackOf } from "../helpers/terraform-json";

const ID = "11111111-1111-1111-1111-111111111111";
const of = (type: string, attributes: JsonObject) => says(rule, { [type]: { x: attributes } });
const backend = (s3: JsonObject) => of("scaleway_edge_services_backend_stage", { s3_backend_config: s3 });

describe("HDH-LOC-004", () => {
  it("a nested region or zone that is allowed, or is the resource's own", () => {
    expect(backend({ bucket_region: "fr-par" })).toEqual([]);
    expect(backend({ bucket_name: "no region: the provider's" })).toEqual([]);
    const instance = { region: "nl-ams", private_network: { zone: "nl-ams-1" } };
    expect(of("scaleway_rdb_instance", instance)).toEqual([]);
    const lb = { lb_backend_config: [{ lb_config: [{ zone: "fr-par-1" }, { zone: "fr-par-2" }] }] };
    expect(of("scaleway_edge_services_backend_stage", lb)).toEqual([]);
  });

  it("a nested region elsewhere", () => {
    expect(backend({ bucket_region: "pl-waw" })).toEqual([
      "fail scaleway_edge_services_backend_stage.x s3_backend_config.bucket_region",
    ]);
    const lb = { lb_backend_config: [{ lb_config: { zone: "nl-ams-1" } }] };
    expect(of("scaleway_edge_services_backend_stage", lb)).toEqual([
      "fail scaleway_edge_services_backend_stage.x lb_backend_config.lb_config.zone",
    ]);
    expect(of("scaleway_edge_services_tls_stage", { secrets: [{ region: "fr-par" }, { region: "it-mil" }] })).toEqual([
      "fail scaleway_edge_services_tls_stage.x secrets[1].region",
    ]);
  });

  it("a nested region that only the engine knows", () => {
    expect(backend({ bucket_region: "${var.region}" })).toEqual([
      "unknown scaleway_edge_services_backend_stage.x s3_backend_config.bucket_region",
    ]);
    const dynamic = { dynamic: { s3_backend_config: { for_each: "${var.all}", content: {} } } };
    expect(of("scaleway_edge_services_backend_stage", dynamic)).toEqual([
      "unknown scaleway_edge_services_backend_stage.x s3_backend_config.bucket_region",
    ]);
  });

  it("an id, a host or an ARN of an allowed region", () => {
    expect(of("scaleway_job_definition", { secret_reference: { secret_id: `fr-par/${ID}` } })).toEqual([]);
    expect(of("scaleway_container", { env: { S3: "https://s3.fr-par.scw.cloud/data" } })).toEqual([]);
    expect(of("scaleway_container", { image: "nl-ams/app", identity: "nl-ams/somebody" })).toEqual([]);
    expect(of("scaleway_object_bucket_policy", { region: "nl-ams", bucket: "nl-ams/copy" })).toEqual([]);
    expect(of("scaleway_instance_server", { image: "ubuntu_noble", tags: ["s3.nl-ams.scw.cloud"] })).toEqual([]);
  });

  it("an id, a host or an ARN of another region", () => {
    expect(of("scaleway_job_definition", { secret_reference: { secret_id: `nl-ams/${ID}` } })).toEqual([
      "fail scaleway_job_definition.x secret_reference.secret_id",
    ]);
    expect(of("scaleway_object_bucket_policy", { region: "fr-par", bucket: "nl-ams/copy" })).toEqual([
      "fail scaleway_object_bucket_policy.x bucket",
    ]);
    expect(of("scaleway_instance_server", { placement_group_id: `nl-ams-1/${ID}` })).toEqual([
      "fail scaleway_instance_server.x placement_group_id",
    ]);
    expect(of("scaleway_container", { environment_variables: { S3: "https://lake.s3.nl-ams.scw.cloud" } })).toEqual([
      "fail scaleway_container.x environment_variables.S3",
    ]);
    expect(of("scaleway_mnq_sns_topic_subscription", { sns_endpoint: "https://sns.mnq.nl-ams.scaleway.com" })).toEqual([
      "fail scaleway_mnq_sns_topic_subscription.x sns_endpoint",
    ]);
    expect(of("scaleway_tem_webhook", { sns_arn: "arn:scw:sns:nl-ams:project-1:bounces" })).toEqual([
      "fail scaleway_tem_webhook.x sns_arn",
    ]);
    expect(of("helm_release", { values: ["image: rg.pl-waw.scw.cloud/hdh/app:1"] })).toEqual([
      "fail helm_release.x values[0]",
    ]);
  });

  it("reads an id through a local, and in a plan", () => {
    const resource = { scaleway_vpc_route: { x: { vpc_id: "${local.vpc}" } } };
    const locals = { locals: { vpc: `nl-ams/${ID}` } };
    expect(saysOf(rule, stackOf(resource, locals))).toEqual(["fail scaleway_vpc_route.x vpc_id"]);
    const plan = planOf([{ address: "scaleway_vpc_route.x", after: { vpc_id: `nl-ams/${ID}` } }]);
    expect(saysOf(rule, { name: "plan", json: plan })).toEqual(["fail scaleway_vpc_route.x vpc_id"]);
  });

  it("a reference to something in its own region", () => {
    const network = { region: "fr-par", vpc_id: "${scaleway_vpc.v.id}" };
    expect(
      says(rule, { scaleway_vpc: { v: { region: "fr-par" } }, scaleway_vpc_private_network: { x: network } }),
    ).toEqual([]);
    const vpcs = { v: { region: "nl-ams" }, w: { region: "fr-par" } };
    const nowhere = { vpc_id: "${scaleway_vpc.v.id}" };
    expect(says(rule, { scaleway_vpc: vpcs, scaleway_vpc_private_network: { x: nowhere } })).toEqual([]);
    const server = { zone: "fr-par-2", placement_group_id: "${scaleway_instance_placement_group.g.id}" };
    const group = { g: { zone: "fr-par-1" } };
    expect(says(rule, { scaleway_instance_placement_group: group, scaleway_instance_server: { x: server } })).toEqual(
      [],
    );
  });

  it("a reference to something in another region", () => {
    const network = { region: "fr-par", vpc_id: "${scaleway_vpc.v.id}" };
    const stack = stackOf({
      scaleway_vpc: { v: { region: "nl-ams" } },
      scaleway_vpc_private_network: { x: network },
    });
    const [finding] = findingsOf(rule, stack);
    expect(finding).toMatchObject({
      outcome: "fail",
      message: "vpc_id is scaleway_vpc.v in nl-ams; must be in fr-par, where this is",
    });
  });

  const zones = (values: readonly string[]) => ({
    storage_provisioner: "csi.scaleway.com",
    allowed_topologies: { match_label_expressions: { key: "topology.csi.scaleway.com/zone", values: [...values] } },
  });

  it("a storage class for allowed zones", () => {
    expect(of("kubernetes_storage_class_v1", zones(["fr-par-1", "fr-par-2"]))).toEqual([]);
  });

  it("a storage class for zones elsewhere", () => {
    expect(of("kubernetes_storage_class", zones(["fr-par-1", "nl-ams-1"]))).toEqual([
      "fail kubernetes_storage_class.x allowed_topologies.match_label_expressions.values[1]",
    ]);
    const manifest = {
      kind: "StorageClass",
      provisioner: "csi.scaleway.com",
      allowedTopologies: [{ matchLabelExpressions: [{ key: "zone", values: ["nl-ams-1"] }] }],
    };
    expect(of("kubernetes_manifest", { manifest })).toEqual([
      "fail kubernetes_manifest.x manifest.allowedTopologies.matchLabelExpressions.values[0]",
    ]);
  });

  it("a storage class for no zone, that binds when a pod is placed", () => {
    const bound = { storage_provisioner: "csi.scaleway.com", volume_binding_mode: "WaitForFirstConsumer" };
    expect(of("kubernetes_storage_class_v1", bound)).toEqual([]);
    expect(of("kubernetes_storage_class_v1", { storage_provisioner: "kubernetes.io/no-provisioner" })).toEqual([]);
  });

  it("a storage class for no zone, that binds at once: the driver's environment decides", () => {
    for (const volume_binding_mode of ["Immediate", null]) {
      expect(
        of("kubernetes_storage_class_v1", { storage_provisioner: "csi.scaleway.com", volume_binding_mode }),
      ).toEqual(["fail kubernetes_storage_class_v1.x volume_binding_mode"]);
    }
    const manifest = (provisioner: string, volumeBindingMode: string) =>
      of("kubernetes_manifest", { manifest: { kind: "StorageClass", provisioner, volumeBindingMode } });
    expect(manifest("csi.scaleway.com", "Immediate")).toEqual([
      "fail kubernetes_manifest.x manifest.volumeBindingMode",
    ]);
    expect(manifest("csi.scaleway.com", "WaitForFirstConsumer")).toEqual([]);
    expect(manifest("example.com/nfs", "Immediate")).toEqual([]);
  });

  it("has nothing to say of another provider's resource", () => {
    expect(saysOf(rule, foreign("bucket", { endpoint: "https://s3.nl-ams.scw.cloud" }))).toEqual([]);
    expect(saysOf(rule, foreign("helm_release", { values: ["rg.pl-waw.scw.cloud/hdh/app:1"] }))).toEqual([]);
  });

  it("knows every nested region and zone of the provider's schema", () => {
    interface Block {
      readonly attributes?: Readonly<Record<string, { readonly optional?: boolean; readonly required?: boolean }>>;
      readonly block_types?: Readonly<Record<string, { readonly block: Block }>>;
    }
    const nested = (block: Block, path: readonly string[]): string[] => [
      ...Object.entries(block.attributes ?? {})
        .filter(([name, { optional, required }]) => /(^|_)(region|zone)$/.test(name) && (optional || required))
        .filter(() => path.length > 0)
        .map(([name]) => [...path, name].join(".")),
      ...Object.entries(block.block_types ?? {}).flatMap(([name, { block }]) => nested(block, [...path, name])),
    ];
    const schemas = schema.resource_schemas as unknown as Readonly<Record<string, { readonly block: Block }>>;
    const inSchema = Object.entries(schemas).flatMap(([type, { block }]) =>
      nested(block, []).map((path) => `${type} ${path}`),
    );
    const inTable = Object.entries(NESTED_LOCALITIES).flatMap(([type, paths]) =>
      paths.map((path) => `${type} ${path.join(".")}`),
    );
    expect(inTable.sort()).toEqual(inSchema.sort());
  });
});
