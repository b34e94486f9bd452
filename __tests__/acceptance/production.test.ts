import { Clone } from "../helpers/clone";
import { ENGINES, engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";

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
  const inStack = (stack: string, script: string) =>
    clone.hdh(["local", "exec", "--", "sh", "-c", `cd cdktf.out/stacks/${stack} && ${script}`]);

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

  it("keeps no state in files, and no secret of the local Scaleway in any synthesized file", async () => {
    const kept = await clone.hdh([
      "local",
      "exec",
      "--",
      "sh",
      "-c",
      "find .hdh/state cdktf.out -name '*.tfstate' -size +2k",
    ]);
    expect(kept.stdout).toBe("");
  });

  it("refuses a second apply on a state that somebody works on, names who, and lets the lock be forced open", async () => {
    const held = await inStack(
      "network-fr-par",
      `"$TERRAFORM_BINARY_NAME" console -no-color > /dev/null < /dev/null; ` +
        `(sleep 20 | "$TERRAFORM_BINARY_NAME" console -no-color > /dev/null 2>&1) & holder=$!; sleep 4; ` +
        `"$TERRAFORM_BINARY_NAME" apply -auto-approve -no-color -input=false 2>&1; echo "apply $?"; wait $holder`,
    );
    expect(held.stdout).toContain("Error acquiring the state lock");
    expect(held.stdout).toMatch(/Who: +\S+@\S+/);
    expect(held.stdout).toContain("apply 1");
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
