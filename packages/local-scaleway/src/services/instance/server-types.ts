import { type Call, operation, type Service } from "../../core/api";
import { countedInHeader, perPageFields } from "../../core/instance-dialect";
import recorded from "./server-types.json";

const GB = 1e9;
const GIB = 2 ** 30;
const MIB = 2 ** 20;
const MEGABIT = 1e6;

/**
 * A type in server-types.json, as it was in traffic that the acceptance tests of scaleway/terraform-provider-scaleway
 * 2.81.0 recorded in 2026 (MPL-2.0): architecture, processors, memory (GiB), bandwidth of block storage (MiB/s), of the
 * internal network and of the internet (Mbit/s), price per hour and per month (€), largest local volumes (GB), most
 * scratch volumes and the size of each (GB), most file systems, graphics processors, model and memory (GiB) of one,
 * other name, whether it is no longer sold.
 */
type ServerType = readonly [
  arch: string,
  cpus: number,
  memory: number,
  block: number,
  internal: number,
  internet: number,
  hourly: number,
  monthly: number,
  local: number,
  scratchVolumes: number,
  scratchSize: number,
  fileSystems: number,
  gpus: number,
  gpu: string | null,
  alias: string | null,
  ended: boolean,
];

interface Offer {
  readonly zones: readonly string[];
  readonly types: Readonly<Record<string, ServerType>>;
}

/** JSON has no tuples: its rows are read as lists of anything. */
const OFFERS = recorded as unknown as readonly Offer[];
const LOCAL_VOLUME = { min_size: GB, max_size: 800 * GB };
const NO_LOCAL_VOLUME = { min_size: 0, max_size: 0 };

/** Instances API v1, types of servers in a zone. There is always one left of each. */
export const serverTypes: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/instance/v1/zones/{zone}/products/servers",
      query: perPageFields,
      answer: (call, { query }) => page(call, query, shown),
    }),
    operation({
      method: "GET",
      path: "/instance/v1/zones/{zone}/products/servers/availability",
      query: perPageFields,
      answer: (call, { query }) => page(call, query, () => ({ availability: "available" })),
    }),
  ],
};

/** What an image must fit to. */
export interface OfferedType {
  readonly name: string;
  readonly arch: string;
  readonly gpus: number;
}

/** The types of servers in a zone, by name. */
export const typesIn = (zone: string): OfferedType[] =>
  offeredIn(zone).map(([name, type]) => ({ name, arch: type[0], gpus: type[12] }));

const offeredIn = (zone: string) =>
  OFFERS.filter(({ zones }) => zones.includes(zone))
    .flatMap(({ types }) => Object.entries(types))
    .sort(([a], [b]) => (a < b ? -1 : 1));

function page(call: Call, { page, per_page }: { page: number; per_page: number }, show: (type: ServerType) => object) {
  const types = offeredIn(call.param("zone"));
  const shownTypes = types.slice((page - 1) * per_page, page * per_page).map(([name, type]) => [name, show(type)]);
  return countedInHeader({ servers: Object.fromEntries(shownTypes), total_count: types.length });
}

function shown([
  arch,
  cpus,
  memory,
  block,
  internal,
  internet,
  hourly,
  monthly,
  local,
  scratchVolumes,
  scratchSize,
  fileSystems,
  gpus,
  gpu,
  alias,
  ended,
]: ServerType) {
  const [, model = "", modelMemory = ""] = /^(.+) (\d+)$/.exec(gpu ?? "") ?? [];
  return {
    alt_names: alias === null ? [] : [alias],
    arch,
    ncpus: cpus,
    ram: memory * GIB,
    gpu: gpus,
    gpu_info: gpu && { gpu_manufacturer: "NVIDIA", gpu_name: model, gpu_memory: Number(modelMemory) * GIB },
    mig_profile: null,
    hourly_price: hourly,
    monthly_price: monthly,
    block_bandwidth: block * MIB,
    network: {
      interfaces: [{ internal_bandwidth: internal * MEGABIT, internet_bandwidth: internet * MEGABIT }],
      ipv6_support: true,
      sum_internal_bandwidth: internal * MEGABIT,
      sum_internet_bandwidth: internet * MEGABIT,
    },
    volumes_constraint: { min_size: 0, max_size: local * GB },
    per_volume_constraint: { l_ssd: local > 0 ? LOCAL_VOLUME : NO_LOCAL_VOLUME },
    scratch_storage_max_volumes_count: scratchVolumes,
    scratch_storage_max_size: scratchSize * GB,
    capabilities: {
      block_storage: true,
      boot_types: ["local", "rescue"],
      hot_snapshots_local_volume: local > 0,
      max_file_systems: fileSystems,
      placement_groups: true,
      private_network: 8,
    },
    end_of_service: ended,
  };
}
