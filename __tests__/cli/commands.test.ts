import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Clone } from "../helpers/clone";
import { synthesize } from "../helpers/synthesis";

jest.setTimeout(60_000);

const clone = new Clone();
const synthesized = mkdtempSync(join(tmpdir(), "hdh-check-"));

beforeAll(() => synthesize({ outdir: synthesized, env: { HDH_ENVIRONMENT: "production" } }));

describe("hdh", () => {
  it.each([
    [[]],
    [["start"]],
    [["destroy"]],
    [["check"]],
    [["toolchain"]],
    [["local"]],
    [["local", "up"]],
    [["local", "down"]],
    [["local", "status"]],
    [["local", "reset"]],
    [["local", "outage"]],
    [["local", "exec"]],
  ])("explains %j", async (command) => {
    const { code, stdout } = await clone.hdh([...command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: hdh ${command.join(" ")}`.trim());
  });

  it.each([
    [["fly"]],
    [["check", "--colour"]],
    [["toolchain", "--engine", "pulumi"]],
    [["local", "sideways"]],
    [["local", "outage", "atlantis"]],
    [["local", "outage", "--end"]],
    [["local", "exec"]],
    [["check", "--environment", "prod"]],
  ])("ends with 64 when it is misused: %j", async (command) => {
    const { code, stderr } = await clone.hdh(command);
    expect(code).toBe(64);
    expect(stderr).toMatch(/^error: /m);
  });

  it("says how to start a local Scaleway that is not running", async () => {
    expect(await clone.hdh(["local", "status"])).toMatchObject({
      code: 1,
      stderr: "The local Scaleway is not running. Start it with: npx hdh local up\n",
    });
    expect(await clone.hdh(["local", "down"])).toMatchObject({ code: 0, stdout: "local Scaleway is not running\n" });
  });
});

describe("hdh bootstrap", () => {
  it("says which environment needs none", async () => {
    expect(await clone.hdh(["bootstrap"])).toMatchObject({
      code: 1,
      stderr:
        "sandbox keeps its states in local files and needs no bootstrap. HDH_ENVIRONMENT names the environment.\n",
    });
  });
});

describe("hdh check", () => {
  it("passes what keeps the rules, and still shows the open deviation", async () => {
    const { code, stdout } = await clone.hdh(["check", synthesized]);

    expect(code).toBe(0);
    expect(stdout).toContain("GEO-FR-2R");
    expect(stdout).toContain("10 rules, 33 resources, 0 failed");
  });

  it("prints the same as JSON", async () => {
    const report = JSON.parse((await clone.hdh(["check", synthesized, "--json"])).stdout);
    expect(report).toMatchObject({ version: 1, blocked: false });
  });

  it("ends with 4 when a rule blocks, and names rule, place, value and remedy", async () => {
    const broken = mkdtempSync(join(tmpdir(), "hdh-check-"));
    await synthesize({ outdir: broken });
    const file = join(broken, "stacks", "storage-fr-par", "cdk.tf.json");
    writeFileSync(file, readFileSync(file, "utf8").replace('"region": "fr-par"', '"region": "nl-ams"'));

    const { code, stdout } = await clone.hdh(["check", broken]);

    expect(code).toBe(4);
    expect(stdout).toMatch(/HDH-LOC-001 critical.*region is nl-ams; allowed: fr-par.*→ Set region/s);
  });

  it("judges by the environment that the folder says it is, or by another when asked to", async () => {
    expect((await clone.hdh(["check", synthesized, "--environment", "staging"])).stdout).toContain("hdh-env");
  });

  it("refuses a folder that no synthesis finished in", async () => {
    const { code, stderr } = await clone.hdh(["check", mkdtempSync(join(tmpdir(), "hdh-check-"))]);
    expect(code).toBe(1);
    expect(stderr).toContain("has no manifest.json");
  });
});

describe("the bundle of hdh", () => {
  it("is built anew when one of its sources changes", async () => {
    const file = clone.path("cli", "main.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("deploy it, check it, look at it", "changed words"));
    expect((await clone.hdh(["--help"])).stdout).toContain("changed words");
  });
});
