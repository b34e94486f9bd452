import { dataSources } from "../../config/data-sets";
import { type EnvironmentStatement, environment } from "../../config/environment";
import { environmentNamed, environmentNames } from "../../config/environments";
import { sandbox } from "../../config/environments/sandbox";
import { ConfigurationError } from "../../config/statement";

/** The errors of the sandbox with some of its fields replaced, without the first and the last line of the message. */
function errorsOf(changes: Record<string, unknown>): string[] {
  try {
    environment("sandbox.ts", { ...sandbox, ...changes });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    const [file, ...rest] = (error as Error).message.split("\n");
    expect(file).toBe("sandbox.ts");
    expect(rest.pop()).toMatch(/^\d+ errors?\. Nothing was synthesized\.$/);
    return rest.map((line) => line.trim());
  }
  return [];
}

describe("an environment's statement", () => {
  it("is in order for every environment there is", () => {
    expect(environmentNames).toEqual(["sandbox", "staging", "production"]);
    for (const name of environmentNames) expect(environmentNamed(name).name).toBe(name);
  });

  it("protects what holds state unless it says otherwise", () => {
    expect(environmentNamed("production").custody.protection).toBe(true);
    expect(environmentNamed("staging").custody.protection).toBe(true);
    expect(environmentNamed("sandbox").custody.protection).toBe(false);
  });

  it("is as sensitive as the most sensitive data it holds", () => {
    expect(environmentNamed("production").dataClass).toBe("C3");
    expect(environment("x", { ...sandbox, dataStores: [] }).dataClass).toBe("C0");
  });

  it("names where administrators work from, which is nowhere unless it says so", () => {
    const { administrators: _, ...silent } = sandbox;

    expect(environment("sandbox.ts", silent).administrators).toEqual([]);
    expect(environmentNamed("production").administrators.map(String)).toEqual(["203.0.113.16/28"]);
  });

  it("keeps health data to production; sandbox and staging hold synthetic data only", () => {
    const held = environmentNames.map((name) => {
      const sources = environmentNamed(name).dataStores.flatMap((store) => store.sources);
      return [name, [...new Set(sources)].map((source) => dataSources().get(source)?.dataClass)];
    });

    expect(Object.fromEntries(held)).toEqual({
      sandbox: ["C1"],
      staging: ["C1"],
      production: expect.arrayContaining(["C3"]),
    });
  });

  it("is chosen by a name that exists", () => {
    expect(() => environmentNamed("prod")).toThrow(
      'HDH_ENVIRONMENT\n  one of sandbox, staging, production; got "prod". Did you mean "production"?\n1 error. Nothing was synthesized.',
    );
    expect(() => environmentNamed("constructor")).toThrow("HDH_ENVIRONMENT");
  });

  it("names every error at once", () => {
    expect(
      errorsOf({ name: "X", suffix: "", phase: "P9", regions: ["moon"] } satisfies Partial<
        Record<keyof EnvironmentStatement, unknown>
      >),
    ).toHaveLength(4);
    expect(errorsOf({ regions: ["nl-ams", "nl-ams"], addresses: "8.0.0.0/8" }).length).toBeGreaterThanOrEqual(4);
  });
});
