import { graphOf, type JsonObject } from "@hdh/policy-engine";
import { localityOf, regionOf, regionsOf, regionWhere, saysWhereItIs } from "../../policies/localities/locality";
import { stackOf } from "../helpers/terraform-json";

const vpc = (attributes: JsonObject, type = "scaleway_vpc") =>
  graphOf([stackOf({ [type]: { x: attributes } })]).managed(type)[0]!;

describe("locality", () => {
  it.each([
    ["managed", "scaleway_vpc", true],
    ["managed", "scaleway_iam_policy", false],
    ["managed", "scaleway_of_a_later_provider", true],
    ["managed", "elsewhere_vpc", false],
    ["provider", "scaleway", true],
    ["provider", "elsewhere", false],
  ] as const)("is asked of what has one, and of what nobody knows: %s %s", (mode, type, isAsked) => {
    expect(saysWhereItIs({ mode, type })).toBe(isAsked);
  });

  it.each([
    ["fr-par", "fr-par"],
    ["fr-par-1", "fr-par"],
    ["fr-par-12", "fr-par"],
    ["fr-1-par", "fr-1-par"],
  ])("has the region of its zone: %s", (place, region) => {
    expect(regionOf(place)).toBe(region);
  });

  it("is that of either argument, where it is known", () => {
    expect(regionWhere(vpc({ region: "fr-par" }))).toBe("fr-par");
    expect(regionWhere(vpc({ zone: "nl-ams-1" }, "scaleway_instance_server"))).toBe("nl-ams");
    expect(regionWhere(vpc({ region: "${var.region}" }))).toBeUndefined();
    const later = vpc({ region: "fr-par" }, "scaleway_of_a_later_provider");
    expect(localityOf(later)).toBeUndefined();
    expect(regionWhere(later)).toBeUndefined();
  });

  it("of a graph is every region in which managed resources are known to stand", () => {
    const graph = graphOf([
      stackOf(
        {
          scaleway_vpc: { a: { region: "fr-par" }, b: { region: "nl-ams" }, c: { region: "${var.region}" } },
          scaleway_instance_server: { s: { zone: "fr-par-2" } },
          scaleway_iam_policy: { p: { region: "pl-waw" } },
        },
        { data: { scaleway_vpc: { d: { region: "it-mil" } } }, provider: { scaleway: { region: "pl-waw" } } },
      ),
    ]);
    expect([...regionsOf(graph)]).toEqual(["fr-par", "nl-ams"]);
  });
});
