import { fail, type JsonObject } from "@hdh/policy-engine";
import { rules } from "../../policies/rules";
import type { SovereigntyRule } from "../../policies/sovereignty-rule";
import { saysOf } from "../helpers/terraform-json";

/** Rules that look further than Scaleway's resources, and why. */
const LOOKING_FURTHER: Readonly<Record<string, string>> = {
  "HDH-ENC-006": "a storage class of Kubernetes decides how Scaleway's volumes are encrypted",
  "HDH-JUR-001": "it is about which providers there are",
  "HDH-JUR-003": "a state holds what every provider returns",
  "HDH-LOC-005": "a state holds what every provider returns",
  "HDH-MIG-003": "a host of Azure leads to Azure whatever names it",
  "HDH-SUP-001": "every provider has to be pinned",
  "HDH-SUP-004": "a provisioner runs code whatever it belongs to",
};

describe("another provider's resources", () => {
  const others = rules.filter(({ id }) => LOOKING_FURTHER[id] === undefined);

  it.each(others.map((rule) => [rule.id, rule] as const))("are no matter of %s", (_, rule) => {
    expect(saysOfElsewhere(rule)).toEqual([]);
  });

  it.each(Object.entries(LOOKING_FURTHER))("are a matter of %s: %s", (id) => {
    expect(saysOfElsewhere(rules.find((rule) => rule.id === id)!)).not.toEqual([]);
  });

  it("would be found by a rule that looks at names only", () => {
    const bad = { resource: { scaleway_vpc: { v: {} } } };
    const reportsOn = ({ type }: { type: string }) => type.endsWith("_vpc");
    expect(
      saysOfElsewhere({ ...others[0]!, bad, reportsOn, applies: undefined, check: () => fail("is a VPC") }),
    ).toEqual(["fail elsewhere_vpc.v"]);
  });
});

/** What a rule says of its bad example, if all that is Scaleway's were of a provider with resources of the same names. */
function saysOfElsewhere(rule: SovereigntyRule): string[] {
  const text = JSON.stringify(rule.bad)
    .replaceAll("scaleway_", "elsewhere_")
    .replaceAll("scaleway/scaleway", "example/elsewhere")
    .replaceAll('"scaleway":', '"elsewhere":');
  const json = JSON.parse(text) as JsonObject;
  return saysOf(rule, { name: "example", json: json.format_version ? json : requiring(json) });
}

function requiring({ terraform, ...rest }: JsonObject): JsonObject {
  const { required_providers, ...settings } = (terraform ?? {}) as JsonObject;
  const elsewhere = { source: "example/elsewhere" };
  return { ...rest, terraform: { ...settings, required_providers: { elsewhere, ...(required_providers as object) } } };
}
