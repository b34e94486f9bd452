import { type Answer, type Call, ok, operation, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, notFound, notImplemented, preconditionFailed } from "../../core/errors";
import { flag, integer, list, object, oneOf, ref, tags, text, uuid } from "../../core/fields";
import { contains, equalId, equalText } from "../../core/listing";
import { resource } from "../../core/resource";
import { ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";
import { detach, newRootVolume } from "../block/volumes";
import { imageIn, type LocalImage } from "../marketplace/local-images";
import { addressId, setAddresses } from "./ips";
import { newMacAddress } from "./mac-address";
import { removeNics } from "./private-nics";
import { defaultSecurityGroup, securityGroups, withOffset } from "./security-groups";
import { ACTIONS, begun, isOff, nextPhase, type Phase } from "./server-phases";
import type { ServerReference } from "./server-reference";
import { typesIn } from "./server-types";
import { ROOT_VOLUME_NAME, shownServer } from "./shown-server";

export interface Server extends ServerReference {
  /** Its host name stays the first name that it had. */
  readonly hostname: string;
  readonly tags: readonly string[];
  readonly commercial_type: string;
  readonly image: string;
  readonly boot_type: "local" | "rescue";
  readonly mac_address: string;
  /** The volume that it starts from. */
  readonly volume: string;
  readonly phase: Phase;
  readonly created_at: string;
  readonly updated_at: string;
}

const GB = 1e9;
/** Bytes, as large as the images recorded were. */
const SMALLEST_ROOT_VOLUME = 10 * GB;
const LARGEST_VOLUME = 10_000 * GB;

const rootVolume = object({
  boot: flag().default(false),
  name: text({ min: 1 }).optional(),
  size: integer({ min: SMALLEST_ROOT_VOLUME, max: LARGEST_VOLUME }).default(SMALLEST_ROOT_VOLUME),
  volume_type: oneOf("sbs_volume").default("sbs_volume"),
});

/** None has an address that comes and goes with its power. */
const noDynamicIp = flag().map((wanted, { call }) => {
  if (wanted) throw notImplemented(call.request.method, `${call.request.path} with dynamic_ip_required`);
  return wanted;
});

const fields = {
  name: text({ min: 1 }),
  commercial_type: text({ min: 1 }),
  boot_type: oneOf("local", "rescue"),
  dynamic_ip_required: noDynamicIp,
  public_ips: list(addressId),
  tags: tags(),
};

const PATH = "/instance/v1/zones/{zone}/servers";

/** Instances API v1, servers. Each has one volume, on Block Storage; nothing runs on it. */
export const servers = resource<Server>({
  path: PATH,
  kind: "server",
  notFoundAs: "instance_server",
  dialect: "instance",
  terraformType: "scaleway_instance_server",
  create: creation(
    {
      ...fields,
      project: projectRef(),
      boot_type: fields.boot_type.default("local"),
      dynamic_ip_required: noDynamicIp.default(false),
      public_ips: fields.public_ips.default([]),
      image: uuid(),
      security_group: ref(securityGroups).optional(),
      volumes: object({ [ROOT_VOLUME_NAME]: rootVolume.optional() }).optional(),
    },
    ({ project, name, image: imageId, security_group, volumes, public_ips, ...given }, { id, now, zone, call }) => {
      const image = imageFor(given.commercial_type, imageId, zone);
      const wanted = volumes?.[ROOT_VOLUME_NAME];
      const { id: volume } = newRootVolume(call, {
        name: wanted?.name ?? `${image.name}_sbs_volume_${ROOT_VOLUME_NAME}`,
        size: wanted?.size ?? SMALLEST_ROOT_VOLUME,
        project_id: project,
        parent_snapshot_id: image.snapshot,
        server: id,
      });
      const server: Server = {
        id,
        name,
        hostname: name,
        project_id: project,
        tags: given.tags,
        commercial_type: given.commercial_type,
        image: image.id,
        boot_type: given.boot_type,
        security_group: security_group ?? defaultSecurityGroup(call, project).id,
        mac_address: newMacAddress("de:00:01"),
        volume,
        phase: "stopped",
        zone,
        created_at: now,
        updated_at: now,
      };
      setAddresses(call, server, public_ips);
      return server;
    },
  ),
  update: update(
    { ...fields, security_group: object({ id: ref(securityGroups), name: text().optional() }) },
    (server, { public_ips, security_group, dynamic_ip_required: _, ...given }, call) => {
      const { commercial_type = server.commercial_type } = given;
      if (commercial_type !== server.commercial_type) {
        imageFor(commercial_type, server.image, server.zone);
        if (!isOff(server.phase)) throw stillOn("before its type changes");
      }
      if (public_ips) setAddresses(call, server, public_ips);
      return { ...server, ...given, security_group: security_group?.id ?? server.security_group };
    },
  ),
  settled: (server) => {
    if (server.phase === "terminating") return undefined;
    const phase = nextPhase(server.phase);
    return phase === server.phase ? server : { ...server, phase };
  },
  shown: shownServer,
  list: {
    key: "servers",
    filters: {
      name: contains("name"),
      organization: ofTheOrganization,
      project: equalId("project_id"),
      commercial_type: equalText("commercial_type"),
      // The order that they are in anyway.
      order: oneOf("creation_date_desc")
        .map(() => () => true)
        .optional(),
      tags: text()
        .map((wanted) => (server: Server) => wanted.split(",").every((tag) => server.tags.includes(tag)))
        .optional(),
    },
  },
  holds: { security_group: securityGroups },
  deletion: {
    refusal: ({ phase }) => (isOff(phase) ? undefined : stillOn("before it is deleted")),
    takesAlong: leaveAll,
  },
});

/** Instances API v1, what is done to a server, and what it has beside itself. */
export const serverActions: Service = {
  operations: [
    operation({
      method: "POST",
      path: `${PATH}/{server}/action`,
      body: { action: oneOf(...ACTIONS) },
      answer: (call, { body: { action } }) => {
        const server = servers.changeable(call);
        if (action === "backup") throw notImplemented("POST", `${call.request.path} with backup`);
        const phase = begun(action, server.phase);
        if (phase === "terminating") leaveAll(server, call);
        servers.replace(call, server, { ...server, phase });
        return task(call, server);
      },
    }),
    operation({
      method: "GET",
      path: `${PATH}/{server}/user_data`,
      answer: (call) => {
        servers.addressed(call);
        return ok({ user_data: [] });
      },
    }),
    operation({
      method: "GET",
      path: "/instance/v1/zones/{zone}/volumes/{volume}",
      // None is a local one: clients that find none here go on to Block Storage.
      answer: (call) => {
        throw notFound("instance_volume", call.param("volume"));
      },
    }),
  ],
};

/** Everything that a server gives back when it goes: its addresses and its volume stay, its interfaces do not. */
function leaveAll({ volume, ...server }: Server, call: Call): void {
  setAddresses(call, server, []);
  removeNics(server.id, call);
  detach(call, volume);
}

/**
 * The image, which servers of this type can start from.
 * @throws InvalidArguments when there is none, or when it is not for this type
 */
function imageFor(type: string, id: string, zone: string): LocalImage {
  if (!typesIn(zone).some(({ name }) => name === type)) {
    throw invalidArgument("commercial_type", "constraint", `there are no servers of type ${type} in ${zone}`);
  }
  const image = imageIn(zone, id);
  if (!image) throw invalidArgument("image", "constraint", `there is no image ${id} in ${zone}`);
  if (!image.compatible_commercial_types.includes(type)) {
    throw invalidArgument("image", "constraint", `${image.label} for ${image.arch} is not for servers of type ${type}`);
  }
  return image;
}

const stillOn = (when: string) => preconditionFailed("resource_not_usable", `power the server off ${when}`);

/** The answer to an action: there is no such task to follow, only the server itself. */
function task({ now }: Call, { id, zone }: Server): Answer {
  const body = {
    task: {
      id: "00000000-0000-0000-0000-000000000000",
      description: "fake task",
      href_from: `/servers/${id}/action`,
      href_result: `/servers/${id}`,
      progress: 0,
      started_at: withOffset(now),
      status: "pending",
      terminated_at: null,
      zone,
    },
  };
  return { status: 202, body };
}
