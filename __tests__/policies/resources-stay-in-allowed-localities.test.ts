import type { JsonObject } from "@hdh/policy-engine";
import { resourcesStayInAllowedLocalities as rule } from "../../policies/rules/resources-stay-in-allowed-localities";
import { configured, constant, planOf } from "../helpers/plan-json";
import { EU_DR, findingsOf, foreign, labels, says, saysOf, stackOf } from "../helpers/terraform-json";

const bucket = (region: string, dataClass?: string) => ({
  scaleway_object_bucket: { x: { region, tags: labels({ "hdh-class": dataClass ?? null }) } },
});

describe("HDH-LOC-001", () => {
  it("in an allowed French locality", () => {
    expect(says(rule, bucket("fr-par"))).toEqual([]);
    expect(says(rule, { scaleway_k8s_pool: { x: { region: "fr-par", zone: "fr-par-2" } } })).toEqual([]);
  });

  it("in nl-ams, profile fr-multi-az", () => {
    const [finding] = findingsOf(rule, stackOf(bucket("nl-ams", "C1")));
    expect(finding).toMatchObject({
      outcome: "fail",
      attribute: "region",
      value: "nl-ams",
      message: "region is nl-ams; allowed: fr-par",
    });
  });

  it("fails for a zone, a data source, an ephemeral resource and an unused provider block as well", () => {
    expect(says(rule, { scaleway_k8s_pool: { x: { region: "fr-par", zone: "nl-ams-1" } } })).toEqual([
      "fail scaleway_k8s_pool.x zone",
    ]);
    const rest: JsonObject = {
      data: { scaleway_object_bucket: { y: { region: "nl-ams" } } },
      ephemeral: { scaleway_secret_version: { z: { region: "pl-waw" } } },
      provider: {
        scaleway: [
          { region: "fr-par", zone: "fr-par-1" },
          { alias: "far", region: "it-mil", zone: "it-mil-1" },
        ],
      },
    };
    expect(saysOf(rule, stackOf({}, rest))).toEqual([
      "fail data.scaleway_object_bucket.y region",
      "fail ephemeral.scaleway_secret_version.z region",
      "fail provider.scaleway.far region",
      "fail provider.scaleway.far zone",
    ]);
  });

  it("in nl-ams, labelled C1, profile eu-dr", () => {
    expect(says(rule, bucket("nl-ams", "C1"), EU_DR)).toEqual(["open-deviation scaleway_object_bucket.x region"]);
    const provider = { provider: { scaleway: { region: "nl-ams", zone: "nl-ams-1" } } };
    expect(saysOf(rule, stackOf({}, provider), EU_DR)).toEqual([
      "open-deviation provider.scaleway region",
      "open-deviation provider.scaleway zone",
    ]);
  });

  it.each(["C2", "C3", "C4", "C9", undefined])(
    "in nl-ams, profile eu-dr, labelled C3 or not labelled: %p",
    (dataClass) => {
      expect(says(rule, bucket("nl-ams", dataClass), EU_DR)).toEqual(["fail scaleway_object_bucket.x region"]);
    },
  );

  it("fails in a region abroad that the profile does not declare", () => {
    expect(says(rule, bucket("pl-waw", "C1"), EU_DR)).toEqual(["fail scaleway_object_bucket.x region"]);
    expect(says(rule, bucket("nl-ams", "C1"), { ...EU_DR, profile: "fr-multi-az" })).toEqual([
      "fail scaleway_object_bucket.x region",
    ]);
  });

  it.each(["eu-west-3", "FR-PAR", "fr-par-1", "", 7, ["fr-par"]])("in a code that is not Scaleway's: %p", (region) => {
    expect(says(rule, { scaleway_vpc: { x: { region: region as string } } })).toEqual(["fail scaleway_vpc.x region"]);
  });

  it.each<JsonObject>([{}, { region: null }])(
    "with no region argument: the caller's environment decides, and HDH-LOC-002 says where: %j",
    (attributes) => {
      expect(says(rule, { scaleway_vpc: { x: attributes } })).toEqual(["fail scaleway_vpc.x region"]);
    },
  );

  it.each(["${var.region}", "${each.value}", "${data.scaleway_vpc.y.region}", 'fr-${"par"}${local.none}'])(
    "with a region that only the engine knows: %p",
    (region) => {
      expect(says(rule, { scaleway_vpc: { x: { region } } })).toEqual(["unknown scaleway_vpc.x region"]);
    },
  );

  it("of a type that the provider schema of the rules does not hold", () => {
    expect(says(rule, { scaleway_quantum_computer: { x: { region: "fr-par" } } })).toEqual([
      "unknown scaleway_quantum_computer.x region",
    ]);
  });

  it("a module whose resources are judged themselves", () => {
    const inside = { files: [{ json: { resource: { scaleway_vpc: { v: { region: "nl-ams" } } } } }] };
    const stack = { ...stackOf({}, { module: { m: { source: "./m" } } }), modules: { m: inside } };
    expect(saysOf(rule, stack)).toEqual(["fail module.m.scaleway_vpc.v region"]);
  });

  it("reads the region of a plan from its configuration", () => {
    const json = planOf([{ address: "scaleway_vpc.x", after: {}, unknown: { region: true } }], {
      resources: [configured("scaleway_vpc.x", { region: constant("nl-ams") })],
    });
    expect(saysOf(rule, { name: "plan", json })).toEqual(["fail scaleway_vpc.x region"]);
  });

  it("a module whose resources are not in this JSON", () => {
    expect(saysOf(rule, stackOf({}, { module: { m: { source: "./m" } } }))).toEqual(["unknown module.m source"]);
  });

  it("has nothing to say of another provider's resource, nor of a type without a locality", () => {
    expect(saysOf(rule, foreign("bucket", { region: "us-east-1" }))).toEqual([]);
    expect(says(rule, { scaleway_iam_application: { x: {} } })).toEqual([]);
  });
});
