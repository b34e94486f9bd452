/**
 * Registries that answer for images elsewhere, by host. They matter only in free text, such as a cloud-init file: an image
 * argument is held against the list of what is allowed. Source: the operators' own documentation of their registries.
 */
export const FOREIGN_REGISTRIES: readonly string[] = [
  "docker.io",
  "gcr.io",
  "ghcr.io",
  "mcr.microsoft.com",
  "nvcr.io",
  "public.ecr.aws",
  "quay.io",
  "registry.k8s.io",
];

/**
 * Environment variables with which agents of services outside the EU, and OpenTelemetry's exporters, are told where to
 * send. Sources: the operators' documentation of their agents; OpenTelemetry specification, OTLP Exporter Configuration.
 */
export const TELEMETRY_VARIABLES =
  /^(DD_.+|NEW_RELIC_.+|SENTRY_DSN|APPLICATIONINSIGHTS_.+|APPINSIGHTS_.+|OTEL_EXPORTER_(OTLP|ZIPKIN|JAEGER)(_.+)?_ENDPOINT|HONEYCOMB_.+|SPLUNK_.+|DT_.+)$/;

/** Domains of services under the control of operators outside the EU. Source: the operators' own documentation. */
export const FOREIGN_DOMAINS: readonly string[] = [
  "akamaiedge.net",
  "amazonaws.com",
  "azure.com",
  "azure-dns.com",
  "azure-dns.info",
  "azure-dns.net",
  "azure-dns.org",
  "azureedge.net",
  "azurefd.net",
  "azurewebsites.net",
  "cloudapp.net",
  "cloudflare.com",
  "cloudflare.net",
  "cloudfront.net",
  "fastly.net",
  "github.io",
  "gmail.com",
  "google.com",
  "googlehosted.com",
  "googlemail.com",
  "herokuapp.com",
  "hotmail.com",
  "live.com",
  "netlify.app",
  "office365.com",
  "onmicrosoft.com",
  "opsgenie.com",
  "outlook.com",
  "pagerduty.com",
  "slack.com",
  "trafficmanager.net",
  "vercel-dns.com",
  "windows.net",
  "yahoo.com",
];
