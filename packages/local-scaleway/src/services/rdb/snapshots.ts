import { randomUUID } from "node:crypto";
import { ok, operation, type Service } from "../../core/api";
import { update } from "../../core/definition";
import { flag, moment, text } from "../../core/fields";
import { contains, equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { type Content, contentOf } from "./content";
import { newEndpoint } from "./endpoint";
import { copied, type Instance, instances, PUBLIC, readyInstance, shownInstance } from "./instances";
import { nodeType } from "./node-types";

export interface Snapshot {
  readonly id: string;
  readonly instance_id: string;
  readonly name: string;
  readonly status: "creating" | "ready" | "deleting";
  readonly expires_at: string;
  readonly region: string;
  readonly project_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** The instance as it was then, and what was in it. Never shown. */
  readonly taken: { readonly instance: Instance; readonly content: Content };
}

const COLLECTION = "/rdb/v1/regions/{region}/snapshots";
const name = text({ min: 1, max: 255 });
const YEAR = `${365 * 24 * 3600}s`;

/** Managed Databases API v1, snapshots of the volumes of instances. They outlive their instance. */
export const snapshots = resource<Snapshot>({
  path: COLLECTION,
  kind: "snapshot",
  notFoundAs: "instance_snapshot",
  terraformType: "scaleway_rdb_snapshot",
  update: update({ name, expires_at: moment() }),
  settled: (snapshot) => {
    if (snapshot.status === "deleting") return undefined;
    return snapshot.status === "ready" ? snapshot : { ...snapshot, status: "ready" };
  },
  shown,
  list: {
    key: "snapshots",
    orderBy: { created_at: "created_at", name: "name", expires_at: "expires_at" },
    filters: { name: contains("name"), instance_id: equalId("instance_id"), project_id: equalId("project_id") },
  },
  deletion: { leaves: (snapshot) => ({ ...snapshot, status: "deleting" }), answersWhatStays: true },
});

/** Taking a snapshot, and making an instance of one. */
export const snapshotting: Service = {
  operations: [
    operation({
      method: "POST",
      path: "/rdb/v1/regions/{region}/instances/{instance}/snapshots",
      body: { name, expires_at: moment().optional() },
      answer: (call, { body }) => {
        const { platform, now } = call;
        const instance = readyInstance(call, call.param("instance"));
        const snapshot: Snapshot = {
          id: randomUUID(),
          instance_id: instance.id,
          name: body.name,
          status: "creating",
          expires_at: body.expires_at ?? later(now, YEAR),
          region: instance.region,
          project_id: instance.project_id,
          created_at: now,
          updated_at: now,
          taken: { instance, content: contentOf(platform, instance.id) },
        };
        snapshots.put(platform, snapshot);
        return ok(shown(snapshot));
      },
    }),
    operation({
      method: "POST",
      path: `${COLLECTION}/{snapshot}/create-instance`,
      body: { instance_name: name, is_ha_cluster: flag().optional(), node_type: nodeType().optional() },
      answer: (call, { body }) => {
        const { taken } = snapshots.addressed(call);
        const {
          instance_name: name,
          is_ha_cluster = taken.instance.is_ha_cluster,
          node_type = taken.instance.node_type,
        } = body;
        const restored = copied(call, taken.instance, taken.content, { name, is_ha_cluster, node_type });
        const instance = { ...restored, endpoints: [newEndpoint(call, restored, PUBLIC, "endpoints")] };
        instances.put(call.platform, instance);
        return ok(shownInstance(instance));
      },
    }),
  ],
};

function shown({ taken: { instance }, project_id: _, ...snapshot }: Snapshot) {
  const { size, ...volume_type } = instance.volume;
  const isMade = snapshot.status !== "creating";
  return {
    ...snapshot,
    instance_name: instance.name,
    node_type: instance.node_type,
    volume_type,
    size: isMade ? size : null,
    updated_at: isMade ? snapshot.updated_at : null,
  };
}
