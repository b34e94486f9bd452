import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { list, object, oneOf, ref, text, textMap, url, type Values } from "../../core/fields";
import { equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { type DataSource, dataSources } from "./data-sources";
import { PRODUCT_NAMES } from "./products";
import { cockpitOf } from "./projects";

/** Where it sends: exactly one of these is there. */
const destinations = {
  datadog_destination: object({
    api_key: text({ min: 1 }),
    endpoint: url().default("https://api.datadoghq.com"),
  }).optional(),
  otlp_destination: object({ endpoint: url(), headers: textMap().default({}) }).optional(),
};
type Destination = Partial<Values<typeof destinations>>;

const fields = {
  name: text({ min: 1 }),
  description: text(),
  exported_products: list(oneOf("all", ...PRODUCT_NAMES), { min: 1 }),
};

export interface Exporter extends Destination {
  readonly id: string;
  readonly datasource_id: string;
  readonly name: string;
  readonly description: string;
  readonly exported_products: readonly string[];
  readonly status: "creating" | "ready";
  /** Not shown. */
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Cockpit API v1, data exports: they send what Scaleway's products say to somebody else. Nothing is sent from here. */
export const exporters = resource<Exporter>({
  path: "/cockpit/v1/regions/{region}/exporters",
  kind: "exporter",
  terraformType: "scaleway_cockpit_exporter",
  create: creation(
    {
      ...fields,
      ...destinations,
      description: fields.description.default(""),
      exported_products: fields.exported_products.default(["all"]),
      datasource_id: ref({ find: scalewayDataSource }),
    },
    ({ datadog_destination, otlp_destination, ...given }, { id, now, region }) => ({
      id,
      ...given,
      ...theOnly({ datadog_destination, otlp_destination }),
      status: "creating",
      region,
      created_at: now,
      updated_at: now,
    }),
  ),
  update: update({ ...fields, ...destinations }, (exporter, { datadog_destination, otlp_destination, ...given }) => {
    const { datadog_destination: _datadog, otlp_destination: _otlp, ...rest } = exporter;
    const isMoved = datadog_destination !== undefined || otlp_destination !== undefined;
    const destination = theOnly(isMoved ? { datadog_destination, otlp_destination } : exporter);
    return { ...rest, ...given, ...destination, status: "creating" };
  }),
  settled: (exporter) => (exporter.status === "ready" ? exporter : { ...exporter, status: "ready" }),
  shown: ({ region: _, datadog_destination, ...exporter }) =>
    datadog_destination ? { ...exporter, datadog_destination: { endpoint: datadog_destination.endpoint } } : exporter,
  inventory: ({ name, datasource_id }, platform) => ({
    name,
    projectId: dataSources.documents(platform).get(datasource_id)?.project_id,
  }),
  list: {
    key: "exporters",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      project_id: cockpitOf("read").map((id, { call }) => ({ datasource_id }: Exporter) => {
        return dataSources.documents(call.platform).get(datasource_id)?.project_id === id;
      }),
      datasource_id: equalId("datasource_id"),
    },
  },
  holds: { datasource_id: dataSources },
  deletion: {},
});

/** @throws ApiError 404 when there is none, InvalidArguments when it is a custom one */
function scalewayDataSource(call: Call, id: string): DataSource {
  const source = dataSources.find(call, id);
  if (source.origin === "scaleway") return source;
  throw invalidArgument("datasource_id", "constraint", "must be one of Scaleway's own data sources");
}

/** @throws InvalidArguments when there is not exactly one */
function theOnly({ datadog_destination, otlp_destination }: Destination): Destination {
  if (datadog_destination && !otlp_destination) return { datadog_destination };
  if (otlp_destination && !datadog_destination) return { otlp_destination };
  throw invalidArgument("destination", "required", "exactly one of datadog_destination and otlp_destination");
}
