import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Catalogue, dataSources, readDataSources } from "../../config/data-sets";
import { environment } from "../../config/environment";
import { sandbox } from "../../config/environments/sandbox";
import { staging } from "../../config/environments/staging";
import { ConfigurationError } from "../../config/statement";

const folder = join(__dirname, "refused");
const cases = readdirSync(folder).sort();

/** Reads a case as the project reads its configuration: the data sources, which a case may replace, then the environment. */
function read(name: string): void {
  const [ownSources, ownEnvironment] = ["data-sets", "environment.ts"].map((file) => join(folder, name, file));
  const sources: Catalogue = existsSync(ownSources!) ? readDataSources(ownSources!, "data-sets") : dataSources();
  if (!existsSync(ownEnvironment!)) return;
  environment("environment.ts", require(ownEnvironment!).stated, { sources, neighbours: [sandbox, staging] });
}

function refusalOf(name: string): ConfigurationError {
  try {
    read(name);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error(`${name}: was accepted`);
}

describe("a wrong configuration", () => {
  it.each(cases)("is refused with file, field, value and remedy: %s", (name) => {
    const expected = readFileSync(join(folder, name, "expected.txt"), "utf8").trimEnd();

    expect(refusalOf(name).message).toBe(expected);
  });

  it.each(cases)("names only files that are there: %s", (name) => {
    for (const [file] of refusalOf(name).findings) expect(existsSync(join(folder, name, file))).toBe(true);
  });

  it("is shown by at least 40 cases", () => {
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });
});
