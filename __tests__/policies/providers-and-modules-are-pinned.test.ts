import type { Json, JsonObject } from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { providersAndModulesArePinned as rule } from "../../policies/rules/providers-and-modules-are-pinned";
import { planOf } from "../helpers/plan-json";
import { INPUTS, saysOf } from "../helpers/terraform-json";

const INSTALLED: NonNullable<PolicyInputs["providerInstallation"]> = {
  locked: { "registry.terraform.io/scaleway/scaleway": "2.81.0" },
  mirrored: true,
};
const given = (json: JsonObject, providerInstallation = INSTALLED) =>
  saysOf(rule, { name: "stack", json }, { ...INPUTS, providerInstallation });
const requiring = (scaleway: Json) => ({ terraform: { required_providers: { scaleway } } });
const scaleway = (version: Json) => requiring({ source: "scaleway/scaleway", version });
const call = (block: JsonObject) => given({ module: { m: block } }).filter((said) => said.includes("module.m"));
const SOUND = scaleway("2.81.0");
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

describe("HDH-SUP-001", () => {
  it.each(["2.81.0", "= 2.81.0", "=2.81.0"])("a provider of one version: %s", (version) => {
    expect(given(scaleway(version))).toEqual([]);
  });

  it.each([">= 2.0", "~> 2.81", "2.81", "", null, "2.81.0, != 2.80.0"])(
    "a provider of a range of versions, or of any: %s",
    (version) => {
      expect(given(scaleway(version))).toEqual(["fail terraform required_providers.scaleway.version"]);
    },
  );

  it("passes over the provider that is built in, and over comments", () => {
    const builtIn = { source: "terraform.io/builtin/terraform" };
    const required_providers = { ...SOUND.terraform.required_providers, terraform: builtIn };
    expect(given({ terraform: { required_providers } })).toEqual([]);
    const { scaleway } = SOUND.terraform.required_providers;
    expect(given({ terraform: { required_providers: { scaleway, "//": "why" } } })).toEqual([]);
  });

  it.each<Json>([{ source: "acme/terraform" }, { source: "acme/terraform", version: "~> 1.0" }, {}, "~> 1.0"])(
    "but not over another that is called like it: %j",
    (terraform) => {
      const required_providers = { ...SOUND.terraform.required_providers, terraform };
      const found = given({ terraform: { required_providers } });
      expect(found).toContainEqual(expect.stringMatching(/^fail terraform required_providers\.terraform(\.version)?$/));
    },
  );

  it("reads the old forms of a version too", () => {
    expect(given(requiring("~> 2.0"))).toContain("fail terraform required_providers.scaleway");
    expect(given({ ...SOUND, provider: { scaleway: { version: "~> 2.0" } } })).toEqual([
      "fail provider.scaleway version",
    ]);
  });

  const planned = (constraint: JsonObject, providerInstallation = INSTALLED) => {
    const settings = { name: "scaleway", full_name: "registry.terraform.io/scaleway/scaleway", ...constraint };
    const configuration = { provider_config: { scaleway: settings }, root_module: {} };
    return given(planOf([], {}, { configuration }), providerInstallation);
  };

  it("a plan, whose configuration tells what its stack requires: the same", () => {
    expect(planned({ version_constraint: "2.81.0" })).toEqual([]);
    for (const constraint of [{ version_constraint: ">= 2.0" }, {}] as JsonObject[]) {
      expect(planned(constraint)).toEqual(["fail terraform required_providers.scaleway.version"]);
    }
    const other = { mirrored: true, locked: { "scaleway/scaleway": "2.80.0" } };
    expect(planned({ version_constraint: "2.81.0" }, other)).toEqual(["fail environment"]);
  });

  it("a module in a folder beside its caller", () => {
    expect(call({ source: "./network" })).toEqual([]);
  });

  it.each<JsonObject>([
    { source: "scaleway/vpc/scaleway", version: "1.2.3" },
    { source: `git::https://example.org/vpc.git?ref=${COMMIT}` },
    { source: `github.com/example/vpc?ref=${COMMIT}` },
    { source: "git::https://example.org/vpc.git?ref=v1.2.3" },
    { source: "scaleway/vpc/scaleway//modules/x", version: "1.2.3" },
    { source: "modules.example.org/team/vpc/scaleway", version: "1.2.3" },
    { source: "mirror.github.io/team/vpc/scaleway", version: "1.2.3" },
  ])("a module of one version, or at one commit: %j", (block) => {
    expect(call(block)).toEqual([]);
  });

  it.each<[JsonObject, string]>([
    [{ source: "scaleway/vpc/scaleway", version: "~> 1.0" }, "version"],
    [{ source: "scaleway/vpc/scaleway" }, "version"],
    [{ source: "git::https://example.org/vpc.git?ref=main" }, "source"],
    [{ source: "github.com/example/vpc" }, "source"],
    [{ source: "https://example.org/vpc.zip" }, "source"],
    [{ source: "https://example.org/team/vpc/scaleway", version: "1.2.3" }, "source"],
    [{ source: "git::https://example.org/../vpc.git?ref=main" }, "source"],
    [{ source: "scaleway/vpc/scaleway?ref=main", version: "1.2.3" }, "source"],
    [{ source: "github.com/example/vpc/modules", version: "1.2.3" }, "source"],
    [{ source: "modules.example.org/team/vpc/scaleway" }, "version"],
    [{ source: 7, version: "1.2.3" }, "source"],
    [{}, "source"],
  ])("a module of a range of versions, of a branch, or of no version: %j", (block, attribute) => {
    expect(call(block)).toEqual([`fail module.m ${attribute}`]);
  });

  it("a version that only the engine knows", () => {
    expect(given(scaleway("${var.version}"))).toEqual(["unknown terraform required_providers.scaleway.version"]);
    expect(call({ source: "${var.source}" })).toEqual(["unknown module.m source"]);
  });

  it("a lock file that holds every required version, and a mirror", () => {
    expect(given(SOUND, INSTALLED)).toEqual([]);
    expect(given(SOUND, { ...INSTALLED, locked: { "scaleway/scaleway": "2.81.0" } })).toEqual([]);
  });

  it("a lock file that holds another version, or none", () => {
    for (const locked of [{ "scaleway/scaleway": "2.80.0" }, {}] as Record<string, string>[]) {
      expect(given(SOUND, { mirrored: true, locked: locked })).toEqual(["fail environment"]);
    }
  });

  it("a lock file without a mirror", () => {
    expect(given(SOUND, { ...INSTALLED, mirrored: false })).toEqual(["fail environment"]);
  });

  it("nothing known of lock file and mirror", () => {
    expect(saysOf(rule, { name: "stack", json: SOUND })).toEqual(["evidence-missing environment"]);
  });
});
