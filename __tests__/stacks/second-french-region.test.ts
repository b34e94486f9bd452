import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { type Environment, type EnvironmentStatement, environment } from "../../config/environment";
import { production } from "../../config/environments/production";
import { staging } from "../../config/environments/staging";
import { policyInputs } from "../../config/policy-inputs";
import { standingDeviations } from "../../policies/deviations";
import { HdhStack } from "../../stacks/hdh-stack";
import { HealthDataHub } from "../../stacks/health-data-hub";
import { Template } from "../helpers/render";

/** Scaleway's regions and one more that is French, as an entry in config/localities.ts would add it. */
jest.mock("../../config/localities", () => {
  const { regions: known } = jest.requireActual<typeof import("../../config/localities")>("../../config/localities");
  const { Region } = jest.requireActual<typeof import("../../constructs/core/locality")>(
    "../../constructs/core/locality",
  );
  const offers = { "public-gateway": [1, 2], "load-balancer": [1, 2] };
  const invented = new Region({ code: "fr-lyo", country: "FR", zones: 3, offers, source: "invented for this test" });
  const regions = [...known, invented];
  return {
    regions,
    frenchRegions: regions.filter(({ country }) => country === "FR"),
    regionNamed: (code: string) => regions.find((region) => region.code === code),
  };
});

/** Every stack of an environment, by its id. */
function stacksOf(stated: Environment): ReadonlyMap<string, Template> {
  const app = new App({ outdir: mkdtempSync(join(tmpdir(), "hdh-region-")) });
  new HealthDataHub(app, stated);
  const stacks = app.node.findAll().filter(HdhStack.isHdhStack);
  return new Map(stacks.map((stack) => [stack.node.id, new Template(stack.toTerraform())]));
}

function accepted(statement: EnvironmentStatement): Environment {
  return environment("environment.ts", statement);
}

/** The one stack of that id. */
function stackIn(stacks: ReadonlyMap<string, Template>, id: string): Template {
  const stack = stacks.get(id);
  if (!stack) throw new Error(`no stack ${id}; there is ${[...stacks.keys()].join(", ")}`);
  return stack;
}

/** Everything in a stack as `type path`, path below the stack. */
function contentOf(template: Template): string[] {
  return Object.entries(template.json.resource ?? {})
    .flatMap(([type, named]) => Object.values(named).map((block) => `${type} ${pathBelowStack(block)}`))
    .sort();
}

function pathBelowStack(block: Record<string, unknown>): string {
  const { path } = (block["//"] as { metadata: { path: string } }).metadata;
  return path.split("/").slice(1).join("/");
}

/** Where the resources of a stack stand: every region and zone that one of them states. */
function placesIn(template: Template): string[] {
  const blocks = Object.values(template.json.resource ?? {}).flatMap((named) => Object.values(named));
  const places = blocks.flatMap(({ region, zone }) => [region, zone]).filter((place) => place !== undefined);
  return [...new Set(places.map(String))].sort();
}

const REGIONAL = ["network", "storage", "cluster", "catalogue", "portal"];

describe("a second French region, one entry in the list of localities", () => {
  const twice = accepted({ ...production, regions: ["fr-par", "fr-lyo"] });
  const stacks = stacksOf(twice);

  it("gets every regional stack, and no other stack changes in number", () => {
    expect([...stacks.keys()].sort()).toEqual(
      [
        "bootstrap",
        "foundation",
        "observability",
        "recovery-fr-lyo",
        ...REGIONAL.flatMap((name) => [`${name}-fr-par`, `${name}-fr-lyo`]),
      ].sort(),
    );
  });

  it.each(REGIONAL)("holds in its stack %s what the first region holds in its own", (name) => {
    const [first, second] = ["fr-par", "fr-lyo"].map((region) =>
      contentOf(stackIn(stacks, `${name}-${region}`)).map((line) => line.replace(region, "<region>")),
    );

    expect(second).toEqual(first);
  });

  it("has networks of its own, none of which the first region knows", () => {
    const subnetsIn = (region: string) =>
      stackIn(stacks, `network-${region}`)
        .all("vpc_private_network")
        .map(({ ipv4_subnet }) => (ipv4_subnet as { subnet: string }).subnet);

    expect(subnetsIn("fr-par")).toEqual(["10.96.0.0/22", "10.96.4.0/22", "10.97.0.0/22"]);
    expect(subnetsIn("fr-lyo")).toEqual(["10.100.0.0/22", "10.100.4.0/22", "10.101.0.0/22"]);
  });

  it("keeps all that it holds inside it", () => {
    for (const name of [...REGIONAL, "recovery"]) {
      const places = placesIn(stackIn(stacks, `${name}-fr-lyo`));

      expect(places).toContain(name === "portal" ? "fr-lyo-1" : "fr-lyo");
      expect(places.filter((place) => !place.startsWith("fr-lyo"))).toEqual([]);
      expect(placesIn(stacks.get(`${name}-fr-par`) ?? new Template({})).join()).not.toContain("fr-lyo");
    }
  });

  it("encrypts its data with keys of its own, and is watched like the first", () => {
    const keysIn = (region: string) =>
      stackIn(stacks, "foundation")
        .all("key_manager_key")
        .filter((key) => key.region === region)
        .map(({ name }) => name);
    const logsIn = (region: string) =>
      stackIn(stacks, "observability")
        .all("cockpit_source")
        .filter((source) => source.region === region);

    expect(keysIn("fr-lyo")).toEqual(keysIn("fr-par"));
    expect(keysIn("fr-lyo")).toContain("hdh-production-lake");
    expect(logsIn("fr-lyo")).toHaveLength(logsIn("fr-par").length);
  });

  it("takes second copies of every data store, each with a key that is neither the original's nor another copy's", () => {
    const recovery = stackIn(stacks, "recovery-fr-lyo");
    for (const purpose of ["raw", "lake"]) {
      expect(recovery.at(`${purpose}/bucket`)).toMatchObject({
        region: "fr-lyo",
        project_id: expect.stringContaining("recovery_project_"),
        tags: { "hdh-class": "C3", "hdh-dr": "fr", "hdh-role": "second-copy" },
      });
      expect(recovery.at(`key-${purpose}/key`)).toMatchObject({
        region: "fr-lyo",
        project_id: expect.stringContaining("recovery_project_"),
      });
      expect(recovery.at(`${purpose}/encryption`).rule).toMatchObject([
        {
          apply_server_side_encryption_by_default: {
            sse_algorithm: "aws:kms",
            kms_master_key_id: expect.stringContaining(`scaleway_key_manager_key.key-${purpose}_`),
          },
        },
      ]);
    }
    expect(recovery.all("key_manager_key")).toHaveLength(2);
  });

  it("closes the deviation GEO-FR-2R for the environment that stands in it, and for no other", () => {
    expect(standingDeviations(policyInputs(twice))).toEqual([]);
    expect(standingDeviations(policyInputs(accepted(production)))).toMatchObject([{ id: "GEO-FR-2R" }]);
  });

  it("gives every bucket a name that no other bucket has, since names are shared by all regions", () => {
    const names = [...stacks.values()].flatMap((stack) => stack.all("object_bucket").map(({ name }) => name));

    expect(new Set(names).size).toBe(names.length);
  });
});

describe("the profile fr-second-site", () => {
  const secondSite = { country: "FR", gatewayAddress: "203.0.113.9", asn: 65_001, range: "172.16.8.0/24" };
  const linked = accepted({ ...production, redundancy: "fr-second-site", secondSite });

  it("links the site to the services of the platform, encrypted", () => {
    const network = stackIn(stacksOf(linked), "network-fr-par");

    expect(network.one("s2s_vpn_connection")).toMatchObject({
      region: "fr-par",
      esp_ciphers: [{ encryption: "aes256gcm", dh_group: "ecp384" }],
    });
    expect(network.one("s2s_vpn_customer_gateway").ipv4_public).toBe("203.0.113.9");
    expect(network.one("s2s_vpn_routing_policy")).toMatchObject({
      prefix_filter_in: ["172.16.8.0/24"],
      prefix_filter_out: ["10.96.4.0/22"],
    });
  });

  it("links nothing under any other profile", () => {
    expect(stackIn(stacksOf(accepted(production)), "network-fr-par").all("s2s_vpn_connection")).toEqual([]);
  });

  it("leaves the deviation open: what it declares counts by its evidence", () => {
    expect(standingDeviations(policyInputs(linked))).toMatchObject([
      { id: "GEO-FR-2R", message: expect.stringContaining("profile fr-second-site") },
    ]);
  });
});

describe("the profile eu-dr", () => {
  const statement = { ...staging, redundancy: "eu-dr", regions: ["fr-par", "nl-ams"] } as const;
  const abroad = accepted({ ...statement, regions: [...statement.regions] });
  const stacks = stacksOf(abroad);
  const standsAbroad = ({ region, zone }: Record<string, unknown>) => `${region} ${zone}`.includes("nl-ams");

  it("has a network and copies in nl-ams, in stacks of their own, and nothing there in any other", () => {
    const there = [...stacks].filter(([, stack]) => placesIn(stack).some((place) => place.startsWith("nl-ams")));

    expect(there.map(([id]) => id)).toEqual(["network-nl-ams", "recovery-nl-ams"]);
    expect([...stacks.keys()].filter((id) => id.endsWith("nl-ams"))).toEqual(["network-nl-ams", "recovery-nl-ams"]);
  });

  it("has nothing in nl-ams but walls and ciphertext: no key, no secret, no database, no compute", () => {
    const types = [...stacks.values()].flatMap((stack) =>
      Object.entries(stack.json.resource ?? {})
        .filter(([, named]) => Object.values(named).some(standsAbroad))
        .map(([type]) => type),
    );

    expect(types.sort()).toEqual([
      "scaleway_object_bucket",
      "scaleway_object_bucket_lock_configuration",
      "scaleway_object_bucket_policy",
      "scaleway_object_bucket_server_side_encryption_configuration",
      "scaleway_vpc",
      "scaleway_vpc_acl",
      "scaleway_vpc_private_network",
    ]);
  });

  it("keeps a copy of every data store as ciphertext that names no key", () => {
    const recovery = stackIn(stacks, "recovery-nl-ams");

    expect(recovery.all("object_bucket").map(({ name, region }) => [name, region])).toEqual([
      ["hdh-staging-raw-copy-57a6-nl-ams", "nl-ams"],
      ["hdh-staging-lake-copy-57a6-nl-ams", "nl-ams"],
    ]);
    for (const { rule } of recovery.all("object_bucket_server_side_encryption_configuration"))
      expect(rule).toEqual([{ apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } }]);
    expect(JSON.stringify(recovery.json)).not.toContain("kms_master_key_id");
  });

  it("leaves the deviation open, whatever stands abroad", () => {
    expect(standingDeviations(policyInputs(abroad))).toMatchObject([
      { id: "GEO-FR-2R", message: expect.stringContaining("profile eu-dr") },
    ]);
  });

  it("is refused for health data", () => {
    expect(() => accepted({ ...production, redundancy: "eu-dr", regions: ["fr-par", "nl-ams"] })).toThrow(
      "redundancy: eu-dr is for C0 and C1 only; the data store raw holds C3, pseudonymised health data. Use fr-multi-az or fr-second-site",
    );
  });
});
