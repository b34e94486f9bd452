import { Clone } from "../helpers/clone";
import { SANDBOX_RESOURCES } from "../helpers/deployed";
import { engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";

/** What a caller's shell may hold; each value must stay there. */
const CALLER = {
  SCW_ACCESS_KEY: "SCWCANARYCANARYCANA",
  SCW_SECRET_KEY: "ca9a71ca-0000-4000-8000-000000000001",
  SCW_DEFAULT_REGION: "nl-ams",
  SCW_DEFAULT_PROJECT_ID: "ca9a71ca-0000-4000-8000-000000000002",
  SCW_PROFILE: "canary",
  AWS_ACCESS_KEY_ID: "CANARYACCESSKEY",
  AWS_SECRET_ACCESS_KEY: "canary-secret-access-key",
  AWS_CA_BUNDLE: "/canary/ca-bundle.pem",
  AWS_PROFILE: "canary-profile",
  HTTPS_PROXY: "http://canary.invalid:3128",
  https_proxy: "http://canary.invalid:3128",
  NO_PROXY: ".scw.cloud,canary.invalid",
  no_proxy: ".scw.cloud,canary.invalid",
  SSL_CERT_FILE: "/canary/ca.pem",
  TF_CLI_CONFIG_FILE: "/canary/terraformrc",
  TF_VAR_canary: "canary",
};

jest.setTimeout(5 * 60_000);

describe("the caller's shell", () => {
  const clone = new Clone();
  beforeAll(() => engineProgram("opentofu"), TOOLCHAIN_LIMIT);
  afterAll(() => clone.hdh(["local", "down"]));

  it("passes none of its values on", async () => {
    const passed = await clone.succeed(["local", "exec", "--", "env"], CALLER);

    expect(passed).not.toMatch(/canary|ca9a71ca|nl-ams/i);
    expect(passed).toMatch(/^SCW_API_URL=http:\/\/127\.0\.0\.1:\d+$/m);
    expect(passed).toMatch(/^NO_PROXY=127\.0\.0\.1,localhost$/m);
    expect(passed).not.toMatch(
      /^(AWS_CA_BUNDLE|SCW_DEFAULT_(REGION|ZONE|PROJECT_ID)|http_proxy|https_proxy|no_proxy)=/m,
    );
  });

  it("hands on the secrets that stacks ask for by name", async () => {
    const passed = await clone.succeed(["local", "exec", "--", "env"], {
      TF_VAR_secret_data_login_fr_par: "handed-over",
    });

    expect(passed).toMatch(/^TF_VAR_secret_data_login_fr_par=handed-over$/m);
  });

  it("does not keep the sandbox from being deployed where it belongs", async () => {
    const { resources } = JSON.parse(await clone.succeed(["start", "--json"], CALLER));
    const { connects } = await clone.status();

    expect(resources).toBe(SANDBOX_RESOURCES);
    expect(connects.every(({ host, allowed }) => allowed && /s3\.(fr-par|nl-ams)\.scw\.cloud$/.test(host))).toBe(true);
    expect(clone.read(".hdh/state/sandbox/storage-fr-par.tfstate")).not.toContain("nl-ams");
  });
});

describe("a synthesis that breaks a rule", () => {
  const clone = new Clone();
  afterAll(() => clone.hdh(["local", "down"]));

  it("deploys nothing, with --skip-synth neither", async () => {
    await clone.succeed(["local", "up"]);
    await clone.succeed(["local", "exec", "--", "npx", "cdktf", "synth"]);
    const breaches = ["--app", "node --require tsx/cjs __tests__/apps/breaches.ts"];
    const deploy = ["local", "exec", "--", "npx", "cdktf", "deploy", "*", "--auto-approve", "--skip-provider-lock"];

    const refused = await clone.hdh([...deploy, ...breaches]);
    expect(refused.code).not.toBe(0);
    expect(refused.stdout + refused.stderr).toContain(
      "HDH-LOC-001 critical  storage-fr-par/raw/bucket  region is pl-waw",
    );

    const skipped = await clone.hdh([...deploy, "--skip-synth"]);
    expect(skipped.code).not.toBe(0);
    expect(await clone.status()).toMatchObject({ matched: [], missing: [], orphans: [] });
  });
});
