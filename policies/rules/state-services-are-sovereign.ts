import { type Body, fail, judge, pass, type Resource, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { regionOfObjectStorage } from "../knowledge/scaleway-hosts";
import { judgeHost } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { backendsOf, endpointOf } from "../state-backend";
import { knownText } from "../values/texts";

const REMOTE_STATE = "terraform_remote_state";

export const stateServicesAreSovereign = sovereigntyRule({
  id: "HDH-JUR-003",
  severity: "critical",
  title: "No foreign remote execution or state service",
  remedy: "Keep states on Scaleway's object storage, as HdhStack does, and read no others.",
  waivers: "never",
  given: "a stack, or a state of another stack that it reads",
  scenarios: {
    "a state on Scaleway's object storage, or that of a listed French site": "pass",
    "a state in a local file: HDH-LOC-005 says where that may be": "pass",
    "a state on anyone else's object storage, or nobody says whose": "fail",
    "a state on object storage whose address only the engine knows": "unknown",
    "a state at HCP Terraform, or at any other service": "fail",
    "a plan, which does not show the backend": "not-applicable",
    "another stack's state on Scaleway's object storage": "pass",
    "another stack's state anywhere else": "fail",
    "another stack's state at a service that only the engine knows": "unknown",
  },
  why: "A service that runs the engine or keeps its states can read and change everything, and answers to the law of its operator.",
  controls: ["SNC:19.2.d", "SNC:19.6.c", "HDS:EXI-29", "HDS:EXI-30", "GDPR:44"],
  bad: { terraform: { cloud: { organization: "hdh", workspaces: { name: "platform" } } } },
  good: {
    terraform: {
      backend: {
        s3: {
          bucket: "tfstate",
          key: "network.tfstate",
          region: "fr-par",
          endpoints: { s3: "https://s3.fr-par.scw.cloud" },
        },
      },
    },
  },
  reportsOn: ({ mode, type }) => mode === "terraform" || (mode === "data" && type === REMOTE_STATE),
  check: (resource, inputs) => (resource.mode === "terraform" ? ofStack(resource, inputs) : ofOther(resource, inputs)),
});

function ofStack(terraform: Resource, inputs: PolicyInputs): Verdict[] {
  for (const backend of terraform.blocks("backend")) {
    if (backend.opaque !== undefined) return [judge(backend, "s3", () => undefined)];
  }
  const found = backendsOf(terraform).map(({ type, settings }) => kept(type, "backend", settings, inputs));
  if (terraform.blocks("cloud").length > 0) {
    found.push(fail("cloud hands states and runs to HCP Terraform; must be a backend of type s3", "cloud"));
  }
  return found;
}

function ofOther(remote: Resource, inputs: PolicyInputs): Verdict {
  const type = remote.value("backend");
  if (type.is !== "known") return judge(remote, "backend", () => "must be s3");
  return kept(knownText(type), "backend", remote.block("config"), inputs);
}

function kept(type: string, attribute: string, settings: Body, { stateHosts = [] }: PolicyInputs): Verdict {
  if (type === "local") return pass();
  if (type !== "s3") return fail(`${attribute} is ${type}; must be s3, on Scaleway's object storage`, attribute, type);
  const [block, argument] = endpointOf(settings);
  return judgeHost(block, argument, {
    allows: (host) => regionOfObjectStorage(host) !== undefined || stateHosts.includes(host),
    rule: "must be Scaleway's object storage, such as https://s3.fr-par.scw.cloud",
  });
}
