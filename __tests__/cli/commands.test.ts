import { readFileSync, writeFileSync } from "node:fs";
import { Clone } from "../helpers/clone";

jest.setTimeout(60_000);

const clone = new Clone();

describe("hdh", () => {
  it.each([
    [[]],
    [["start"]],
    [["destroy"]],
    [["check"]],
    [["explain"]],
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

describe("the bundle of hdh", () => {
  it("is built anew when one of its sources changes", async () => {
    const file = clone.path("cli", "main.ts");
    writeFileSync(file, readFileSync(file, "utf8").replace("deploy it, check it, look at it", "changed words"));
    expect((await clone.hdh(["--help"])).stdout).toContain("changed words");
  });
});
