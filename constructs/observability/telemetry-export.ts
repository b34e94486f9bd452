import { CockpitExporter } from "@cdktf/provider-scaleway/lib/cockpit-exporter";
import { DataScalewayCockpitSources } from "@cdktf/provider-scaleway/lib/data-scaleway-cockpit-sources";
import { Construct } from "constructs";
import { type Collector, unlessFrenchCollector } from "../core/collector";
import { custodyOf } from "../core/custody";
import type { Region } from "../core/locality";
import { refuse, unlessMatches, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

export interface TelemetryExportProps {
  /** What is exported; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Project whose telemetry goes out. */
  readonly project: ProjectScope;
  readonly locality: Region;
  /** What goes out. @default logs */
  readonly signal?: "logs" | "metrics";
  /** Products of Scaleway whose telemetry goes out, at least one, by the names of the data source `scaleway_cockpit_products`, such as `object-storage`; or `all` alone, those to come included. @default all */
  readonly products?: readonly string[];
  /** In France: whoever reads telemetry learns who works on what. */
  readonly collector: Collector;
}

/**
 * Sends what Scaleway's products say of a project on to a collector in France, as OpenTelemetry. No header carries a
 * credential: it would stand in the state, so the collector knows Scaleway by its addresses.
 *
 * Only Scaleway's own data sources can be exported, never one that somebody made (scaleway/docs-content,
 * cockpit/how-to/manage-data-exports). A project has them once it runs a product that fills them, so the export is
 * deployed after that.
 */
export class TelemetryExport extends Construct {
  constructor(scope: Construct, id: string, props: TelemetryExportProps) {
    super(scope, id);
    const { purpose, project, locality, signal = "logs", products = ["all"], collector } = props;
    refuse(this, unlessPurpose(purpose), ...unlessProducts(products), ...unlessFrenchCollector("collector", collector));

    const place = { projectId: project.projectId, region: locality.code };
    const own = new DataScalewayCockpitSources(this, "own", { ...place, origin: "scaleway", type: signal });
    own.lifecycle = {
      postcondition: [
        {
          condition: `\${length(self.sources) == 1}`,
          errorMessage: `Project ${project.purpose} has no ${signal} of Scaleway's own in ${locality}: nothing there fills them yet. Deploy what runs in it first.`,
        },
      ],
    };
    new CockpitExporter(this, "exporter", {
      ...place,
      name: `${custodyOf(this).prefix}-${purpose}`,
      description: `The ${signal} of ${project.purpose}, inside France.`,
      datasourceId: own.sources.get(0).id,
      // The provider shows a difference for every product that moves (2.81.0, cockpit/exporter.go: a list).
      exportedProducts: [...products].sort(),
      otlpDestination: { endpoint: collector.endpoint },
    });
  }
}

function unlessProducts(products: readonly string[]): (string | undefined)[] {
  if (products.length === 0) return ["products: at least one; an export of nothing has no use"];
  if (products.length > 1 && products.includes("all"))
    return ["products: all alone, or names; all has the others in it"];
  return products.map((product, index) =>
    products.indexOf(product) < index
      ? `products: "${product}" is named twice`
      : unlessMatches("products", product, /^[a-z]+(-[a-z]+)*$/, "names of products such as object-storage"),
  );
}
