import {
  type Body,
  fail,
  type Item,
  judge,
  type Part,
  pass,
  type Resource,
  remembered,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { labelOf } from "../labels/labels";
import { bucketOf } from "./buckets";

/** The version whose principals Scaleway understands (scaleway/docs-content, object-storage/api-cli/bucket-policy). */
const VERSION = "2023-04-17";

/** Types whose ids may be principals. A whole project, and everyone, may not. */
const SUBJECTS: Readonly<Record<string, string>> = {
  "application_id:": "scaleway_iam_application",
  "user_id:": "scaleway_iam_user",
};

/** Says of a bucket's policy whom it lets in, and to what. Scaleway's policies only allow, so only that is looked at. */
export function judgeBucketPolicy(policy: Resource, inputs: PolicyInputs): Verdict[] {
  const document = policy.document("policy");
  if (!document) return [fail("policy is not set; must be a bucket policy", "policy")];
  if (document.opaque) return [unknown("policy", document.opaque)];
  const verdicts = [judge(document, "Version", (version) => (version === VERSION ? undefined : `must be ${VERSION}`))];
  const statements = document.blocks("Statement");
  if (statements.length === 0) {
    verdicts.push(fail("policy.Statement is empty; must name who may do what", "policy.Statement"));
  }
  for (const statement of statements) if (!isDeny(statement)) judgeStatement(statement, policy, inputs, verdicts);
  return verdicts;
}

function isDeny(statement: Body): boolean {
  return statement.known("Effect") === "Deny";
}

const INVERTED: readonly string[] = ["NotPrincipal", "NotAction", "NotResource"];

function judgeStatement(statement: Body, policy: Resource, inputs: PolicyInputs, verdicts: Verdict[]): void {
  if (statement.opaque) {
    verdicts.push(unknown(statement.path, statement.opaque));
    return;
  }
  for (const name of statement.names) {
    if (!INVERTED.includes(name)) continue;
    const path = statement.pathOf(name);
    verdicts.push(fail(`${path} lets in all but a few; name who may do what`, path));
  }
  const principals = principalsOf(statement);
  const actions = statement.items("Action");
  const resources = statement.items("Resource");
  if (principals.length === 0) verdicts.push(meansEverything(statement, "Principal"));
  if (actions.length === 0) verdicts.push(meansEverything(statement, "Action"));
  if (resources.length === 0) verdicts.push(meansEverything(statement, "Resource"));
  for (const principal of principals) verdicts.push(judgePrincipal(principal, policy, inputs));
  if (principals.some((principal) => isStranger(principal, policy, inputs))) {
    for (const action of actions) verdicts.push(judgeAction(action));
  }
  for (const resource of resources) verdicts.push(judgeResource(resource, policy));
}

function meansEverything(statement: Body, name: string): Verdict {
  const path = statement.pathOf(name);
  return fail(`${path} is not set, so it means everything; name it`, path);
}

/** `"*"`, or what stands under `SCW`; under any other name it is judged alike, so that none is overlooked. */
export const principalsOf = remembered((statement: Body): readonly Item[] => {
  const bodies = statement.blocks("Principal");
  return statement.items("Principal").flatMap((item, index) => {
    const body = bodies[index];
    return !body || body.opaque ? [item] : body.names.flatMap((name) => body.items(name));
  });
});

function judgePrincipal(principal: Item, policy: Resource, inputs: PolicyInputs): Verdict {
  const { parts } = principal;
  const [prefix, subject] = parts;
  const type = typeof prefix === "string" ? SUBJECTS[prefix] : undefined;
  if (type && parts.length === 2 && typeof subject === "object" && subject.is === "reference") {
    if (subject.resource.type === type) return pass();
    const { path } = principal;
    return fail(`${path} is the id of ${subject.resource.address}; must be that of a ${type}`, path);
  }
  const { value } = principal;
  if (value.is === "known") {
    if (subjectNamedBy(principal, policy)) return pass();
    if (inputs.ownerPrincipals.includes(String(value.value))) return pass();
    const { path } = principal;
    return fail(
      `${path} is ${JSON.stringify(value.value)}; must be the application_id or user_id of a subject that these stacks make`,
      path,
      value.value,
    );
  }
  const { path } = principal;
  if (!type && typeof prefix === "string")
    return fail(`${path} starts with ${prefix}; must be application_id: or user_id:`, path);
  return unknown(path, whyNot(parts));
}

/** The subject that a literal principal means, where a plan knows the ids of subjects. */
function subjectNamedBy({ value }: Item, policy: Resource): Resource | undefined {
  const principal = value.is === "known" ? value.value : undefined;
  if (typeof principal !== "string") return undefined;
  return Object.entries(SUBJECTS)
    .filter(([prefix]) => principal.startsWith(prefix))
    .map(([prefix, type]) => policy.graph.withId(type, principal.slice(prefix.length)))
    .find((subject) => subject !== undefined);
}

function whyNot(parts: readonly Part[]): string {
  const open = parts.find((part) => typeof part === "object" && part.is === "unknown");
  return typeof open === "object" && open.is === "unknown" ? open.why : "it is no single principal";
}

/** Anyone but the pipeline, which is the application labelled so, or one that the environment names. */
function isStranger(principal: Item, policy: Resource, inputs: PolicyInputs): boolean {
  const reference = principal.parts.find((part) => typeof part === "object");
  const resource = reference?.is === "reference" ? reference.resource : subjectNamedBy(principal, policy);
  if (!resource) {
    // Who it is cannot be known where it is no literal, and is reported as such.
    const { value } = principal;
    return value.is === "known" && !inputs.ownerPrincipals.includes(String(value.value));
  }
  return resource.type !== "scaleway_iam_application" || labelOf(resource, "hdh-role") !== "pipeline";
}

function judgeAction(action: Item): Verdict {
  const { value } = action;
  if (value.is === "known" && typeof value.value === "string" && !/[*?]/.test(value.value)) return pass();
  const { path } = action;
  if (value.is === "unknown") return unknown(path, value.why);
  const found = value.is === "known" ? JSON.stringify(value.value) : "not set";
  return fail(`${path} is ${found}; only the pipeline may be allowed every action, others need a list`, path);
}

function judgeResource(resource: Item, policy: Resource): Verdict {
  const { parts } = resource;
  const bucket = bucketOf(policy);
  const [first, second] = parts;
  if (typeof first === "object" && first.is === "reference" && first.resource === bucket) {
    if (second === undefined || (typeof second === "string" && second.startsWith("/"))) return pass();
  }
  const { path } = resource;
  const name = bucket?.value("name");
  const open = parts.find((part) => typeof part === "object");
  if (!bucket || name?.is !== "known") {
    return unknown(path, "the policy's bucket is not made by these stacks, or has a name that shows only at apply");
  }
  if (typeof open === "object" && open.is === "unknown") return unknown(path, open.why);
  const isWithin =
    typeof first === "string" &&
    (first === name.value ? parts.length === 1 : first.startsWith(`${String(name.value)}/`));
  return isWithin ? pass() : fail(`${path} is not within the bucket ${String(name.value)}; must be`, path);
}
