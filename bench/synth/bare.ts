// The same resources with the bindings alone: no constructs of this project, no rules.
import { AccountProject } from "@cdktf/provider-scaleway/lib/account-project";
import { IamApplication } from "@cdktf/provider-scaleway/lib/iam-application";
import { IamPolicy } from "@cdktf/provider-scaleway/lib/iam-policy";
import { KeyManagerKey } from "@cdktf/provider-scaleway/lib/key-manager-key";
import { ObjectBucket } from "@cdktf/provider-scaleway/lib/object-bucket";
import { ObjectBucketLockConfiguration } from "@cdktf/provider-scaleway/lib/object-bucket-lock-configuration";
import { ObjectBucketPolicy } from "@cdktf/provider-scaleway/lib/object-bucket-policy";
import { ObjectBucketServerSideEncryptionConfiguration } from "@cdktf/provider-scaleway/lib/object-bucket-server-side-encryption-configuration";
import { Vpc } from "@cdktf/provider-scaleway/lib/vpc";
import { VpcAcl } from "@cdktf/provider-scaleway/lib/vpc-acl";
import { VpcPrivateNetwork } from "@cdktf/provider-scaleway/lib/vpc-private-network";
import { App, Fn } from "cdktf";
import { BareStack, workspaceIds } from "./workspaces";

const region = "fr-par";
const lifecycle = { preventDestroy: true };

const app = new App();
for (const id of workspaceIds()) {
  const stack = new BareStack(app, id);
  const project = new AccountProject(stack, "project", {
    name: `hdh-production-${id}`,
    description: "A workspace.",
    lifecycle,
  });
  const projectId = project.id;
  const labels = {
    "hdh-class": "C3",
    "hdh-env": "production",
    "hdh-expiry": "2027-12-31",
    "hdh-owner": "platform-team",
    "hdh-phase": "P3",
    "hdh-project": id,
    "hdh-zone": "workspace",
  };
  const tags = Object.entries(labels).map(([key, value]) => `${key}=${value}`);

  const [pipeline, research] = ["ci", "rs"].map((purpose) => {
    const name = `hdh-production-${id}-${purpose}`;
    const application = new IamApplication(stack, `${purpose}-application`, { name, description: "Works.", tags });
    new IamPolicy(stack, `${purpose}-policy`, {
      name,
      applicationId: application.id,
      tags,
      rule: [{ projectIds: [projectId], permissionSetNames: ["KeyManagerKeyDecrypt", "ObjectStorageObjectsRead"] }],
    });
    return application;
  });
  const key = new KeyManagerKey(stack, "key", {
    name: `hdh-production-${id}`,
    projectId,
    region,
    usage: "symmetric_encryption",
    algorithm: "aes_256_gcm",
    unprotected: false,
    rotationPolicy: { rotationPeriod: "2160h" },
    tags,
    lifecycle: { ...lifecycle, ignoreChanges: ["rotation_policy[0].next_rotation_at"] },
  });

  const vpc = new Vpc(stack, "vpc", {
    name: `hdh-production-${id}`,
    projectId,
    region,
    enableTransitivity: false,
    tags,
    lifecycle,
  });
  for (const isIpv6 of [false, true]) {
    new VpcAcl(stack, `acl-${isIpv6}`, { vpcId: vpc.id, region, isIpv6, defaultPolicy: "drop", lifecycle });
  }
  for (const [purpose, subnet] of [
    ["data", "10.96.0.0/22"],
    ["services", "10.96.4.0/22"],
  ]) {
    new VpcPrivateNetwork(stack, `network-${purpose}`, {
      name: `hdh-production-${id}-${purpose}`,
      vpcId: vpc.id,
      projectId,
      region,
      ipv4Subnet: { subnet },
      enableDefaultRoutePropagation: false,
      tags,
      lifecycle,
    });
  }

  for (const purpose of ["work", "delivery"]) {
    const name = `hdh-production-${id}-${purpose}-9d0c`;
    const place = { region, projectId };
    const locked = purpose === "delivery";
    const bucket = new ObjectBucket(stack, `${purpose}-bucket`, {
      ...place,
      name,
      versioning: { enabled: true },
      objectLockEnabled: locked,
      forceDestroy: false,
      tags: { ...labels, "hdh-role": locked ? "raw" : "curated" },
      lifecycle,
    });
    const encryption = new ObjectBucketServerSideEncryptionConfiguration(stack, `${purpose}-encryption`, {
      ...place,
      bucket: bucket.name,
      rule: [
        {
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: Fn.element(Fn.split("/", key.id), 1),
          },
          bucketKeyEnabled: true,
        },
      ],
      lifecycle,
    });
    const parts = locked
      ? [
          encryption,
          new ObjectBucketLockConfiguration(stack, `${purpose}-lock`, {
            ...place,
            bucket: bucket.name,
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
            lifecycle,
          }),
        ]
      : [encryption];
    const statement = (sid: string, application: string, actions: string[]) => ({
      Sid: sid,
      Effect: "Allow",
      Principal: { SCW: [`application_id:${application}`] },
      Action: actions,
      Resource: [name, `${name}/*`],
    });
    new ObjectBucketPolicy(stack, `${purpose}-policy`, {
      ...place,
      bucket: bucket.name,
      dependsOn: parts,
      policy: JSON.stringify({
        Version: "2023-04-17",
        Id: name,
        Statement: [
          statement("pipeline", pipeline!.id, ["s3:*"]),
          statement("research-read", research!.id, ["s3:GetObject", "s3:ListBucket"]),
        ],
      }),
    });
  }
}
app.synth();
