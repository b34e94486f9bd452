import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { Clone, ended } from "../helpers/clone";
import { engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";
import { commandsOf, EXAMPLES, forEachExample } from "../helpers/examples";

jest.setTimeout(5 * 60_000);

/** In a clone that shares its dependencies with another, npx would run the hdh of the other. */
const OWN_HDH = 'npx() { shift; node cli/hdh.mjs "$@"; }';

describe("the examples, by the commands of their READMEs, on one local Scaleway", () => {
  let clone: Clone;
  let engine: string;

  beforeAll(async () => {
    engine = await engineProgram("opentofu");
    clone = new Clone({ TERRAFORM_BINARY_NAME: engine });
    await clone.succeed(["local", "up"]);
  }, TOOLCHAIN_LIMIT);

  afterAll(() => clone.hdh(["local", "down"]));

  /** @returns what the command printed */
  const typed = async (command: string): Promise<string> => {
    const { PATH, HOME } = process.env;
    const env = { PATH, HOME, CI: "1", TERRAFORM_BINARY_NAME: engine, HDH_TOOLCHAIN_PROVIDER: "build" };
    const { code, stdout, stderr } = await ended(
      spawn("sh", ["-c", `${OWN_HDH}; ${command}`], { cwd: clone.folder, env }),
    );
    if (code !== 0) throw new Error(`${command} ended with ${code}\n${stdout}\n${stderr}`);
    return stdout;
  };

  it("are deployed, all beside each other", async () => {
    await forEachExample(async (example) => {
      await typed(commandsOf(example).deploy);
    });

    expect(await clone.status()).toMatchObject({ missing: [], orphans: [], unhandled: [] });
    const states = readdirSync(clone.path(".hdh/state/sandbox")).filter((file) => file.endsWith(".tfstate"));
    expect(states.sort()).toEqual(EXAMPLES.map((example) => `example-${example}.tfstate`));
  });

  it("can be looked at", async () => {
    await forEachExample(async (example) => {
      expect(await typed(commandsOf(example).look)).toContain('"hdh-sandbox-');
    });
  });

  it("plan empty", async () => {
    await forEachExample(async (example) => {
      expect(await typed(engineCommand(example, "plan"))).toContain("No changes.");
    });
  });

  it("leave the output of the main app alone", async () => {
    expect((await typed("ls")).split("\n")).not.toContain("cdktf.out");
  });

  it("are taken down, and leave nothing but seeds and what the API keeps", async () => {
    await forEachExample(async (example) => {
      const { deploy, destroy } = commandsOf(example);
      expect(destroy).toBe(deploy.replace("cdktf deploy", "cdktf destroy"));
      // One by the command itself, the others by what it runs, which takes a third of the time.
      await typed(example === "keys" ? destroy : engineCommand(example, "destroy -auto-approve"));
    });

    const status = await clone.status();
    expect(status).toMatchObject({ matched: [], missing: [], orphans: [], unhandled: [] });
    expect(new Set(status.scheduledForDeletion.map(({ type }) => type))).toEqual(
      new Set(["scaleway_key_manager_key", "scaleway_secret", "scaleway_secret_version"]),
    );
  });
});

/** The command to look at an example, with another word for the engine and the variables that the example needs. */
function engineCommand(example: string, words: string): string {
  const { deploy, look } = commandsOf(example);
  const [variables = ""] = /TF_VAR_\w+="\$\([^)]*\)" /.exec(deploy) ?? [];
  return look.replace('"$TERRAFORM_BINARY_NAME" show', `${variables}"$TERRAFORM_BINARY_NAME" ${words}`);
}
