import { setTimeout as sleep } from "node:timers/promises";
import {
  DeleteObjectCommand,
  GetBucketAclCommand,
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import { Clone } from "../helpers/clone";
import { PRODUCTION_STACKS } from "../helpers/deployed";
import { ENGINES, engineProgram, TOOLCHAIN_LIMIT } from "../helpers/engines";
import { killTree } from "../helpers/processes";

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
    for (const stack of PRODUCTION_STACKS) {
      expect(await clone.engine(stack, "validate", "-no-color")).toMatchObject({ code: 0 });
      expect(await clone.engine(stack, "plan", "-detailed-exitcode", "-no-color")).toMatchObject({ code: 0 });
    }
    expect((await clone.status()).unhandled).toEqual([]);
  });

  it("keeps pseudonymised health data in a bucket that only its own identities and the pipeline reach", async () => {
    const target = new LiveTarget(clone);
    const project = await target.idOf("account/v3/projects", "projects", "hdh-production-data");
    const s3 = target.objectStorage(project);
    const bucket = { Bucket: "hdh-production-lake-9d0c" };

    const { LocationConstraint } = await s3.send(new GetBucketLocationCommand(bucket));
    expect(LocationConstraint).toBe("fr-par");

    const { ServerSideEncryptionConfiguration } = await s3.send(new GetBucketEncryptionCommand(bucket));
    const key = await target.idOf("key-manager/v1alpha1/regions/fr-par/keys", "keys", "hdh-production-lake");
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual([
      {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms", KMSMasterKeyID: key },
        BucketKeyEnabled: true,
      },
    ]);

    expect(await s3.send(new GetBucketVersioningCommand(bucket))).toMatchObject({ Status: "Enabled" });
    await expect(s3.send(new GetBucketLifecycleConfigurationCommand(bucket))).rejects.toThrow(
      expect.objectContaining({ name: "NoSuchLifecycleConfiguration" }),
    );

    const { Grants } = await s3.send(new GetBucketAclCommand(bucket));
    expect(Grants?.map(({ Grantee }) => Grantee?.ID)).toEqual([`${project}:${project}`]);

    const { Policy = "" } = await s3.send(new GetBucketPolicyCommand(bucket));
    const named = JSON.parse(Policy).Statement.flatMap(
      ({ Principal }: { Principal: { SCW: string[] } }) => Principal.SCW,
    );
    const identities = ["pipeline-apply", "pipeline-plan", "ingest"].map((purpose) =>
      target.idOf("iam/v1alpha1/applications", "applications", `hdh-production-${purpose}`),
    );
    expect(named).toEqual((await Promise.all(identities)).map((id) => `application_id:${id}`));
  });

  it("loses nothing but a record with one stack's state, says which, and has it back from the bucket's versions", async () => {
    const target = new LiveTarget(clone);
    const s3 = target.objectStorage(await target.idOf("account/v3/projects", "projects", "hdh-production-state"));
    const state = { Bucket: "hdh-production-tfstate-9d0c", Key: "foundation.tfstate" };
    const before = await target.objects();

    await s3.send(new DeleteObjectCommand(state));

    const reading = await clone.engine("network-fr-par", "plan", "-no-color");
    expect(reading.code).toBe(1);
    expect(reading.stdout + reading.stderr).toContain(
      "The stack foundation has no state, and this stack reads it. Deploy foundation first. If its state is lost, bring it back: docs/runbooks/lost-state.md",
    );
    expect(await clone.engine("bootstrap", "plan", "-detailed-exitcode", "-no-color")).toMatchObject({ code: 0 });
    expect(await target.objects()).toEqual(before);

    const { DeleteMarkers } = await s3.send(new ListObjectVersionsCommand({ Bucket: state.Bucket, Prefix: state.Key }));
    await s3.send(new DeleteObjectCommand({ ...state, VersionId: DeleteMarkers?.[0]?.VersionId }));
    for (const stack of ["foundation", "network-fr-par"])
      expect(await clone.engine(stack, "plan", "-detailed-exitcode", "-no-color")).toMatchObject({ code: 0 });
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

/** What the local Scaleway holds, as the owner of the organisation sees it. */
class LiveTarget {
  private readonly server: { apiUrl: string; objectStorageUrl: string; credentials: Record<string, string> };

  constructor(clone: Clone) {
    this.server = JSON.parse(clone.read(".hdh/local/server.json"));
  }

  objectStorage(project: string): S3Client {
    const { accessKey, secretKey: secretAccessKey = "" } = this.server.credentials;
    return new S3Client({
      endpoint: this.server.objectStorageUrl,
      region: "fr-par",
      forcePathStyle: true,
      credentials: { accessKeyId: `${accessKey}@${project}`, secretAccessKey },
    });
  }

  /** UUID of the one object of that name in a collection. */
  async idOf(path: string, collection: string, name: string): Promise<string> {
    const found = (await this.get(`${path}?page_size=100`))[collection] as { id: string; name: string }[];
    const [one, ...more] = found.filter((object) => object.name === name);
    if (!one || more.length > 0) throw new Error(`expected one ${name} in ${path}, found ${one ? more.length + 1 : 0}`);
    return one.id;
  }

  /** Type and id of all that exists. */
  async objects(): Promise<string[]> {
    const { objects } = await this.get("-/status");
    return (objects as { type: string; id: string }[]).map(({ type, id }) => `${type} ${id}`).sort();
  }

  private async get(path: string): Promise<Record<string, unknown>> {
    const headers = { "X-Auth-Token": this.server.credentials.secretKey ?? "" };
    return (await (await fetch(`${this.server.apiUrl}/${path}`, { headers })).json()) as Record<string, unknown>;
  }
}
