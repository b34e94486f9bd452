import type { Call } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { notFound } from "../../core/errors";
import { moment, ref, text, uuid } from "../../core/fields";
import { contains, equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { databaseIdentifier } from "./credentials";
import { databases } from "./databases";
import { type Instance, instances, readyInstance } from "./instances";

export interface Backup {
  readonly id: string;
  readonly instance_id: string;
  readonly instance_name: string;
  readonly project_id: string;
  readonly database_name: string;
  readonly name: string;
  readonly status: "creating" | "exporting" | "restoring" | "ready" | "deleting";
  readonly same_region: boolean;
  readonly expires_at: string | null;
  readonly download_url: string | null;
  readonly download_url_expires_at: string | null;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const name = text({ min: 1, max: 255 });
/** Bytes of a dump of a database with nothing in it, as recorded. */
const SIZE = 1255;
const DAY = `${24 * 3600}s`;

/** Managed Databases API v1, backups of one database each. What is exported cannot be downloaded: nothing was dumped. */
export const backups = resource<Backup>({
  path: "/rdb/v1/regions/{region}/backups",
  kind: "backup",
  notFoundAs: "database_backup",
  terraformType: "scaleway_rdb_database_backup",
  create: creation(
    {
      instance_id: ref({ find: readyInstance }),
      database_name: databaseIdentifier(),
      name,
      expires_at: moment().nullable(),
    },
    (given, { id, now, region, call }) => {
      const instance = instances.find(call, given.instance_id);
      const { database_name } = given;
      if (!databases.documents(call.platform).has(`${instance.id}/${database_name}`)) {
        throw notFound("database", database_name);
      }
      return {
        id,
        ...given,
        instance_name: instance.name,
        project_id: instance.project_id,
        status: "creating",
        same_region: instance.backup_same_region,
        download_url: null,
        download_url_expires_at: null,
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update({ name, expires_at: moment() }),
  settled: (backup) => {
    if (backup.status === "deleting") return undefined;
    return backup.status === "ready" ? backup : { ...backup, status: "ready" };
  },
  shown: ({ project_id: _, ...backup }) => {
    const isMade = backup.status !== "creating";
    const isExported = backup.status !== "exporting";
    return {
      ...backup,
      size: isMade ? SIZE : null,
      updated_at: isMade ? backup.updated_at : null,
      download_url: isExported ? backup.download_url : null,
      download_url_expires_at: isExported ? backup.download_url_expires_at : null,
    };
  },
  list: {
    key: "database_backups",
    orderBy: { created_at: "created_at", name: "name", status: "status" },
    filters: { name: contains("name"), instance_id: equalId("instance_id"), project_id: equalId("project_id") },
  },
  actions: {
    export: exported,
    restore: taking({ instance_id: uuid(), database_name: databaseIdentifier().optional() }, (backup, given, call) => {
      fill(call, readyInstance(call, given.instance_id), given.database_name ?? backup.database_name);
      return { ...backup, status: "restoring" };
    }),
  },
  deletion: { leaves: (backup) => ({ ...backup, status: "deleting" }), answersWhatStays: true },
});

function exported(backup: Backup, { now }: Call): Backup {
  const { region, instance_id, id } = backup;
  return {
    ...backup,
    status: "exporting",
    download_url: `https://s3.${region}.scw.cloud/${instance_id}/${id}.custom`,
    download_url_expires_at: later(now, DAY),
  };
}

/** The database that a backup is restored to is made when it is not there. */
function fill({ platform, now }: Call, { id, region }: Instance, name: string): void {
  if (databases.documents(platform).has(`${id}/${name}`)) return;
  const database = {
    name,
    managed: true,
    owner: "",
    size: 0,
    instance_id: id,
    region,
    created_at: now,
    madeFor: id,
  } as const;
  databases.put(platform, database);
}
