import type { JsonObject } from "@hdh/policy-engine";
import { telemetryStaysInside as rule } from "../../policies/rules/telemetry-stays-inside";
import { planOf } from "../helpers/plan-json";
import { findingsOf, foreign, INPUTS, says, saysOf, stackOf } from "../helpers/terraform-json";

const LISTED = { ...INPUTS, telemetryHosts: ["otlp.example.fr"] };
const of = (type: string, attributes: JsonObject, inputs = INPUTS) => says(rule, { [type]: { x: attributes } }, inputs);
const otlp = (endpoint: JsonObject[string], inputs = INPUTS) =>
  of("scaleway_cockpit_exporter", { otlp_destination: { endpoint } }, inputs);
const container = (environment_variables: JsonObject[string], inputs = INPUTS) =>
  of("scaleway_container", { environment_variables }, inputs);
const pod = (env: JsonObject[string], inputs = INPUTS) =>
  of("kubernetes_pod", { spec: { container: { env } } }, inputs);
const OTLP = ["fail scaleway_cockpit_exporter.x otlp_destination.endpoint"];
const UNKNOWN = ["unknown scaleway_cockpit_exporter.x otlp_destination.endpoint"];

describe("HDH-JUR-006", () => {
  it("an export to a listed receiver of OpenTelemetry, or to a source of Cockpit that these stacks make", () => {
    expect(otlp("https://otlp.example.fr/v1", LISTED)).toEqual([]);
    const source = { scaleway_cockpit_source: { s: { name: "second" } } };
    const exporter = { otlp_destination: [{ endpoint: "${scaleway_cockpit_source.s.push_url}" }] };
    expect(says(rule, { ...source, scaleway_cockpit_exporter: { x: exporter } })).toEqual([]);
  });

  it("an export to any other receiver", () => {
    expect(otlp("https://otlp.example.fr/v1")).toEqual(OTLP);
    expect(otlp("https://otlp.example.fr.example.com", LISTED)).toEqual(OTLP);
    expect(otlp(null, LISTED)).toEqual(OTLP);
  });

  it("an export to an address of which only the beginning is known", () => {
    for (const scheme of ["https://", "HTTPS://", "git+ssh2://", ""]) {
      expect(otlp(`${scheme}otlp.example.fr/\${var.path}`, LISTED)).toEqual([]);
      expect(otlp(`${scheme}otlp.example.com/\${var.path}`, LISTED)).toEqual(OTLP);
    }
    expect(otlp("https://otlp.example.fr${var.rest}", LISTED)).toEqual(UNKNOWN);
    expect(otlp("https://${var.host}/otlp.example.fr", LISTED)).toEqual(UNKNOWN);
    expect(otlp("see https://otlp.example.fr/${var.path}", LISTED)).not.toEqual([]);
  });

  it("an export to an address that begins with a source of Cockpit", () => {
    const to = (endpoint: string) =>
      says(rule, {
        scaleway_cockpit_source: { s: { name: "second" } },
        scaleway_cockpit_exporter: { x: { otlp_destination: { endpoint } } },
      });
    const source = "${scaleway_cockpit_source.s.push_url}";
    for (const kept of [`https://${source}`, `h2+tls-1.x://${source}`, `${source}/v1`, `${source}:4318`]) {
      expect(to(kept)).toEqual([]);
    }
    for (const left of [
      `${source}.example.com`,
      `x${source}`,
      `x https://${source}`,
      `https://a.${source}`,
      `https://x${source}`,
    ]) {
      expect(to(left)).toEqual(UNKNOWN);
    }
    expect(to(`1s://${source}`)).toEqual(OTLP);
  });

  it("an export to an address that is sensitive, of which the finding shows nothing", () => {
    const exporter = { otlp_destination: [{ endpoint: "https://secret.example.com" }] };
    const address = "scaleway_cockpit_exporter.x";
    const change = { address, after: exporter, sensitive: { otlp_destination: [{ endpoint: true }] } };
    const findings = findingsOf(rule, { name: "plan", json: planOf([change]) });
    expect(findings).toMatchObject([{ outcome: "fail", address }]);
    expect(JSON.stringify(findings)).not.toContain("secret");
  });

  it("an export to Datadog", () => {
    for (const datadog_destination of [{}, [{ endpoint: "https://api.datadoghq.eu" }]]) {
      expect(of("scaleway_cockpit_exporter", { datadog_destination })).toEqual([
        "fail scaleway_cockpit_exporter.x datadog_destination",
      ]);
    }
  });

  it("an export to what only the engine knows", () => {
    expect(otlp("${var.endpoint}")).toEqual(["unknown scaleway_cockpit_exporter.x otlp_destination.endpoint"]);
    const dynamic = { dynamic: { datadog_destination: { for_each: "${var.all}", content: {} } } };
    expect(of("scaleway_cockpit_exporter", dynamic)).toEqual([
      "unknown scaleway_cockpit_exporter.x datadog_destination",
    ]);
  });

  it("a program without variables of a telemetry agent", () => {
    expect(container({ OTEL_SERVICE_NAME: "portal", LOG_LEVEL: "info" })).toEqual([]);
    expect(container(null)).toEqual([]);
    expect(pod([{ name: "LOG_LEVEL", value: "info" }])).toEqual([]);
  });

  it("a program whose agent reports to a listed receiver", () => {
    expect(container({ OTEL_EXPORTER_OTLP_ENDPOINT: "https://otlp.example.fr" }, LISTED)).toEqual([]);
    expect(pod([{ name: "SENTRY_DSN", value: "https://key@otlp.example.fr/1" }], LISTED)).toEqual([]);
  });

  it.each([
    "DD_API_KEY",
    "NEW_RELIC_LICENSE_KEY",
    "SENTRY_DSN",
    "OTEL_EXPORTER_OTLP_ENDPOINT",
    "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT",
    "APPLICATIONINSIGHTS_CONNECTION_STRING",
  ])("a program whose agent reports elsewhere: %s", (name) => {
    const variables = { [name]: "https://ingest.example.com" };
    expect(container(variables, LISTED)).toEqual([`fail scaleway_container.x environment_variables.${name}`]);
    expect(of("scaleway_function_namespace", { secret_environment_variables: variables })).toEqual([
      `fail scaleway_function_namespace.x secret_environment_variables.${name}`,
    ]);
    expect(of("scaleway_job_definition", { env: variables })).toEqual([`fail scaleway_job_definition.x env.${name}`]);
  });

  it("a program whose agent reports elsewhere", () => {
    expect(pod([{ name: "DD_SITE", value: "datadoghq.eu" }])).toEqual([
      "fail kubernetes_pod.x spec.container.env.value",
    ]);
    const secret = "not-a-real-key";
    const variables = { environment_variables: { DD_API_KEY: secret } };
    const findings = findingsOf(rule, stackOf({ scaleway_container: { x: variables } }));
    expect(findings).toHaveLength(1);
    expect(JSON.stringify(findings)).not.toContain(secret);
  });

  it("a program whose variables only the engine knows", () => {
    expect(container("${var.environment}")).toEqual(["unknown scaleway_container.x environment_variables"]);
    expect(of("kubernetes_pod", { spec: "${var.spec}" })).toEqual(["unknown kubernetes_pod.x spec"]);
    expect(container({ SENTRY_DSN: "${var.dsn}" })).toEqual([
      "unknown scaleway_container.x environment_variables.SENTRY_DSN",
    ]);
    expect(pod([{ name: "${var.name}", value: "x" }])).toEqual(["unknown kubernetes_pod.x spec.container.env.name"]);
  });

  it("a toolchain that reports crashes or calls home", () => {
    const toolchain = { checkpointDisabled: false, sendsCrashReports: true };
    expect(says(rule, {}, { ...INPUTS, toolchain })).toEqual([
      "fail environment CHECKPOINT_DISABLE",
      "fail environment sendCrashReports",
    ]);
  });

  it("a toolchain that keeps to itself", () => {
    const toolchain = { checkpointDisabled: true, sendsCrashReports: false };
    expect(says(rule, {}, { ...INPUTS, toolchain })).toEqual([]);
  });

  it("has nothing to say of what is read, or of another provider's exporter", () => {
    const data = {
      kubernetes_pod: { x: { spec: { container: { env: { name: "DD_SITE", value: "datadoghq.eu" } } } } },
    };
    expect(saysOf(rule, stackOf({}, { data }))).toEqual([]);
    expect(saysOf(rule, foreign("cockpit_exporter", { datadog_destination: {} }))).toEqual([]);
  });
});
