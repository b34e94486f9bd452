import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dataSources } from "../../config/data-sets";
import { dataSource, longestLock } from "../../config/data-source";
import { jsonSchemas } from "../../config/schemas";

const config = join(__dirname, "..", "..", "config");
const files = readdirSync(join(config, "data-sets")).filter((file) => file !== "index.ts");

const pmsi = {
  title: "PMSI",
  dataClass: "C3",
  legalBasis: ["Code de la santé publique, art. L. 1461-1, I, 1°"],
  stewards: [{ name: "ATIH", source: "An example" }],
  dataSets: [{ id: "mco", title: "Medicine, surgery, obstetrics", source: "An example" }],
};

const withDays = (changes: object) => longestLock(dataSource("pmsi", "pmsi.yaml", { ...pmsi, ...changes }));

describe("the catalogue of data sets", () => {
  it("has one file for each source, named like it", () => {
    expect([...dataSources().keys()].map((name) => `${name}.yaml`)).toEqual(files.sort());
    for (const [name, source] of dataSources()) expect(source.name).toBe(name);
  });

  it("is read once", () => {
    expect(dataSources()).toBe(dataSources());
  });

  it("gives a source a limit to locks: its retention, none for data about nobody, and no lock where nobody knows", () => {
    expect(withDays({ retention: { years: 2, source: "An example" } })).toBe(730);
    expect(withDays({ dataClass: "C1" })).toBe(Number.POSITIVE_INFINITY);
    expect(withDays({ dataClass: "C3" })).toBeUndefined();
  });
});

describe("the JSON Schemas for editors", () => {
  it.each(Object.entries(jsonSchemas()))("are what the validator says: %s", (file, schema) => {
    // `npm run schemas:update` writes them.
    expect(JSON.parse(readFileSync(join(config, "schemas", file), "utf8"))).toEqual(JSON.parse(JSON.stringify(schema)));
  });

  it.each(files)("are named by %s in its first line", (file) => {
    const [first] = readFileSync(join(config, "data-sets", file), "utf8").split("\n");

    expect(first).toBe("# yaml-language-server: $schema=../schemas/data-source.schema.json");
  });

  it.each(Object.entries(jsonSchemas()))("describe every field: %s", (_, schema) => {
    const { properties } = schema as { properties: Record<string, object> };

    for (const field of Object.values(properties)) expect(field).toHaveProperty("description");
  });
});
