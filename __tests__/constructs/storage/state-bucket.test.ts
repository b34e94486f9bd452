import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { App } from "cdktf";
import { ManagedKey } from "../../../constructs/keys/managed-key";
import { StateBucket } from "../../../constructs/storage/state-bucket";
import { frPar, identityIn, projectIn, render, Template, TestStack } from "../../helpers/render";

function stateBucket(stack: TestStack, purpose = "tfstate"): StateBucket {
  const key = new ManagedKey(stack, "key", { purpose: "state", project: projectIn(stack), locality: frPar });
  return new StateBucket(stack, "bucket", { purpose, key });
}

describe("StateBucket", () => {
  it("is versioned, encrypted and protected, and has no lock under which its lock files could not be deleted", () => {
    const template = render((stack) => void stateBucket(stack));

    expect(template.one("object_bucket")).toMatchObject({
      name: "hdh-production-tfstate-9d0c",
      versioning: { enabled: true },
      object_lock_enabled: false,
      force_destroy: false,
      tags: { "hdh-role": "state" },
      lifecycle: { prevent_destroy: true },
    });
    expect(template.one("object_bucket_server_side_encryption_configuration")).toMatchObject({
      rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }],
      lifecycle: { prevent_destroy: true },
    });
    expect(template.all("object_bucket_lock_configuration")).toEqual([]);
  });

  it("is older than whom it admits, so its policy stands in the stack that makes them", () => {
    const app = new App({ outdir: mkdtempSync(join(tmpdir(), "hdh-render-")) });
    const older = new TestStack(app, "older");
    const younger = new TestStack(app, "younger");
    const bucket = stateBucket(older);

    bucket.admit(younger, identityIn(younger, projectIn(older), "pipeline"));
    for (const stack of [older, younger]) stack.prepareStack();

    expect(new Template(older.toTerraform()).all("object_bucket_policy")).toEqual([]);
    const policy = new Template(younger.toTerraform()).one("object_bucket_policy");
    expect(policy).not.toHaveProperty("depends_on");
    expect(policy.bucket).toContain("data.terraform_remote_state.");
    expect(JSON.parse(policy.policy as string).Statement).toEqual([
      expect.objectContaining({
        Sid: "pipeline",
        Action: ["s3:*"],
        Resource: ["hdh-production-tfstate-9d0c", "hdh-production-tfstate-9d0c/*"],
      }),
    ]);
  });

  it("refuses a purpose that would not fit into its name", () => {
    expect(() => render((stack) => void stateBucket(stack, "TF"))).toThrow("test/bucket\n  purpose: lower case");
  });
});
