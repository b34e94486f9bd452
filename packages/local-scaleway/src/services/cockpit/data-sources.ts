import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { preconditionFailed } from "../../core/errors";
import { listParameter, oneOf, text } from "../../core/fields";
import type { Filter } from "../../core/listing";
import { regionOf } from "../../core/localities";
import { resource } from "../../core/resource";
import { DEFAULT_PROJECT_ID } from "../account/organization";
import { projects } from "../account/projects";
import { cockpitOf } from "./projects";
import { DEFAULT_RETENTION, retentionDays } from "./retention";

const type = oneOf("metrics", "logs", "traces");
type DataSourceType = keyof typeof DEFAULT_RETENTION;

export interface DataSource {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly type: DataSourceType;
  /** Scaleway's own take what its products send, custom ones what is pushed to them. */
  readonly origin: "scaleway" | "custom";
  readonly url: string;
  readonly retention_days: number;
  readonly synchronized_with_grafana: boolean;
  /** Bytes. Answers to changes do not show it. */
  readonly current_month_usage?: number;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
  /** The project whose own it is. */
  readonly madeFor?: string;
}

/** Cockpit API v1, data sources: where metrics, logs and traces of a project are kept. */
export const dataSources = resource<DataSource>({
  path: "/cockpit/v1/regions/{region}/data-sources",
  kind: "data_source",
  notFoundAs: "data source",
  terraformType: "scaleway_cockpit_source",
  create: creation(
    {
      project_id: cockpitOf("write"),
      name: text().default(""),
      type,
      retention_days: retentionDays().optional(),
    },
    (given, birth) => ({
      ...born(given.type, birth),
      ...given,
      retention_days: given.retention_days ?? DEFAULT_RETENTION[given.type],
      origin: "custom",
      synchronized_with_grafana: false,
    }),
  ),
  update: update({ name: text(), retention_days: retentionDays() }, ({ current_month_usage: _, ...source }, given) => {
    if (given.name !== undefined && source.origin === "scaleway") throw protectedSource("keeps its name");
    return { ...source, ...given };
  }),
  settled: (source, platform) => {
    if (source.madeFor !== undefined && !projects.documents(platform).has(source.madeFor)) return undefined;
    return source.current_month_usage === undefined ? { ...source, current_month_usage: 0 } : source;
  },
  list: {
    key: "data_sources",
    orderBy: { created_at: "created_at", name: "name", type: "type" },
    filters: {
      project_id: ofTheProject(),
      origin: oneOf("scaleway", "external", "custom")
        .map((wanted) => (source: DataSource) => source.origin === wanted)
        .optional(),
      types: listParameter(type)
        .map((wanted) => (source: DataSource) => wanted.includes(source.type))
        .optional(),
    },
  },
  deletion: { refusal: ({ origin }) => (origin === "scaleway" ? protectedSource("stays") : undefined) },
});

const protectedSource = (help: string) =>
  preconditionFailed("protected_resource", `Scaleway's own data source ${help}`);

/** What every new one has, whoever makes it. */
function born(kind: DataSourceType, { id, now, region }: { id: string; now: string; region: string }) {
  const url = `https://${id}.${kind}.cockpit.${region}.scw.cloud`;
  return { id, url, region, created_at: now, updated_at: now };
}

/** Whoever looks for a project's data sources finds Scaleway's own among them, if there is something to collect. */
function ofTheProject(): Filter<DataSource> {
  return cockpitOf("read").map((id, { call }) => {
    if (sendsData(call, id)) scalewayDataSources(call, id);
    return (source) => source.project_id === id;
  });
}

/** What sends data by itself, of the resource types that the products name (products.ts) and that exist here. */
const INTEGRATED: ReadonlySet<string> = new Set([
  "scaleway_block_volume",
  "scaleway_instance_server",
  "scaleway_k8s_cluster",
  "scaleway_lb",
  "scaleway_object_bucket",
  "scaleway_rdb_instance",
  "scaleway_s2s_vpn_gateway",
  "scaleway_secret",
  "scaleway_vpc_private_network",
  "scaleway_vpc_public_gateway",
]);

/** The default project has sent data before, every other one does with its first integrated resource in the region. */
function sendsData(call: Call, project: string): boolean {
  const isHere = (id: string) => regionOf(id.split("/")[0] ?? "") === call.region;
  return (
    project === DEFAULT_PROJECT_ID ||
    call.platform
      .liveObjects()
      .some(({ type, id, projectId }) => projectId === project && INTEGRATED.has(type) && isHere(id))
  );
}

/** Scaleway's own data sources of a project in the region of the call: those that are there, or new ones. */
export function scalewayDataSources(call: Call, project_id: string): readonly DataSource[] {
  const region = call.param("region");
  const own = dataSources
    .existing(call.platform)
    .filter((source) => source.madeFor === project_id && source.region === region);
  if (own.length > 0) return own;
  return (["metrics", "logs"] as const).map((kind) => {
    const source: DataSource = {
      ...born(kind, { id: randomUUID(), now: call.now, region }),
      project_id,
      name: kind === "metrics" ? "Scaleway Metrics" : "Scaleway Logs",
      type: kind,
      origin: "scaleway",
      retention_days: DEFAULT_RETENTION[kind],
      synchronized_with_grafana: true,
      madeFor: project_id,
    };
    dataSources.put(call.platform, source);
    return source;
  });
}
