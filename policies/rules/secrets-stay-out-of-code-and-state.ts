import {
  type Body,
  fail,
  type Graph,
  pass,
  type Resource,
  remembered,
  type Stack,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import {
  ENVIRONMENTS,
  SECRET_ANSWERS,
  SECRET_ARGUMENTS,
  SECRET_MAKERS,
  SECRET_READERS,
} from "../knowledge/secret-arguments";
import { isAtLeast, statedClass } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { backendsOf } from "../state-backend";
import { mustStayOut } from "../values/demands";
import { asText } from "../values/scalars";

/** Names under which people keep secrets. */
const SECRET_NAME = /secret|token|password|key|dsn/i;

/**
 * The same for arguments of providers and backends, where keys may be public, or paths (Terraform language, Backend Type:
 * s3, gcs, pg).
 */
const CREDENTIAL_NAME =
  /secret|token(?!_file)|password|private_key|access_key|client_key|customer_key|^encryption_key$|^credentials$|^conn_str$/i;

/** A data source that takes the settings of a backend, and keeps them in the state. */
const REMOTE_STATE = "terraform_remote_state";

export const secretsStayOutOfCodeAndState = sovereigntyRule({
  id: "HDH-ENC-007",
  severity: "critical",
  title: "Secrets never enter code, plan or state",
  remedy: "Take the write-only argument and fill it from an ephemeral resource; give programs a reference to a secret.",
  waivers: "allowed",
  given: "whatever may carry a secret",
  scenarios: {
    "a secret in an argument that Terraform forgets, from an ephemeral source": "pass",
    "a secret in an argument that is kept in the state": "fail",
    "a secret that stands in the code, though its argument is forgotten": "fail",
    "a secret of a product that has no argument Terraform forgets": "fail",
    "a program's variable with the name of a secret and its value": "fail",
    "a program's variable with the name of a secret, from an attribute that holds one": "fail",
    "a program's variable with the name of a secret, from another attribute": "pass",
    "program's variables that only the engine knows": "unknown",
    "a generated password or private key in a stack with health data": "fail",
    "the same in a stack that states lower classes only": "pass",
    "a secret read where an ephemeral resource would do": "fail",
    "a provider with credentials in the code": "fail",
    "a state, one's own or another stack's, that is reached with credentials in the code": "fail",
    "an output that shows a secret": "fail",
    "the same output, marked as sensitive": "pass",
  },
  why: "The code is read by many, a plan by its reviewers, and the state by whoever restores a backup of it. A secret that was in one of them has to be taken for known.",
  controls: ["SNC:10.5.c", "SNC:10.5.d", "SNC:10.3.a", "SATRE:2.8.05", "CIS:5.4.1", "CIS:5.4.2", "NIS2:21(2)(h)"],
  bad: { resource: { scaleway_rdb_user: { program: { name: "program", password: "hdh2026!" } } } },
  good: {
    ephemeral: { scaleway_secret_version: { password: { secret_id: "${var.secret}", revision: "latest" } } },
    resource: {
      scaleway_rdb_user: {
        program: {
          name: "program",
          password_wo: "${base64decode(ephemeral.scaleway_secret_version.password.data)}",
          password_wo_version: 1,
        },
      },
    },
  },
  reportsOn: ({ mode, type }) => {
    if (mode === "managed") return SECRET_TYPES.has(type);
    if (mode === "data") return SECRET_READERS.has(type) || type === REMOTE_STATE;
    return mode === "provider" || mode === "output" || mode === "terraform";
  },
  check: (resource) => {
    switch (resource.mode) {
      case "output":
        return output(resource);
      case "provider":
        return credentials(resource);
      case "terraform":
        return [
          ...backendsOf(resource).flatMap(({ settings }) => credentials(settings)),
          ...resource.blocks("cloud").flatMap(credentials),
        ];
      case "data":
        if (resource.type === REMOTE_STATE) return resource.blocks("config").flatMap(credentials);
        return fail(`keeps the secret it reads in the state; use ${SECRET_READERS.get(resource.type)}`);
      default:
        return SECRET_MAKERS.includes(resource.type) ? maker(resource) : [...given(resource), ...environment(resource)];
    }
  },
});

const SECRET_TYPES: ReadonlySet<string> = new Set([
  ...Object.keys(SECRET_ARGUMENTS),
  ...Object.keys(ENVIRONMENTS),
  ...SECRET_MAKERS,
]);

function given(resource: Resource): Verdict[] {
  return Object.entries(SECRET_ARGUMENTS[resource.type] ?? {}).flatMap(([path, writeOnly]) => {
    const names = path.split(".");
    const bodies = names
      .slice(0, -1)
      .reduce<readonly Body[]>((found, name) => found.flatMap((body) => body.blocks(name)), [resource]);
    const instead = writeOnly ? `use ${writeOnly}` : "the product has no argument that Terraform forgets";
    return [
      ...bodies.map((body) => mustStayOut(body, names.at(-1) ?? path, instead)),
      ...(writeOnly ? [noLiteral(resource, writeOnly)] : []),
    ];
  });
}

/** What the code itself says: a variable, an ephemeral resource or a function is no literal. */
function noLiteral(body: Body, argument: string): Verdict {
  const path = body.pathOf(argument);
  if (body.stated(argument).is !== "known") return pass();
  return fail(`${path} stands in the code; must come from an ephemeral resource or a sensitive variable`, path);
}

function environment(resource: Resource): Verdict[] {
  const argument = ENVIRONMENTS[resource.type];
  if (!argument) return [];
  return resource
    .blocks(argument)
    .flatMap((variables) =>
      variables.opaque
        ? [unknown(variables.path, variables.opaque)]
        : variables.names.filter((name) => SECRET_NAME.test(name)).map((name) => variable(variables, name)),
    );
}

function variable(variables: Body, name: string): Verdict {
  const path = variables.pathOf(name);
  const value = variables.value(name);
  const references = variables
    .parts(name)
    .flatMap((part) => (typeof part === "object" && part.is === "reference" ? [part] : []));
  if (references.some(({ resource, attribute }) => isSecret(resource, attribute)))
    return fail(`${path} is a secret in the clear; refer to one of Secret Manager`, path);
  if (references.length > 0) return pass();
  if (value.is === "unknown") return unknown(path, value.why);
  return value.is === "absent" || value.value === ""
    ? pass()
    : fail(`${path} has the name of a secret and stands in the code; refer to one of Secret Manager`, path);
}

/** Where only a part of an attribute is read, any secret of its type may be meant. */
function isSecret({ mode, type }: Resource, attribute: string | undefined): boolean {
  if (mode === "data" && SECRET_READERS.has(type)) return true;
  if (SECRET_MAKERS.includes(type)) return true;
  const secrets = [...Object.keys(SECRET_ARGUMENTS[type] ?? {}), ...(SECRET_ANSWERS[type] ?? [])];
  return attribute === undefined
    ? (SECRET_ANSWERS[type] ?? []).length > 0
    : secrets.some((secret) => secret.split(".")[0] === attribute);
}

function credentials(settings: Body): Verdict[] {
  const found: Verdict[] = [];
  for (const name of settings.names) if (CREDENTIAL_NAME.test(name)) found.push(noLiteral(settings, name));
  return found;
}

function output(output: Resource): Verdict[] {
  const references = output
    .parts("value")
    .flatMap((part) => (typeof part === "object" && part.is === "reference" ? [part] : []));
  const shown = references.find(({ resource, attribute }) => isSecret(resource, attribute));
  if (!shown || asText(output.known("sensitive")) === "true") return [];
  return [fail(`shows a secret of ${shown.resource.address}; must be removed, or sensitive`, "value")];
}

function maker(resource: Resource): Verdict {
  if (!statesHealthData(resource.stack)) return pass();
  return fail("keeps the secret that it makes in the state; use an ephemeral resource, or Secret Manager");
}

/** Whether anything in a stack is labelled as health data, or nothing in it is labelled. */
function statesHealthData(stack: Stack): boolean {
  return healthStacks(stack.graph).get(stack) ?? true;
}

const healthStacks = remembered((graph: Graph): ReadonlyMap<Stack, boolean> => {
  const found = new Map<Stack, boolean>();
  for (const { kind, resources } of graph.byKind) {
    if (kind.mode !== "managed") continue;
    for (const resource of resources) {
      const dataClass = statedClass(resource);
      if (dataClass) found.set(resource.stack, (found.get(resource.stack) ?? false) || isAtLeast(dataClass, "C3"));
    }
  }
  return found;
});
