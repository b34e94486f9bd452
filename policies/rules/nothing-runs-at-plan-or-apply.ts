import { fail, type Kind, notApplicable, pass, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { sovereigntyRule } from "../sovereignty-rule";

/** Data sources that run a program, or read from anywhere, each time that a plan is made. */
const PROGRAMS: Readonly<Record<string, string>> = {
  external: "runs a program at every plan",
  http: "reads from the network at every plan",
};

/** Resources that exist to run something, and do so when their triggers change. */
const TRIGGERED: ReadonlyMap<string, string> = new Map([
  ["null_resource", "triggers"],
  ["terraform_data", "triggers_replace"],
]);

export const nothingRunsAtPlanOrApply = sovereigntyRule({
  id: "HDH-SUP-004",
  severity: "high",
  title: "No arbitrary code or hidden data at plan/apply",
  remedy: "Move it into a reviewed job of the pipeline.",
  waivers: "allowed",
  given: "Given a resource, a data source, or a provider",
  scenarios: {
    "a resource that runs nothing": "pass",
    "a resource with a provisioner, of any kind": "fail",
    "a provisioner that a plan shows": "fail",
    "provisioners that only the engine can expand": "unknown",
    "a data source that runs a program or reads from the network": "fail",
    "a null_resource or terraform_data with triggers": "fail",
    "a null_resource or terraform_data without": "pass",
  },
  why: "A plan that is reviewed must be all that happens. A command runs with the pipeline's rights, leaves no trace in the state, and cannot be planned. Whether cdktf's own validations were switched off does not show in JSON: the check of the rendered JSON is the answer to that.",
  controls: ["SNC:12.2.a", "SNC:14.2.a", "SATRE:2.2.01", "SATRE:2.2.03", "NIS2:21(2)(e)"],
  bad: {
    resource: {
      scaleway_instance_server: {
        s: { provisioner: [{ "local-exec": { command: "curl https://example.org/setup | sh" } }] },
      },
    },
  },
  good: { resource: { scaleway_instance_server: { s: { type: "POP2-2C-8G" } } } },
  reportsOn: ({ mode, type }: Kind) =>
    mode === "managed" || ((mode === "data" || mode === "ephemeral") && Object.hasOwn(PROGRAMS, type)),
  check: (resource) => {
    if (resource.mode !== "managed") return fail(`${PROGRAMS[resource.type]}; must not`);
    const trigger = TRIGGERED.get(resource.type);
    if (trigger !== undefined) return [...provisionersOf(resource), triggered(resource, trigger)];
    return resource.has("provisioner") ? provisionersOf(resource) : pass();
  },
});

function triggered(resource: Resource, trigger: string): Verdict {
  return resource.has(trigger)
    ? fail(`${trigger} is set, so that it runs something at apply; must not`, trigger)
    : pass();
}

function provisionersOf(resource: Resource): Verdict[] {
  if (!resource.has("provisioner")) return [];
  const blocks = resource.blocks("provisioner");
  if (blocks.length === 0) return [notApplicable("there is no provisioner")];
  return blocks.map((block) =>
    block.opaque
      ? unknown(block.path, block.opaque)
      : fail(`${block.path} runs ${block.names.join(", ")} at apply; must not`, block.path),
  );
}
