import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { update } from "../../core/definition";
import { preconditionFailed } from "../../core/errors";
import { flagParameter, tags, text } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";

interface Reference {
  readonly id: string;
  /** The server that has it. */
  readonly server: string;
  readonly created_at: string;
}

export interface Volume {
  readonly id: string;
  readonly name: string;
  readonly project_id: string;
  /** Bytes. */
  readonly size: number;
  readonly parent_snapshot_id: string;
  readonly tags: readonly string[];
  readonly reference: Reference | null;
  readonly last_detached_at: string | null;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** The server that came with it, as long as it has it. */
  readonly madeFor?: string;
}

/** Input and output operations a second: what a volume has that nobody asked another class for. */
const PERFORMANCE = 5000;

/** Block Storage API v1, volumes. There are none but the root volumes that servers bring along, and leave behind. */
export const volumes = resource<Volume>({
  path: "/block/v1/zones/{zone}/volumes",
  kind: "volume",
  terraformType: "scaleway_block_volume",
  update: update({ name: text({ min: 1 }), tags: tags() }),
  shown: ({ reference, ...volume }) => ({
    ...volume,
    kms_key_id: null,
    references: reference === null ? [] : [shownReference(reference)],
    specs: { class: "sbs", perf_iops: PERFORMANCE },
    status: reference === null ? "available" : "in_use",
    type: "sbs_5k",
  }),
  list: {
    key: "volumes",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      name: contains("name"),
      project_id: equalId("project_id"),
      tags: tagged,
      // A deleted one is gone at once.
      include_deleted: flagParameter()
        .map(() => () => true)
        .optional(),
    },
  },
  deletion: {
    refusal: ({ reference }) =>
      reference ? preconditionFailed("resource_still_in_use", `the server ${reference.server} has it`) : undefined,
  },
});

/** What a server wants its root volume to be. */
export type RootVolume = Pick<Volume, "name" | "project_id" | "size" | "parent_snapshot_id"> & {
  readonly server: string;
};

/** Makes the root volume of a server. */
export function newRootVolume(call: Call, { server, ...wanted }: RootVolume): Volume {
  const volume: Volume = {
    ...wanted,
    id: randomUUID(),
    tags: [],
    reference: { id: randomUUID(), server, created_at: call.now },
    last_detached_at: null,
    zone: call.param("zone"),
    created_at: call.now,
    updated_at: call.now,
    madeFor: server,
  };
  volumes.put(call.platform, volume);
  return volume;
}

/** Takes a volume away from its server; it stays. */
export function detach(call: Call, id: string): void {
  const volume = volumes.find(call, id);
  volumes.replace(call, volume, { ...volume, reference: null, last_detached_at: call.now, madeFor: undefined });
}

const shownReference = ({ id, server, created_at }: Reference) => ({
  id,
  created_at,
  product_resource_id: server,
  product_resource_type: "instance_server",
  status: "attached",
  type: "exclusive",
});
