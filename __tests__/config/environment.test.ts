import { dataSources } from "../../config/data-sets";
import { type EnvironmentStatement, environment } from "../../config/environment";
import { environmentNamed, environmentNames } from "../../config/environments";
import { sandbox } from "../../config/environments/sandbox";
import { staging } from "../../config/environments/staging";
import { ConfigurationError } from "../../config/statement";
import { Cidr } from "../../constructs/core/cidr";

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
    expect(environmentNamed("production").administrators.map(String)).toEqual(["192.0.2.16/28"]);
  });

  it("runs everything in its French regions, and keeps second copies in every region but the first", () => {
    const { regions, recoveryRegions } = environment("sandbox.ts", { ...sandbox, regions: ["fr-par", "nl-ams"] });

    expect([regions, recoveryRegions].map((some) => some.map(String))).toEqual([["fr-par"], ["nl-ams"]]);
    expect(environmentNamed("production").recoveryRegions).toEqual([]);
  });

  it("links a French site outside Scaleway where the profile says so", () => {
    const secondSite = { country: "FR", gatewayAddress: "203.0.113.9", asn: 4_200_000_000, range: "192.168.8.0/24" };
    const linked = environment("x", { ...staging, redundancy: "fr-second-site", secondSite });

    expect(linked.secondSite).toEqual({ ...secondSite, range: Cidr.parse("192.168.8.0/24") });
    expect(environmentNamed("staging").secondSite).toBeUndefined();
  });

  it("takes an identity provider and a collector that are operated in the EU and in France, and up to 250 nodes on the smallest control plane", () => {
    const stated = {
      ...staging,
      cluster: { ...staging.cluster, nodesPerZone: { least: 0, most: 83 } },
      identityProvider: { issuerUrl: "https://id.example.fr", clientId: "hdh" },
      telemetry: { endpoint: "https://otel.example.fr", country: "FR" },
    };

    expect(environment("x", stated)).toMatchObject({
      cluster: { controlPlane: 4 },
      identityProvider: stated.identityProvider,
      telemetry: stated.telemetry,
    });
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
    expect(errorsOf({ regions: ["nl-ams", "nl-ams"], addresses: "8.0.0.0/8", visitors: ["0.0.0.0/0"] })).toEqual([
      expect.stringMatching(/^addresses: /),
      expect.stringMatching(/^visitors\[0\]: /),
      expect.stringMatching(/^regions\[0\]: /),
      expect.stringMatching(/^regions\[1\]: /),
    ]);
  });
});
