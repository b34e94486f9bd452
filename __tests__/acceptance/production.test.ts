import { setTimeout as sleep } from "node:timers/promises";
import { Clone } from "../helpers/clone";
import { ENGINES, engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";
import { killTree } from "../helpers/processes";

const STACKS = ["bootstrap", "foundation", "network-fr-par", "storage-fr-par"];
const DEPLOY = ["local", "exec", "--", "npx", "cdktf", "deploy", "*", "--auto-approve", "--skip-provider-lock"];

jest.setTimeout(5 * 60_000);

describe.each([...ENGINES])("production on the local Scaleway with %s, its states on object storage", (engine) => {
  let clone: Clone;

  beforeAll(async () => {
    clone = new Clone({ TERRAFORM_BINARY_NAME: await engineProgram(engine), HDH_ENVIRONMENT: "production" });
  }, TOOLCHAIN_LIMIT);

  afterAll(() => clone.hdh(["local", "down"]));

  const bootstrap = () => clone.hdh(["local", "exec", "--", "node", "cli/hdh.mjs", "bootstrap"]);
  const inClone = (script: string) => clone.hdh(["local", "exec", "--", "sh", "-c", script]);
  const inStack = (stack: string, script: string) => inClone(`cd cdktf.out/stacks/${stack} && ${script}`);

  it("is bootstrapped, once and again", async () => {
    const first = await bootstrap();
    expect(first).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("moving that state into hdh-production-tfstate-9d0c"),
    });

    const again = await bootstrap();
    expect(again).toMatchObject({
      code: 0,
      stderr: expect.stringContaining("keeps its own state; bringing it up to date"),
    });
    expect(again.stdout).toContain("0 added, 0 changed, 0 destroyed");
  });

  it("is deployed by the plain cdktf deploy, and plans empty", async () => {
    await clone.succeed(DEPLOY);
    for (const stack of STACKS)
      expect(await clone.engine(stack, "plan", "-detailed-exitcode", "-no-color")).toMatchObject({ code: 0 });
    expect((await clone.status()).unhandled).toEqual([]);
  });

  it("keeps no state in files, and no credentials beside the stacks", async () => {
    const kept = await inClone(
      "find .hdh/state -name '*.tfstate*'; grep -rl 11111111-1111-1111-1111-111111111111 cdktf.out/stacks",
    );
    expect(kept.stdout).toBe("");
  });

  it("refuses a second apply on a state that somebody works on, names who, and lets an abandoned lock be forced open", async () => {
    const apply = () =>
      inStack("network-fr-par", '"$TERRAFORM_BINARY_NAME" apply -auto-approve -no-color -input=false 2>&1');
    const script = 'cd cdktf.out/stacks/network-fr-par && sleep 60 | "$TERRAFORM_BINARY_NAME" console';
    const holder = clone.start(["local", "exec", "--", "sh", "-c", script]);
    await sleep(4_000); // until it has the lock

    const refused = await apply();
    expect(refused.code).not.toBe(0);
    expect(refused.stdout).toContain("Error acquiring the state lock");
    expect(refused.stdout).toMatch(/Who: +\S+@\S+/);

    killTree(holder.pid ?? 0); // leaves its lock behind
    expect((await apply()).code).not.toBe(0);
    const id = /^[│ ]*ID: +(\S+)/m.exec(refused.stdout)?.[1];
    expect(await inStack("network-fr-par", `"$TERRAFORM_BINARY_NAME" force-unlock -force ${id}`)).toMatchObject({
      code: 0,
    });
    expect(await apply()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining("0 added, 0 changed, 0 destroyed"),
    });
  });

  it("refuses to destroy what holds state", async () => {
    const destroyed = await inStack(
      "storage-fr-par",
      `"$TERRAFORM_BINARY_NAME" destroy -auto-approve -no-color -input=false 2>&1`,
    );
    expect(destroyed.code).not.toBe(0);
    expect(destroyed.stdout).toMatch(/prevent_destroy/);
  });
});
