import type { Json, JsonObject } from "./json";
import { resourceSchemas } from "./schema";
import type { Stack, Tree } from "./tree";

const REGION = "fr-par";
const ENVIRONMENT = "production";
const STATES = "hdh-production-tfstate-9d0c";

/** Workspaces of an environment: one stack each, 17 resources in good order, and nothing shared. */
export function workspaces(count: number): Tree {
  return { name: "workspaces", stacks: Array.from({ length: count }, (_, index) => workspace(index + 1)) };
}

/** Where the state of a stack is kept, as its backend and those who read it say. */
export function stateOf(stack: string): JsonObject {
  return {
    bucket: STATES,
    key: `${stack}.tfstate`,
    region: REGION,
    endpoints: { s3: `https://s3.${REGION}.scw.cloud` },
    skip_credentials_validation: true,
    skip_metadata_api_check: true,
    skip_region_validation: true,
    skip_requesting_account_id: true,
  };
}

/** Name of the output in which a workspace hands out an attribute of a resource. */
export function outputOf(type: string, name: string, attribute: string): string {
  return `${type}_${name}_${attribute}`;
}

function workspace(number: number): Stack {
  const id = `ws-${String(number).padStart(4, "0")}`;
  const stack = `workspace-${id}`;
  const resource = resourcesOf(id, number);
  return {
    name: stack,
    json: {
      "//": { metadata: { backend: "s3", stackName: stack, version: "0.21.0" } },
      terraform: {
        backend: { s3: { ...stateOf(stack), use_lockfile: true } },
        required_providers: { scaleway: { source: "scaleway/scaleway", version: "2.81.0" } },
        required_version: ">= 1.11",
      },
      provider: { scaleway: [{ region: REGION, zone: `${REGION}-1` }] },
      data: {
        scaleway_cockpit_preconfigured_alert: { prepared: { project_id: PROJECT, region: REGION } },
      },
      resource,
      output: outputs(resource),
    },
  };
}

const PROJECT = "${scaleway_account_project.project.id}";
const KEPT = { lifecycle: { prevent_destroy: true } };
const INSIDE = { project_id: PROJECT, region: REGION };

function resourcesOf(id: string, number: number): Record<string, JsonObject> {
  const labels = {
    "hdh-class": "C3",
    "hdh-env": ENVIRONMENT,
    "hdh-expiry": "2027-12-31",
    "hdh-owner": "platform-team",
    "hdh-phase": "P3",
    "hdh-project": id,
    "hdh-zone": "workspace",
  };
  const tags = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const named = (purpose: string) => `hdh-${ENVIRONMENT}-${id}-${purpose}`;
  const bucket = named("work");
  return {
    scaleway_account_project: {
      project: { name: `hdh-${ENVIRONMENT}-${id}`, description: "A research workspace.", ...KEPT },
    },
    scaleway_iam_application: {
      pipeline: {
        name: named("pipeline"),
        description: "Deploys the workspace.",
        tags: [...tags, "hdh-role=pipeline"],
      },
      research: {
        name: named("research"),
        description: "Reads the workspace's data.",
        tags: [...tags, "hdh-role=researcher"],
      },
    },
    scaleway_iam_policy: {
      pipeline: policyOf("pipeline", named("pipeline"), tags, ["ObjectStorageBucketsRead", "PrivateNetworksReadOnly"]),
      research: policyOf("research", named("research"), tags, ["KeyManagerKeyDecrypt", "ObjectStorageObjectsRead"]),
    },
    scaleway_key_manager_key: {
      key: {
        name: named("key"),
        ...INSIDE,
        usage: "symmetric_encryption",
        algorithm: "aes_256_gcm",
        rotation_policy: { rotation_period: "2160h" },
        unprotected: false,
        tags,
        lifecycle: { ignore_changes: ["rotation_policy[0].next_rotation_at"], prevent_destroy: true },
      },
    },
    scaleway_vpc: {
      vpc: { name: named("vpc"), ...INSIDE, enable_transitivity: false, tags, ...KEPT },
    },
    scaleway_vpc_acl: {
      acl_ipv4: { vpc_id: "${scaleway_vpc.vpc.id}", region: REGION, is_ipv6: false, default_policy: "drop", ...KEPT },
      acl_ipv6: { vpc_id: "${scaleway_vpc.vpc.id}", region: REGION, is_ipv6: true, default_policy: "drop", ...KEPT },
    },
    scaleway_vpc_private_network: {
      data: {
        name: named("data"),
        ...INSIDE,
        vpc_id: "${scaleway_vpc.vpc.id}",
        enable_default_route_propagation: false,
        ipv4_subnet: { subnet: rangeOf(number) },
        tags,
        ...KEPT,
      },
    },
    scaleway_object_bucket: {
      work: {
        name: bucket,
        ...INSIDE,
        force_destroy: false,
        object_lock_enabled: false,
        versioning: { enabled: true },
        tags: { ...labels, "hdh-role": "workspace" },
        ...KEPT,
      },
    },
    scaleway_object_bucket_server_side_encryption_configuration: {
      work: {
        bucket: "${scaleway_object_bucket.work.name}",
        ...INSIDE,
        rule: [
          {
            apply_server_side_encryption_by_default: {
              kms_master_key_id: '${element(split("/", scaleway_key_manager_key.key.id), 1)}',
              sse_algorithm: "aws:kms",
            },
            bucket_key_enabled: true,
          },
        ],
        ...KEPT,
      },
    },
    scaleway_object_bucket_policy: {
      work: {
        bucket: "${scaleway_object_bucket.work.name}",
        ...INSIDE,
        policy: bucketPolicy(bucket),
        depends_on: ["scaleway_object_bucket_server_side_encryption_configuration.work"],
      },
    },
    scaleway_secret: {
      salt: { name: named("salt"), path: `/hdh/${ENVIRONMENT}/${id}`, ...INSIDE, protected: true, tags, ...KEPT },
    },
    scaleway_cockpit_source: {
      logs: { name: named("logs"), type: "logs", retention_days: 365, ...INSIDE, ...KEPT },
      metrics: { name: named("metrics"), type: "metrics", retention_days: 365, ...INSIDE, ...KEPT },
    },
    scaleway_cockpit_alert_manager: {
      alerts: {
        ...INSIDE,
        contact_points: [{ email: "platform-team@example.org" }],
        preconfigured_alert_ids:
          "${[for alert in data.scaleway_cockpit_preconfigured_alert.prepared.alerts : alert.preconfigured_rule_id]}",
      },
    },
  };
}

function policyOf(application: string, name: string, tags: Json, permission_set_names: string[]): JsonObject {
  return {
    name,
    description: "What the workspace needs, in the workspace only.",
    application_id: `\${scaleway_iam_application.${application}.id}`,
    rule: [{ permission_set_names, project_ids: [PROJECT] }],
    tags,
  };
}

function bucketPolicy(bucket: string): string {
  const statement = (sid: string, application: string, actions: readonly string[]) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { SCW: [`application_id:\${scaleway_iam_application.${application}.id}`] },
    Action: actions,
    Resource: [bucket, `${bucket}/*`],
  });
  return JSON.stringify({
    Version: "2023-04-17",
    Id: bucket,
    Statement: [
      statement("pipeline", "pipeline", ["s3:*"]),
      statement("research", "research", ["s3:GetObject", "s3:ListBucket"]),
    ],
  });
}

/** A range of 1,024 addresses of each workspace's own, from 10.128.0.0 on. */
function rangeOf(number: number): string {
  return `10.${128 + Math.floor(number / 64)}.${(number % 64) * 4}.0/22`;
}

/** What a stack hands out for others to read, as cdktf writes it for references across stacks. */
function outputs(resource: Record<string, JsonObject>): JsonObject {
  return Object.fromEntries(
    Object.entries(resource).flatMap(([type, named]) =>
      Object.keys(named).flatMap((name) =>
        ["id", "name"]
          .filter((attribute) => resourceSchemas.get(type)?.attributes?.[attribute])
          .map((attribute) => [
            outputOf(type, name, attribute),
            { value: `\${${type}.${name}.${attribute}}`, sensitive: true },
          ]),
      ),
    ),
  );
}
