import { readFileSync } from "node:fs";
import { join } from "node:path";
import { standingDeviations } from "../../policies/deviations";
import { shortSource } from "../../policies/knowledge/providers";
import { isTaggable, localityArguments, TYPES_VERSION } from "../../policies/knowledge/scaleway-types";
import { typeTable } from "../../policies/knowledge/type-table";
import { INPUTS } from "../helpers/terraform-json";

const ROOT = join(__dirname, "../..");
const read = (file: string) => readFileSync(join(ROOT, file), "utf8");

describe("scaleway-types.json", () => {
  it("is what the pinned provider's schema says: a regional type that the rules do not know fails here", () => {
    const provider = JSON.parse(read("packages/provider-scaleway/package.json")) as { version: string };
    const schema = JSON.parse(read("packages/provider-scaleway/schema.json")) as Parameters<typeof typeTable>[0];
    expect(TYPES_VERSION).toBe(provider.version);
    expect(read("policies/knowledge/scaleway-types.json")).toBe(typeTable(schema, provider.version));
  });

  it("notices a new type, a locality that is gone, and one that is only read", () => {
    const attributes = {
      region: { optional: true },
      zone: { optional: true, deprecated: true },
      tags: { optional: true, type: ["map", "string"] },
    };
    const table = JSON.parse(
      typeTable(
        {
          resource_schemas: { scaleway_new: { block: { attributes } } },
          data_source_schemas: { scaleway_new: { block: { attributes: { region: {} } } } },
        },
        "9.9.9",
      ),
    ) as unknown;
    expect(table).toMatchObject({
      version: "9.9.9",
      resources: { scaleway_new: { locality: ["region"], tags: "map" } },
      dataSources: { scaleway_new: { locality: [] } },
    });
  });

  it("answers for resources and data sources apart", () => {
    expect(localityArguments({ mode: "managed", type: "scaleway_k8s_pool" })).toEqual(["region", "zone"]);
    expect(localityArguments({ mode: "data", type: "scaleway_k8s_pool" })).toEqual(["region"]);
    expect(localityArguments({ mode: "managed", type: "scaleway_none" })).toBeUndefined();
    expect(isTaggable({ mode: "managed", type: "scaleway_vpc" })).toBe(true);
    expect(isTaggable({ mode: "managed", type: "scaleway_vpc_acl" })).toBe(false);
  });
});

describe("shortSource", () => {
  it.each([
    ["aws", "hashicorp/aws"],
    ["Scaleway/Scaleway", "scaleway/scaleway"],
    ["registry.opentofu.org/scaleway/scaleway", "scaleway/scaleway"],
    ["example.org/scaleway/scaleway", "example.org/scaleway/scaleway"],
  ])("of %s is %s", (source, short) => {
    expect(shortSource(source)).toBe(short);
  });
});

describe("standingDeviations", () => {
  it.each(["fr-multi-az", "fr-second-site", "eu-dr", "none"] as const)(
    "shows the missing French region under %s",
    (profile) => {
      const [deviation, ...others] = standingDeviations({ ...INPUTS, profile });
      expect(deviation).toMatchObject({ id: "GEO-FR-2R", message: expect.stringContaining(profile) });
      expect(others).toEqual([]);
    },
  );

  it("ends with a second French region, not with a foreign one", () => {
    expect(standingDeviations({ ...INPUTS, allowedRegions: ["fr-par", "fr-lyo"] })).toEqual([]);
    expect(standingDeviations({ ...INPUTS, allowedRegions: ["fr-par", "nl-ams"] })).toHaveLength(1);
  });
});
