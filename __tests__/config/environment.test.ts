import { ConfigurationError, type EnvironmentStatement, environment } from "../../config/environment";
import { environmentNamed, environmentNames } from "../../config/environments";
import { sandbox } from "../../config/environments/sandbox";

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

const health = { purpose: "lake", dataClass: "C3", role: "curated" };

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

  it("is chosen by a name that exists", () => {
    expect(() => environmentNamed("prod")).toThrow(
      'HDH_ENVIRONMENT\n  one of sandbox, staging, production; got "prod"\n1 error. Nothing was synthesized.',
    );
    expect(() => environmentNamed("constructor")).toThrow("HDH_ENVIRONMENT");
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["a name in capitals", { name: "Sandbox" }, 'name: 3–12 lower-case letters; got "Sandbox"'],
    ["a missing owner", { owner: undefined }, "owner: is missing;"],
    ["a field nobody knows", { regoins: [] }, "regoins: is not a field of an environment. Remove it, or mend its name"],
    ["a region nobody has", { regions: ["fr-lyo"] }, 'regions[0]: one of fr-par, nl-ams, pl-waw, it-mil; got "fr-lyo"'],
    ["no region", { regions: [] }, "regions: at least one region; got []"],
    ["a region twice", { regions: ["fr-par", "fr-par"] }, "regions: fr-par is named twice"],
    [
      "a region abroad",
      { regions: ["fr-par", "nl-ams"] },
      "regions: nl-ams is outside France; only the redundancy profile eu-dr may use it. French: fr-par",
    ],
    [
      "a first region abroad",
      { regions: ["nl-ams"], redundancy: "eu-dr" },
      'regions[0]: the first region is French (fr-par); got "nl-ams"',
    ],
    ["an impossible day", { expiry: "2027-02-30" }, 'expiry: a day as YYYY-MM-DD; got "2027-02-30"'],
    ["a phase nobody planned", { phase: "P9" }, 'phase: one of P0, P1, P2, P3, P4; got "P9"'],
    ["addresses that are none", { addresses: "10.64/12" }, "addresses: an IPv4 range such as 10.64.0.0/16"],
    ["too few addresses", { addresses: "10.64.0.0/16" }, "addresses: a /12 or larger, so that four regions find room"],
    ["public addresses", { addresses: "51.0.0.0/8" }, "addresses: inside 10.0.0.0/8 or 172.16.0.0/12 (RFC 1918)"],
    ["a state nowhere", { state: { kind: "memory" } }, "state.kind:"],
    ["a bad suffix", { suffix: "xyz" }, 'suffix: 4 hexadecimal digits; got "xyz"'],
    [
      "raw data without a lock",
      { dataStores: [{ purpose: "raw", dataClass: "C1", role: "raw" }] },
      "dataStores[0].lockDays: needed for the role raw; state days from 1 to 3650",
    ],
    [
      "curated data with a lock",
      { dataStores: [{ purpose: "lake", dataClass: "C1", role: "curated", lockDays: 3 }] },
      "dataStores[0].lockDays: only for the roles raw and release",
    ],
    [
      "two stores of one purpose",
      {
        dataStores: [
          { ...health, dataClass: "C1" },
          { ...health, dataClass: "C1" },
        ],
      },
      'dataStores[1].purpose: "lake" is taken',
    ],
    [
      "health data before its phase",
      { phase: "P1", protection: "on", dataStores: [health] },
      "dataStores[0].dataClass: C3 is allowed from phase P2 on; the environment is in P1",
    ],
    [
      "health data that is not protected",
      { phase: "P3", dataStores: [health] },
      "protection: off is for environments without C3; the data store lake holds pseudonymised health data. Set it to on",
    ],
    [
      "health data abroad",
      { phase: "P3", protection: "on", regions: ["fr-par", "nl-ams"], redundancy: "eu-dr", dataStores: [health] },
      "redundancy: eu-dr is for C0 and C1 only; the data store lake holds C3, pseudonymised health data. Use fr-multi-az or fr-second-site",
    ],
  ])("refuses %s", (_, changes, message) => {
    const errors = errorsOf(changes);
    expect(errors.some((error) => error.startsWith(message))).toBe(true);
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
