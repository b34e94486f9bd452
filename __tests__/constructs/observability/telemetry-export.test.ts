import type { Collector } from "../../../constructs/core/collector";
import { TelemetryExport, type TelemetryExportProps } from "../../../constructs/observability/telemetry-export";
import { frPar, projectIn, render, type Template } from "../../helpers/render";

const COLLECTOR: Collector = { endpoint: "https://otel.example.fr", country: "FR" };

function exported(props: Partial<Omit<TelemetryExportProps, "collector">> & { collector?: Partial<Collector> } = {}) {
  const collector = { ...COLLECTOR, ...props.collector };
  return render((stack) => {
    const place = { project: projectIn(stack), locality: frPar };
    new TelemetryExport(stack, "export", { purpose: "data", ...place, ...props, collector });
  });
}

/** The one look-up of Scaleway's own data source. */
function ownIn({ json }: Template): Record<string, unknown> {
  const data = json.data as Record<string, Record<string, Record<string, unknown>>>;
  const [own, ...more] = Object.values(data.scaleway_cockpit_sources ?? {});
  if (!own || more.length > 0) throw new Error("expected one look-up of data sources");
  return own;
}

describe("TelemetryExport", () => {
  it("sends the logs of all products on to the collector, and nothing that would open it", () => {
    const exporter = exported().one("cockpit_exporter");

    expect(exporter).toMatchObject({
      name: "hdh-production-data",
      description: "The logs of data, inside France.",
      project_id: expect.stringContaining("scaleway_account_project.project_"),
      region: "fr-par",
      exported_products: ["all"],
      otlp_destination: { endpoint: "https://otel.example.fr" },
    });
    expect(exporter).not.toHaveProperty("datadog_destination");
    expect(JSON.stringify(exporter)).not.toContain("headers");
  });

  it("exports the data source that Scaleway fills, since the API refuses one that somebody made", () => {
    const template = exported();

    expect(ownIn(template)).toMatchObject({
      project_id: expect.stringContaining("scaleway_account_project.project_"),
      region: "fr-par",
      origin: "scaleway",
      type: "logs",
    });
    expect(template.one("cockpit_exporter").datasource_id).toMatch(
      /^\$\{data\.scaleway_cockpit_sources\.export_own_\w+\.sources\[0\]\.id\}$/,
    );
    expect(template.all("cockpit_source")).toEqual([]);
  });

  it("says what to do where nothing fills that data source yet", () => {
    expect(ownIn(exported()).lifecycle).toEqual({
      postcondition: [
        {
          condition: `\${length(self.sources) == 1}`,
          error_message:
            "Project data has no logs of Scaleway's own in fr-par: nothing there fills them yet. Deploy what runs in it first.",
        },
      ],
    });
  });

  it("sends metrics of named products, in one order, since the provider shows a difference for each that moves", () => {
    const template = exported({ signal: "metrics", products: ["rdb", "lb", "object-storage"] });

    expect(ownIn(template).type).toBe("metrics");
    expect(template.one("cockpit_exporter")).toMatchObject({
      description: "The metrics of data, inside France.",
      exported_products: ["lb", "object-storage", "rdb"],
    });
  });

  it.each([
    "api.datadoghq.com",
    "api.datadoghq.eu",
    "otlp.nr-data.net",
    "otlp.eu01.nr-data.net",
    "newrelic.com",
    "o1.ingest.de.sentry.io",
    "ingest.eu0.splunkcloud.com",
    "francecentral-1.in.applicationinsights.azure.com",
    "xray.eu-west-3.amazonaws.com",
    "telemetry.googleapis.com",
    "otlp-gateway-prod-eu-west-2.grafana.net",
    "api.eu1.honeycomb.io",
    "API.DATADOGHQ.EU",
    "api.datadoghq.eu.",
  ])("refuses the collector %s, which is operated from outside the EU", (host) => {
    expect(() => exported({ collector: { endpoint: `https://${host}` } })).toThrow(
      new Error(
        `test/export\n  collector.endpoint: ${host.toLowerCase()} is operated from outside the EU (HDH-JUR-006); choose a collector in France`,
      ),
    );
  });

  it("takes a collector whose name merely resembles a refused one", () => {
    const endpoint = "https://notsentry.io.example.fr/otlp";

    expect(exported({ collector: { endpoint } }).one("cockpit_exporter").otlp_destination).toEqual({ endpoint });
  });

  it.each(["http://otel.example.fr", "otel.example.fr", "grpc://otel.example.fr:4317", ""])(
    "refuses the endpoint %p, which is not encrypted",
    (endpoint) => {
      expect(() => exported({ collector: { endpoint } })).toThrow(
        new Error(
          `test/export\n  collector.endpoint: an https address such as https://otel.example.fr; got "${endpoint}"`,
        ),
      );
    },
  );

  it.each([
    "https://hdh:canary@otel.example.fr",
    "https://:canary@otel.example.fr",
    "https://otel.example.fr?key=canary",
    "http://hdh:canary@otel.example.fr",
  ])("refuses a credential in the endpoint, and does not repeat it: %s", (endpoint) => {
    expect(() => exported({ collector: { endpoint } })).toThrow(
      new Error(
        "test/export\n  collector.endpoint: without a credential or a query, which would stand in the state; leave https://otel.example.fr/",
      ),
    );
  });

  it.each(["/v1/logs", "/v1/metrics/", "/otlp/v1/traces"])("refuses the path of a signal: %s", (path) => {
    expect(() => exported({ collector: { endpoint: `https://otel.example.fr${path}` } })).toThrow(
      new Error(
        `test/export\n  collector.endpoint: without the path of a signal, which Cockpit adds; got "https://otel.example.fr${path}"`,
      ),
    );
  });

  it.each<[string, Parameters<typeof exported>[0], string]>([
    [
      "a bad purpose",
      { purpose: "Data" },
      'purpose: lower case, digits and hyphens, 3–20 characters, starting with a letter; got "Data"',
    ],
    [
      "a collector abroad",
      { collector: { country: "US" } },
      "collector.country: FR; got US. Whoever reads telemetry learns who works on what (HDH-JUR-006)",
    ],
    ["an export of nothing", { products: [] }, "products: at least one; an export of nothing has no use"],
    [
      "all products and some of them",
      { products: ["all", "lb"] },
      "products: all alone, or names; all has the others in it",
    ],
    ["a product named twice", { products: ["lb", "rdb", "lb"] }, 'products: "lb" is named twice'],
    [
      "a product by its title",
      { products: ["Load Balancer"] },
      'products: names of products such as object-storage; got "Load Balancer"',
    ],
  ])("refuses %s", (_, props, message) => {
    expect(() => exported(props)).toThrow(new Error(`test/export\n  ${message}`));
  });
});
