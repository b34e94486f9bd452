import { twoFrenchRegionsAreReportedTruthfully as rule } from "../../policies/rules/two-french-regions-are-reported-truthfully";
import { record, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, labels, saysOf } from "../helpers/terraform-json";

const production = { ...INPUTS, environment: "production" };
const lake = { scaleway_object_bucket: { lake: { name: "lake", region: "fr-par", tags: labels() } } };
const site = (ageInDays: number) => [record("second-site", "production", ageInDays)];
const OPEN = ["open-deviation environment"];
const MISSING = ["evidence-missing environment"];

describe("HDH-RES-003", () => {
  it("in several zones of one region, profile fr-multi-az", () => {
    expect(saysWith(rule, lake, [], production)).toEqual(OPEN);
    expect(saysWith(rule, lake, site(0), production)).toEqual(OPEN); // a record alone declares nothing
    expect(saysWith(rule, {}, [], production)).toEqual(OPEN); // nor does it matter what is kept there
  });

  it("with its second region abroad, profile eu-dr", () => {
    const abroad = { ...production, profile: "eu-dr" as const, allowedRegions: ["fr-par", "nl-ams"] };
    expect(saysWith(rule, lake, site(0), abroad)).toEqual(OPEN);
  });

  it("in a single zone, profile none", () => {
    expect(saysWith(rule, lake, [], { ...production, profile: "none" })).toEqual(OPEN);
  });

  const declared = { ...production, profile: "fr-second-site" as const };

  it("with a second site in France, profile fr-second-site, and a fresh record of it", () => {
    expect(saysWith(rule, lake, site(180), declared)).toEqual([]);
  });

  it("with a second site in France, profile fr-second-site, without a record", () => {
    expect(saysWith(rule, lake, [], declared)).toEqual(MISSING);
    expect(saysWith(rule, lake, site(181), declared)).toEqual(MISSING);
  });

  it("with a second French region that Scaleway would offer, and a fresh record of it", () => {
    const two = { ...production, allowedRegions: ["fr-par", "fr-xyz"] };
    expect(saysWith(rule, lake, site(0), two)).toEqual([]);
    expect(saysWith(rule, lake, [], two)).toEqual(MISSING);
  });

  it("with two zones that are declared as two regions", () => {
    expect(saysWith(rule, lake, site(0), { ...production, allowedRegions: ["fr-par-1", "fr-par-2"] })).toEqual(OPEN);
    expect(saysWith(rule, lake, site(0), { ...production, allowedRegions: ["fr-par", "fr-par"] })).toEqual(OPEN);
  });

  it("no production", () => {
    expect(saysWith(rule, lake, [])).toEqual([]);
    const labelled = { scaleway_object_bucket: { b: { tags: { "hdh-env": "production" } } } };
    expect(saysWith(rule, labelled, [])).toEqual(OPEN);
    expect(saysOf(rule, foreign("object_bucket", { tags: { "hdh-env": "production" } }))).toEqual([]);
  });
});
