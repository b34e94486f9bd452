import { writeFileSync } from "node:fs";
import { Clone } from "../helpers/clone";
import { SANDBOX_RESOURCES, SANDBOX_STACKS } from "../helpers/deployed";
import { ENGINES, engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";

jest.setTimeout(5 * 60_000);

describe.each([...ENGINES])("the sandbox on the local Scaleway with %s", (engine) => {
  let deployed: Clone;

  beforeAll(async () => {
    deployed = new Clone({ TERRAFORM_BINARY_NAME: await engineProgram(engine) });
  }, TOOLCHAIN_LIMIT);

  afterAll(() => deployed.hdh(["local", "down"]));

  const plansAreEmpty = async () => {
    for (const stack of SANDBOX_STACKS)
      expect(await deployed.engine(stack, "plan", "-detailed-exitcode", "-no-color")).toMatchObject({ code: 0 });
  };

  it("is deployed by the plain cdktf deploy", async () => {
    const output = await deployed.succeed([
      "local",
      "exec",
      "--",
      "npx",
      "cdktf",
      "deploy",
      "*",
      "--auto-approve",
      "--skip-provider-lock",
    ]);
    expect(output).toContain("Apply complete!");
    await plansAreEmpty();
  });

  it("is found deployed by hdh start, which changes nothing", async () => {
    const { resources, changes } = JSON.parse(await deployed.succeed(["start", "--json"]));

    expect(resources).toBe(SANDBOX_RESOURCES);
    expect(changes).toHaveLength(SANDBOX_STACKS.length);
    for (const change of changes) expect(change).toMatchObject({ added: 0, changed: 0, destroyed: 0 });
  });

  it("has exactly one live object for each managed address, and the reverse", async () => {
    const status = await deployed.status();

    expect(status).toMatchObject({ missing: [], orphans: [], unhandled: [], scheduledForDeletion: [] });
    const addresses = status.matched.map(({ resource: { stack, address } }) => `${stack} ${address}`);
    expect(new Set(addresses).size).toBe(SANDBOX_RESOURCES);
  });

  it("has reached no host but object storage of its own regions", async () => {
    const { connects } = await deployed.status();

    expect(connects.length).toBeGreaterThan(0);
    for (const connect of connects) {
      expect(connect).toMatchObject({
        allowed: true,
        host: expect.stringMatching(/^(hdh-sandbox-[a-z-]+-5a4d(-nl-ams)?\.)?s3\.(fr-par|nl-ams)\.scw\.cloud$/),
      });
    }
  });

  it("is updated in place when its statement changes", async () => {
    const file = deployed.path("config/environments/sandbox.ts");
    writeFileSync(
      file,
      deployed
        .read("config/environments/sandbox.ts")
        .replace('"platform-team"', '"another-team"')
        .replace("lockDays: 1", "lockDays: 2"),
    );

    const { changes } = JSON.parse(await deployed.succeed(["start", "--json"]));

    for (const change of changes) expect(change).toMatchObject({ added: 0, destroyed: 0 });
    const changed = changes.map((change: { stack: string; changed: number }) => [change.stack, change.changed]);
    expect(Object.fromEntries(changed)).toEqual({
      "catalogue-fr-par": 3,
      "cluster-fr-par": 7,
      foundation: 17,
      "network-fr-par": 13,
      "network-nl-ams": 3,
      observability: 0, // nothing there has labels
      "portal-fr-par": 4,
      "recovery-nl-ams": 4,
      "storage-fr-par": 5,
    });
    await plansAreEmpty();
  });

  it("can be planned with a key of the pipeline, and with none of another identity", async () => {
    const planAs = async (identity: string) => {
      const { accessKey, secretKey } = await apiKeyOf(deployed, identity);
      const keys = `SCW_ACCESS_KEY=${accessKey} SCW_SECRET_KEY=${secretKey}`;
      const command = `cd cdktf.out/stacks/storage-fr-par && ${keys} "$TERRAFORM_BINARY_NAME" plan -detailed-exitcode -no-color`;
      return deployed.hdh(["local", "exec", "--", "sh", "-c", command]);
    };

    for (const identity of ["hdh-sandbox-pipeline-plan", "hdh-sandbox-pipeline-apply"]) {
      expect(await planAs(identity)).toMatchObject({ code: 0 });
    }
    const refused = await planAs("hdh-sandbox-ingest");
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toMatch(/AccessDenied|Forbidden|403/);
  });

  it("is all there again after the local Scaleway was stopped", async () => {
    await deployed.succeed(["local", "down"]);
    await deployed.succeed(["local", "up"]);
    expect(await deployed.status()).toMatchObject({ missing: [], orphans: [] });
    await plansAreEmpty();
  });

  it("is gone after destroy, but for seeds and what the real API keeps", async () => {
    await deployed.succeed(["destroy"]);
    const status = await deployed.status();

    expect(status).toMatchObject({ matched: [], missing: [], orphans: [], unhandled: [] });
    expect(status.scheduledForDeletion.map(({ type }) => type).sort()).toEqual([
      ...Array(5).fill("scaleway_key_manager_key"),
      ...Array(2).fill("scaleway_secret"),
      ...Array(2).fill("scaleway_secret_version"),
    ]);
  });
});

/** A key of one of the deployed identities, made as an administrator makes it: by the IAM API. */
async function apiKeyOf(clone: Clone, identity: string): Promise<{ accessKey: string; secretKey: string }> {
  const iam = `${(await clone.status()).server.apiUrl}/iam/v1alpha1`;
  const token = JSON.parse(clone.read(".hdh/local/server.json")).credentials.secretKey;
  const ask = async <T>(path: string, body?: object) => {
    const answer = await fetch(`${iam}/${path}`, {
      method: body ? "POST" : "GET",
      headers: { "X-Auth-Token": token, "Content-Type": "application/json" },
      body: body && JSON.stringify(body),
    });
    return (await answer.json()) as T;
  };
  const { applications } = await ask<{ applications: { id: string }[] }>(`applications?name=${identity}`);
  const key = await ask<{ access_key: string; secret_key: string }>("api-keys", {
    application_id: applications[0]?.id,
    description: "for one plan",
  });
  return { accessKey: key.access_key, secretKey: key.secret_key };
}
