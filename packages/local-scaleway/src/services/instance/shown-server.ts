import type { Platform } from "../../core/api";
import { ORGANIZATION_ID } from "../account/organization";
import { imageIn, type LocalImage } from "../marketplace/local-images";
import { type InstanceIp, ipsOf } from "./ips";
import { slaacAddress } from "./mac-address";
import { nicsOf, shownNic } from "./private-nics";
import { securityGroups, withOffset } from "./security-groups";
import { PHASES } from "./server-phases";
import type { Server } from "./servers";

/** What a server calls the volume that it starts from. */
export const ROOT_VOLUME_NAME = "0";

/** A server with everything that it has. */
export function shownServer(
  { project_id, phase, image: imageId, volume, security_group, created_at, updated_at, ...server }: Server,
  platform: Platform,
) {
  const { id, zone, mac_address } = server;
  const image = imageIn(zone, imageId);
  const addresses = ipsOf(id, platform).map((ip) => shownAddress(ip, mac_address));
  return {
    ...server,
    ...PHASES[phase],
    admin_password_encryption_ssh_key_id: null,
    arch: image?.arch,
    bootscript: null,
    creation_date: withOffset(created_at),
    dns: `${id}.pub.instances.scw.cloud`,
    dynamic_ip_required: false,
    enable_ipv6: false,
    end_of_service: false,
    extra_networks: [],
    filesystems: [],
    image: image && shownImage(image),
    ipv6: null,
    location: phase === "stopped" || phase === "starting" ? null : location(zone),
    maintenances: [],
    modification_date: withOffset(updated_at),
    organization: ORGANIZATION_ID,
    placement_group: null,
    private_ip: null,
    private_nics: nicsOf(id, platform).map(shownNic),
    project: project_id,
    protected: false,
    public_ip: addresses[0] ?? null,
    public_ips: addresses,
    routed_ip_enabled: true,
    security_group: { id: security_group, name: securityGroups.documents(platform).get(security_group)?.name },
    volumes: {
      [ROOT_VOLUME_NAME]: { boot: false, id: volume, state: "available", volume_type: "sbs_volume", zone },
    },
  };
}

/** The machine that it runs on. */
const location = (zone_id: string) => ({
  cluster_id: "1",
  hypervisor_id: "1",
  node_id: "1",
  platform_id: "1",
  zone_id,
});

/** Scaleway's own organisation and project, which publishes the images (recorded). */
const PUBLISHER = "51b656e3-4865-41e8-adbc-0c45bdd780db";
/** When the image of Ubuntu 22.04 was last published (recorded). */
const PUBLISHED = "2026-05-12T15:06:26.845576+00:00";

const shownImage = ({ id, name, arch, snapshot, zone }: LocalImage) => ({
  id,
  name,
  arch,
  creation_date: PUBLISHED,
  default_bootscript: null,
  extra_volumes: {},
  from_server: "",
  modification_date: PUBLISHED,
  organization: PUBLISHER,
  project: PUBLISHER,
  public: true,
  root_volume: { id: snapshot, name: "", size: 0, volume_type: "sbs_snapshot" },
  state: "available",
  tags: [],
  zone,
});

/** Of the range that public IPv4 addresses are from; nobody gets it. */
const IPV4_GATEWAY = "198.19.0.0";

/** An address as its server shows it: of a prefix, the one that the server gives itself. */
function shownAddress({ id, type, address, tags }: InstanceIp, mac: string) {
  const shared = { id, ipam_id: id, dynamic: false, state: "attached", tags };
  if (type === "routed_ipv4") {
    return {
      ...shared,
      address,
      family: "inet",
      gateway: IPV4_GATEWAY,
      netmask: "32",
      provisioning_mode: "dhcp",
    };
  }
  const [prefix = "", netmask] = address.split("/");
  return {
    ...shared,
    address: slaacAddress(prefix, mac),
    family: "inet6",
    gateway: slaacAddress("fe80::", mac, 1),
    netmask,
    provisioning_mode: "slaac",
  };
}
