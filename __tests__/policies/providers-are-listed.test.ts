import type { JsonObject } from "@hdh/policy-engine";
import { providersAreListed as rule } from "../../policies/rules/providers-are-listed";
import { findingsOf, says, saysOf, stackOf } from "../helpers/terraform-json";

const requiring = (required: JsonObject, rest: JsonObject = {}) =>
  saysOf(rule, { name: "stack", json: { terraform: { required_providers: required }, ...rest } });

describe("HDH-JUR-001", () => {
  it.each([
    "scaleway/scaleway",
    "registry.terraform.io/scaleway/scaleway",
    "registry.opentofu.org/scaleway/scaleway",
    "hashicorp/random",
  ])("a stack that requires listed providers only: %s", (source) => {
    expect(requiring({ any: { source } })).toEqual([]);
  });

  it.each(["hashicorp/aws", "hashicorp/azurerm", "DataDog/datadog"])(
    "a stack that requires any other, used or not: %s",
    (source) => {
      expect(requiring({ any: { source, version: "~> 3.0" } })).toEqual(["fail terraform required_providers.any"]);
    },
  );

  it("refuses the bare version of old configurations, which stands for hashicorp/", () => {
    expect(requiring({ google: "~> 3.0" })).toEqual(["fail terraform required_providers.google"]);
    expect(requiring({ random: "~> 3.0" })).toEqual([]);
  });

  it("names the source and what is allowed", () => {
    const json = {
      terraform: { required_providers: { aws: { source: "hashicorp/aws" } } },
      provider: { aws: [{ region: "eu-west-3" }] },
    };
    const findings = findingsOf(rule, { name: "stack", json });
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toMatch(/^required_providers.aws is hashicorp\/aws; allowed: scaleway\/scaleway, /);
  });

  it.each(["example.org/scaleway/scaleway", "evil/scaleway"])(
    "a stack that requires a listed provider's name from another registry: %s",
    (source) => {
      expect(requiring({ scaleway: { source } })).toEqual(["fail terraform required_providers.scaleway"]);
    },
  );

  it("a provider that is used and not required: the engine takes it from hashicorp/, and that is not listed", () => {
    expect(saysOf(rule, { name: "s", json: { provider: { google: {} } } })).toEqual(["fail provider.google provider"]);
    expect(saysOf(rule, { name: "s", json: { data: { aws_region: { x: {} } } } })).toEqual([
      "fail data.aws_region.x provider",
    ]);
    expect(says(rule, { scaleway_vpc: { x: { provider: "aws.paris" } } })).toEqual(["fail scaleway_vpc.x provider"]);
    expect(saysOf(rule, { name: "s", json: { resource: { scaleway_vpc: { x: {} } } } })).toEqual([
      "fail scaleway_vpc.x provider",
    ]);
  });

  it("asks no provider of variables and outputs", () => {
    const json = { variable: { region: {} }, output: { region: { value: "fr-par" } } };
    expect(saysOf(rule, { name: "s", json })).toEqual([]);
  });

  it("lets what is required, listed or built in be used", () => {
    const rest = { data: { terraform_remote_state: { x: {} } }, provider: { scaleway: {}, null: {} } };
    const parts = {
      scaleway_vpc: { x: { provider: "scaleway.other" } },
      terraform_data: { y: {} },
      random_id: { z: {} },
    };
    expect(saysOf(rule, stackOf(parts, rest))).toEqual([]);
  });

  it("a module whose requirements are in this JSON, and judged with the stack", () => {
    const inside = (source: string) => ({
      files: [{ json: { terraform: { required_providers: { x: { source } } } } }],
    });
    const calling = stackOf({}, { module: { m: { source: "./m" } } });
    expect(saysOf(rule, { ...calling, modules: { m: inside("scaleway/scaleway") } })).toEqual([]);
    expect(saysOf(rule, { ...calling, modules: { m: inside("hashicorp/aws") } })).toEqual([
      "fail terraform required_providers.x",
    ]);
  });

  it("a module whose requirements are not in this JSON", () => {
    expect(saysOf(rule, stackOf({}, { module: { m: { source: "./m" } } }))).toEqual(["unknown module.m source"]);
    expect(requiring({ x: { source: ["a"] } })).toEqual(["unknown terraform required_providers.x"]);
  });
});
