import { CockpitExporter } from "@cdktf/provider-scaleway/lib/cockpit-exporter";
import type { Construct } from "constructs";
import { custodyOf } from "../core/custody";
import type { Country, Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

/** Who receives telemetry. */
export interface Collector {
  /** Where it takes OpenTelemetry over HTTP, `https://…`. */
  readonly endpoint: string;
  /** Country in which it runs and from which it is operated. */
  readonly country: Country;
}

export interface TelemetryExportProps {
  /** What is exported; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly project: ProjectScope;
  readonly locality: Region;
  /** Terraform id of the source that is exported. */
  readonly source: string;
  /** Products of Scaleway whose telemetry goes out, at least one, such as `object-storage`. */
  readonly products: readonly string[];
  /** In France: whoever reads telemetry learns who works on what. */
  readonly collector: Collector;
}

/** Services that take telemetry, under the law of a state outside the EU (HDH-JUR-006). */
const FOREIGN_COLLECTORS =
  /(^|\.)(datadoghq\.(com|eu)|newrelic\.com|nr-data\.net|sentry\.io|splunkcloud\.com|azure\.com|amazonaws\.com|googleapis\.com|grafana\.net|honeycomb\.io)$/;

/**
 * Sends telemetry on to a collector in France, as OpenTelemetry. Nothing is sent to products that only exist abroad, and
 * no header carries a credential: it would stand in the state, so the collector knows Scaleway by its addresses.
 */
export class TelemetryExport extends CockpitExporter {
  constructor(scope: Construct, id: string, props: TelemetryExportProps) {
    const { purpose, project, locality, source, products, collector } = props;
    super(scope, id, {
      name: `${custodyOf(scope).prefix}-${purpose}`,
      description: `Telemetry for ${purpose}, inside France.`,
      projectId: project.projectId,
      region: locality.code,
      datasourceId: source,
      exportedProducts: [...products].sort(),
      otlpDestination: { endpoint: collector.endpoint },
    });
    refuse(
      this,
      unlessPurpose(purpose),
      products.length > 0 ? undefined : "products: at least one; an export of nothing has no use",
      ...unlessInFrance(collector),
    );
  }
}

function unlessInFrance({ endpoint, country }: Collector): string[] {
  const reasons =
    country === "FR" ? [] : [`collector.country: FR; got ${country}. Telemetry stays in France (HDH-JUR-006)`];
  if (!URL.canParse(endpoint) || new URL(endpoint).protocol !== "https:")
    return [...reasons, `collector.endpoint: an https address; got "${endpoint}"`];
  const { hostname, username } = new URL(endpoint);
  if (username !== "")
    return [...reasons, "collector.endpoint: without a credential in it, which would stand in the state"];
  return FOREIGN_COLLECTORS.test(hostname)
    ? [...reasons, `collector.endpoint: ${hostname} is operated from outside the EU (HDH-JUR-006)`]
    : reasons;
}
