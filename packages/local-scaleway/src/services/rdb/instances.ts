import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { creation, type Parent, taking, update } from "../../core/definition";
import { invalidArgument, transientState } from "../../core/errors";
import { flag, flagParameter, integer, list, object, tags, text, uuid, type Values } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { privateNetworks } from "../vpc/private-networks";
import { type Content, contentOf, forgetContent, makeFirstUser, putContent } from "./content";
import { type Endpoint, endpointSpec, moveAddress, newEndpoint, releaseAddress } from "./endpoint";
import { engineName, engineNamed, refuseUnknown, type Setting, settingList, upgradableVersions } from "./engines";
import { initialSettings, nodeType, type Volume, volume, volumeType } from "./node-types";
import { selfSignedCertificate } from "./self-signed-certificate";

type Status = "provisioning" | "initializing" | "configuring" | "restarting" | "ready" | "deleting";

export interface Instance {
  readonly id: string;
  readonly created_at: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly region: string;
  readonly tags: readonly string[];
  readonly status: Status;
  readonly engine: string;
  readonly node_type: string;
  readonly is_ha_cluster: boolean;
  readonly volume: Volume;
  readonly endpoints: readonly Endpoint[];
  readonly init_settings: readonly Setting[];
  readonly settings: readonly Setting[];
  /** Hours and days. */
  readonly backup_schedule: { readonly frequency: number; readonly retention: number; readonly disabled: boolean };
  readonly backup_same_region: boolean;
  /** Days and bytes. */
  readonly logs_policy: { readonly max_age_retention: number; readonly total_disk_retention: number | null };
  readonly encryption: { readonly enabled: boolean };
  /** PEM. Never shown here. */
  readonly certificate: string;
}

/** The endpoint of an instance that is told nothing. */
export const PUBLIC = { load_balancer: {} };

const name = text({ min: 1, max: 255 });
const positive = integer({ min: 1, max: 2 ** 32 - 1 });
const bytes = integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

const upgrades = {
  node_type: nodeType().optional(),
  enable_ha: flag().optional(),
  volume_size: bytes.optional(),
  volume_type: volumeType().optional(),
  enable_encryption: flag().optional(),
  major_upgrade_workflow: object({ upgradable_version_id: uuid(), with_endpoints: flag() }).optional(),
};

/** Managed Databases API v1, instances. Without a private network, they have a public endpoint. */
export const instances = resource<Instance>({
  path: "/rdb/v1/regions/{region}/instances",
  kind: "instance",
  terraformType: "scaleway_rdb_instance",
  create: creation(
    {
      project_id: projectRef(),
      name,
      engine: engineName(),
      user_name: text(),
      password: text(),
      node_type: nodeType(),
      is_ha_cluster: flag().default(false),
      disable_backup: flag().default(false),
      tags: tags(),
      init_settings: settingList().default([]),
      volume_type: volumeType().default("lssd"),
      volume_size: bytes.default(0),
      init_endpoints: list(endpointSpec()).default([]),
      backup_same_region: flag().default(false),
      encryption: object({ enabled: flag().default(false) }).default({ enabled: false }),
    },
    (given, { id, now, region, call }) => {
      const { user_name, password, disable_backup, volume_type, volume_size, init_endpoints, ...own } = given;
      refuseUnknown(given.init_settings, engineNamed(given.engine).initSettings, "init_settings");
      const instance: Instance = {
        id,
        created_at: now,
        ...own,
        organization_id: ORGANIZATION_ID,
        region,
        status: "provisioning",
        volume: volume(volume_type, volume_size, given.node_type),
        endpoints: [],
        settings: [],
        backup_schedule: { frequency: 24, retention: 7, disabled: disable_backup },
        logs_policy: { max_age_retention: 30, total_disk_retention: null },
        certificate: selfSignedCertificate(id),
      };
      makeFirstUser(call, instance, { name: user_name, password });
      let exposed = instance;
      for (const [index, spec] of (init_endpoints.length > 0 ? init_endpoints : [PUBLIC]).entries()) {
        const endpoint = newEndpoint(call, exposed, spec, `init_endpoints.${index}`);
        exposed = { ...exposed, endpoints: [...exposed.endpoints, endpoint] };
      }
      return exposed;
    },
  ),
  update: update(
    {
      name,
      tags: tags(),
      is_backup_schedule_disabled: flag(),
      backup_schedule_frequency: positive,
      backup_schedule_retention: positive,
      backup_same_region: flag(),
      logs_policy: object({ max_age_retention: positive.optional(), total_disk_retention: bytes.optional() }),
    },
    (instance, given) => {
      const { backup_schedule, logs_policy } = instance;
      const changed = {
        ...instance,
        name: given.name ?? instance.name,
        tags: given.tags ?? instance.tags,
        backup_same_region: given.backup_same_region ?? instance.backup_same_region,
        backup_schedule: {
          frequency: given.backup_schedule_frequency ?? backup_schedule.frequency,
          retention: given.backup_schedule_retention ?? backup_schedule.retention,
          disabled: given.is_backup_schedule_disabled ?? backup_schedule.disabled,
        },
      };
      if (!given.logs_policy) return changed;
      const {
        max_age_retention = logs_policy.max_age_retention,
        total_disk_retention = logs_policy.total_disk_retention,
      } = given.logs_policy;
      return { ...changed, logs_policy: { max_age_retention, total_disk_retention }, status: "configuring" };
    },
  ),
  settled: (instance) => {
    if (instance.status === "deleting") return undefined;
    if (instance.status === "ready") return instance;
    const { status, settings, node_type, engine, endpoints } = instance;
    const isUnset = status === "provisioning" && settings.length === 0;
    return {
      ...instance,
      status: "ready",
      settings: isUnset ? initialSettings(node_type, engine) : settings,
      endpoints: endpoints.map(({ pending: _, ...endpoint }) => endpoint),
    };
  },
  shown: shownInstance,
  list: {
    key: "instances",
    orderBy: { created_at: "created_at", name: "name", status: "status" },
    filters: {
      name: contains("name"),
      tags: tagged,
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      // None is due for any.
      has_maintenances: flagParameter()
        .map((wanted) => () => !wanted)
        .optional(),
    },
  },
  actions: {
    restart: (instance) => ({ ...instance, status: "restarting" }),
    upgrade: taking(upgrades, upgraded),
  },
  deletion: {
    takesAlong: (instance, call) => {
      for (const endpoint of instance.endpoints) releaseAddress(call, endpoint);
      forgetContent(call.platform, instance.id);
    },
    leaves: (instance) => ({ ...instance, status: "deleting" }),
    answersWhatStays: true,
  },
});

// An address of IPAM holds its network itself; a static one is known to the instance only.
privateNetworks.isHeldBy({
  kind: "instance",
  count: (platform, id) =>
    instances
      .existing(platform)
      .filter(({ endpoints }) => endpoints.some((one) => one.private_network?.private_network_id === id)).length,
});

/** Databases and users are made only in an instance that was seen ready since its last change; the others answer 409. */
export const instancesToFill: Parent = {
  kind: "instance",
  find: (call, id) => {
    if (call.request.method === "GET" || call.request.method === "DELETE") return instances.find(call, id);
    return readyInstance(call, id);
  },
};

/** @throws ApiError 409 when it is not ready, 404 when there is none */
export function readyInstance(call: Call, id: string): Instance {
  const status = instances.documents(call.platform).get(id)?.status;
  if (status !== undefined && status !== "ready" && status !== "deleting") throw transientState("instance", id, status);
  return instances.find(call, id);
}

type Upgrade = Values<typeof upgrades>;

/** An instance is upgraded in one respect at a time. */
function upgraded(instance: Instance, wanted: Upgrade, call: Call): Instance {
  const respects = Object.values(wanted).filter((one) => one !== undefined);
  if (respects.length !== 1) {
    throw invalidArgument("upgrade", "constraint", `exactly one of ${Object.keys(upgrades).join(", ")}`);
  }
  const { major_upgrade_workflow } = wanted;
  if (major_upgrade_workflow) return successor(instance, major_upgrade_workflow, call);
  return { ...instance, ...changedBy(wanted, instance), status: "initializing" };
}

function changedBy(wanted: Upgrade, { node_type, volume: current }: Instance): Partial<Instance> {
  const { node_type: newType, enable_ha, enable_encryption, volume_type, volume_size } = wanted;
  if (newType !== undefined) return { node_type: newType };
  if (volume_type !== undefined) {
    return { volume: volume(volume_type, volume_type === "lssd" ? 0 : current.size, node_type) };
  }
  if (volume_size !== undefined) {
    if (volume_size >= current.size) return { volume: volume(current.type, volume_size, node_type) };
    throw invalidArgument("volume_size", "constraint", `must not be below the present ${current.size}`);
  }
  if (enable_ha) return { is_ha_cluster: true };
  if (enable_encryption) return { encryption: { enabled: true } };
  const argument = enable_ha === undefined ? "enable_encryption" : "enable_ha";
  throw invalidArgument(argument, "constraint", "what was enabled stays so");
}

/** Another instance with a later engine and the same content. It is no cluster, and the old one stays until it is deleted. */
function successor(
  instance: Instance,
  { upgradable_version_id, with_endpoints }: NonNullable<Upgrade["major_upgrade_workflow"]>,
  call: Call,
): Instance {
  const version = upgradableVersions(instance.engine).find(({ id }) => id === upgradable_version_id);
  if (!version) {
    const argument = "major_upgrade_workflow.upgradable_version_id";
    throw invalidArgument(argument, "constraint", `${instance.engine} cannot be upgraded to it`);
  }
  const { platform } = call;
  const content = contentOf(platform, instance.id);
  const next = copied(call, instance, content, { engine: version.name, is_ha_cluster: false });
  if (!with_endpoints) return next;
  for (const endpoint of instance.endpoints) moveAddress(call, endpoint, next.id);
  instances.put(platform, { ...instance, endpoints: [] });
  return {
    ...next,
    endpoints: instance.endpoints.map((one) => (one.load_balancer ? { ...one, pending: true } : one)),
  };
}

/** Another instance with the same content and no endpoint. */
export function copied(call: Call, instance: Instance, content: Content, change: Partial<Instance>): Instance {
  const id = randomUUID();
  putContent(call.platform, id, content);
  return {
    ...instance,
    ...change,
    id,
    created_at: call.now,
    status: "provisioning",
    certificate: selfSignedCertificate(id),
    endpoints: [],
  };
}

export function shownInstance({ certificate: _, ...instance }: Instance) {
  const endpoints = instance.endpoints.filter(({ pending }) => !pending);
  return {
    ...instance,
    endpoints,
    endpoint: endpoints.find(({ load_balancer }) => load_balancer) ?? null,
    backup_schedule: { ...instance.backup_schedule, next_run_at: nextBackup(instance) },
    upgradable_version: upgradableVersions(instance.engine),
    maintenances: [],
    read_replicas: [],
  };
}

/** A backup runs every so many hours after the creation of the instance. */
function nextBackup({
  created_at,
  backup_schedule: { disabled, frequency },
}: Pick<Instance, "created_at" | "backup_schedule">): string | null {
  if (disabled) return null;
  const period = frequency * 3600;
  const passed = Math.floor((Date.now() - Date.parse(created_at)) / 1000 / period);
  return later(created_at, `${(passed + 1) * period}s`);
}
