import { type Body, fail, judge, notApplicable, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { TELEMETRY_VARIABLES } from "../knowledge/foreign-services";
import { hostOfUrl, judgeHost } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { knownText } from "../values/texts";
import { containersOf } from "../workloads/containers";

const EXPORTER = "scaleway_cockpit_exporter";

/** Arguments that hold environment variables as a map, by type. Source: provider 2.81.0, providers schema. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  scaleway_container: ["environment_variables", "secret_environment_variables"],
  scaleway_container_namespace: ["environment_variables", "secret_environment_variables"],
  scaleway_function: ["environment_variables", "secret_environment_variables"],
  scaleway_function_namespace: ["environment_variables", "secret_environment_variables"],
  scaleway_job_definition: ["env"],
};

export const telemetryStaysInside = sovereigntyRule({
  id: "HDH-JUR-006",
  severity: "critical",
  title: "Telemetry is not exported outside the sovereign perimeter",
  remedy: "Keep logs and metrics in Cockpit and the archive bucket; send on to listed receivers only.",
  waivers: "never",
  given: "an export of Cockpit, or the environment variables of a program",
  scenarios: {
    "an export to a listed receiver of OpenTelemetry, or to a source of Cockpit that these stacks make": "pass",
    "an export to any other receiver": "fail",
    "an export to Datadog": "fail",
    "an export to what only the engine knows": "unknown",
    "a program without variables of a telemetry agent": "pass",
    "a program whose agent reports to a listed receiver": "pass",
    "a program whose agent reports elsewhere": "fail",
    "a program whose variables only the engine knows": "unknown",
    "a toolchain that reports crashes or calls home": "fail",
    "a toolchain that keeps to itself": "pass",
  },
  why: "Logs hold names, addresses and queries. What an agent sends leaves the platform every second, and nobody sees it go.",
  controls: [
    "SNC:19.2.d",
    "SNC:12.7.a",
    "SNC:12.14.a",
    "SNC:19.6.c",
    "HDS:EXI-30",
    "MR7:5.1",
    "SATRE:2.1.09",
    "GDPR:44",
  ],
  bad: {
    resource: {
      scaleway_cockpit_exporter: { logs: { datadog_destination: { endpoint: "https://api.datadoghq.eu" } } },
    },
  },
  good: {
    resource: {
      scaleway_cockpit_source: { second: { name: "second", type: "logs" } },
      scaleway_cockpit_exporter: {
        logs: { otlp_destination: { endpoint: "${scaleway_cockpit_source.second.push_url}" } },
      },
    },
  },
  reportsOn: ({ mode, type }) =>
    mode === "managed" && (type === EXPORTER || Object.hasOwn(VARIABLES, type) || type.startsWith("kubernetes_")),
  check: (resource, inputs) => {
    if (resource.type === EXPORTER) return exporter(resource, inputs);
    return [
      ...(VARIABLES[resource.type] ?? []).flatMap((argument) => variables(resource, argument, inputs)),
      ...containersOf(resource).flatMap((container) => containerVariables(container, inputs)),
    ];
  },
  checkWhole: (_, { toolchain }) => {
    if (!toolchain) return notApplicable("nothing tells how the toolchain is set");
    return [
      ...(toolchain.checkpointDisabled ? [] : [fail("CHECKPOINT_DISABLE is not set; must be 1", "CHECKPOINT_DISABLE")]),
      ...(toolchain.sendsCrashReports
        ? [fail("sendCrashReports of cdktf.json is true; must be false", "sendCrashReports")]
        : []),
    ];
  },
});

function exporter(exporter: Resource, { telemetryHosts = [] }: PolicyInputs): Verdict[] {
  const datadog = exporter
    .blocks("datadog_destination")
    .map(({ path, opaque }) =>
      opaque
        ? unknown(path, opaque)
        : fail(`${path} sends to Datadog; must be otlp_destination, to a listed host`, path),
    );
  const otlp = exporter.blocks("otlp_destination").map((destination) =>
    judgeHost(destination, "endpoint", {
      allows: (host) => telemetryHosts.includes(host),
      rule: `allowed: ${telemetryHosts.join(", ") || "sources of Cockpit"}`,
      makers: ["scaleway_cockpit_source"],
    }),
  );
  return [...datadog, ...otlp];
}

function variables(resource: Resource, argument: string, inputs: PolicyInputs): Verdict[] {
  return resource
    .blocks(argument)
    .flatMap((map) =>
      map.opaque
        ? [unknown(map.path, map.opaque)]
        : map.names.filter((name) => TELEMETRY_VARIABLES.test(name)).map((name) => variable(map, name, name, inputs)),
    );
}

function containerVariables(container: Body, inputs: PolicyInputs): Verdict[] {
  if (container.opaque) return [unknown(container.path, container.opaque)];
  return container.blocks("env").flatMap((env): Verdict[] => {
    const name = env.value("name");
    if (name.is === "unknown") return [unknown(env.pathOf("name"), name.why)];
    const isAgents = TELEMETRY_VARIABLES.test(knownText(name));
    return isAgents ? [variable(env, "value", knownText(name), inputs)] : [];
  });
}

/** The message never holds the value: many of these variables are keys. */
function variable(body: Body, argument: string, name: string, { telemetryHosts = [] }: PolicyInputs): Verdict {
  return judge(body, argument, (value) => {
    const host = typeof value === "string" ? hostOfUrl(value) : undefined;
    if (host !== undefined && telemetryHosts.includes(host)) return undefined;
    const path = body.pathOf(argument);
    return fail(`${path} tells an agent where to report (${name}); must not be set, or lead to a listed host`, path);
  });
}
