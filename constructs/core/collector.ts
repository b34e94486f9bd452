/** Who receives telemetry. */
export interface Collector {
  /** Base address at which it takes OpenTelemetry over HTTP, `https://…`. Cockpit adds the path of the signal. */
  readonly endpoint: string;
  /** Country in which it runs and from which it is operated, as ISO 3166-1 alpha-2. */
  readonly country: string;
}

/** Services that take telemetry, under the law of a state outside the EU (HDH-JUR-006). */
const FOREIGN_COLLECTORS =
  /(^|\.)(datadoghq\.(com|eu)|newrelic\.com|nr-data\.net|sentry\.io|splunkcloud\.com|azure\.com|amazonaws\.com|googleapis\.com|grafana\.net|honeycomb\.io)\.?$/;

/** Paths that Cockpit adds by itself (scaleway/docs-content, cockpit/how-to/manage-data-exports). */
const SIGNAL_PATH = /\/v1\/(logs|metrics|traces)\/?$/;

/** Reasons to refuse a collector: it is French, is called over https, and its address gives nothing away. */
export function unlessFrenchCollector(property: string, { endpoint, country }: Collector): string[] {
  const reasons = [
    country === "FR"
      ? undefined
      : `country: FR; got ${country}. Whoever reads telemetry learns who works on what (HDH-JUR-006)`,
    unlessBaseAddress(endpoint),
  ];
  return reasons.filter((reason) => reason !== undefined).map((reason) => `${property}.${reason}`);
}

function unlessBaseAddress(endpoint: string): string | undefined {
  const rule = "an https address such as https://otel.example.fr";
  if (!URL.canParse(endpoint)) return `endpoint: ${rule}; got "${endpoint}"`;
  const { protocol, hostname, pathname, username, password, search } = new URL(endpoint);
  // Not quoted: an error ends up in logs.
  if (`${username}${password}${search}` !== "")
    return `endpoint: without a credential or a query, which would stand in the state; leave https://${hostname}${pathname}`;
  if (protocol !== "https:") return `endpoint: ${rule}; got "${endpoint}"`;
  if (SIGNAL_PATH.test(pathname))
    return `endpoint: without the path of a signal, which Cockpit adds; got "${endpoint}"`;
  return FOREIGN_COLLECTORS.test(hostname)
    ? `endpoint: ${hostname} is operated from outside the EU (HDH-JUR-006); choose a collector in France`
    : undefined;
}
