import { invalidArgument } from "../../core/errors";
import type { Place } from "../../core/fields";

/** How much control plane a cluster has, and who shares it. */
interface ClusterType {
  readonly name: string;
  /** Nobody else has a part in the control plane, which is committed to for some time. */
  readonly dedicated: boolean;
  readonly max_nodes: number;
  /** Bytes. */
  readonly memory: number;
  /** What a cluster keeps at least, once it has the type. */
  readonly commitment_delay: string;
  /** Percent. */
  readonly sla: number;
  readonly resiliency: "standard" | "high_availability";
  readonly audit_logs_supported: boolean;
  /** Bytes. */
  readonly max_etcd_size: number;
  readonly availability: "available";
  /** Always empty. */
  readonly region: "";
}

const GB = 10 ** 9;
const MB = 10 ** 6;

/** Nodes and gigabytes of memory of the control planes of one's own. */
const DEDICATED = [
  { size: 4, max_nodes: 250 },
  { size: 8, max_nodes: 500 },
  { size: 16, max_nodes: 500 },
];

/** Kapsule has its nodes at Scaleway, Kosmos (`multicloud`) anywhere; what was seen of their control planes is the same. */
const FAMILIES = ["kapsule", "multicloud"];

const CLUSTER_TYPES: readonly ClusterType[] = FAMILIES.flatMap((family): ClusterType[] => [
  {
    name: family,
    region: "",
    availability: "available",
    max_nodes: 150,
    commitment_delay: "0s",
    sla: 0,
    resiliency: "standard",
    memory: 4 * GB,
    dedicated: false,
    audit_logs_supported: false,
    max_etcd_size: 55 * MB,
  },
  ...DEDICATED.map(
    ({ size, max_nodes }): ClusterType => ({
      name: `${family}-dedicated-${size}`,
      region: "",
      availability: "available",
      max_nodes,
      commitment_delay: "2592000s",
      sla: 99.5,
      resiliency: "high_availability",
      memory: size * GB,
      dedicated: true,
      audit_logs_supported: true,
      max_etcd_size: 200 * MB,
    }),
  ),
]);

/** The name of a type; an empty one is `kapsule`. */
export function knownClusterType(name: string, { argument }: Place): string {
  if (name === "") return "kapsule";
  if (CLUSTER_TYPES.some((type) => type.name === name)) return name;
  const names = CLUSTER_TYPES.map((type) => type.name).join(", ");
  throw invalidArgument(argument, "constraint", `must be one of ${names}; got "${name}"`);
}

export const isKapsule = (type: string) => familyOf(type) === "kapsule";

export const isDedicated = (type: string) => typeNamed(type)?.dedicated ?? false;

/** Most nodes of a cluster of the type. */
export const maxNodesOf = (type: string): number => typeNamed(type)?.max_nodes ?? 0;

/** How long a cluster that gets the type keeps it at least. */
export const commitmentOf = (type: string): string => typeNamed(type)?.commitment_delay ?? "0s";

/** The types that a cluster of the type can get: a dedicated control plane only grows. */
export function availableTypes(type: string): readonly ClusterType[] {
  const family = CLUSTER_TYPES.filter(({ name }) => familyOf(name) === familyOf(type));
  return isDedicated(type) ? family.slice(family.findIndex(({ name }) => name === type) + 1) : family;
}

const typeNamed = (type: string) => CLUSTER_TYPES.find(({ name }) => name === type);

const familyOf = (type: string) => type.replace(/-.*/, "");
