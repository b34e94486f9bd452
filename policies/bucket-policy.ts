import {
  type Body,
  fail,
  type Item,
  type Json,
  judge,
  type Part,
  pass,
  type Resource,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { bucketOf } from "./buckets";
import type { PolicyInputs } from "./inputs";
import { labelOf } from "./labels";

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
  const statements = document.blocks("Statement");
  return [
    judge(document, "Version", (version) => (version === VERSION ? undefined : `must be ${VERSION}`)),
    ...(statements.length === 0
      ? [fail("policy.Statement is empty; must name who may do what", "policy.Statement")]
      : []),
    ...statements
      .filter((statement) => !isDeny(statement))
      .flatMap((statement) => judgeStatement(statement, policy, inputs)),
  ];
}

function isDeny(statement: Body): boolean {
  const effect = statement.value("Effect");
  return effect.is === "known" && effect.value === "Deny";
}

function judgeStatement(statement: Body, policy: Resource, inputs: PolicyInputs): Verdict[] {
  if (statement.opaque) return [unknown(statement.path, statement.opaque)];
  const inverted = ["NotPrincipal", "NotAction", "NotResource"].filter((name) => statement.names.includes(name));
  const principals = principalsOf(statement);
  const letsStrangersIn = principals.some((principal) => isStranger(principal, policy, inputs));
  const given = (name: string, items: readonly Item[]) =>
    items.length > 0
      ? []
      : [fail(`${statement.pathOf(name)} is not set, so it means everything; name it`, statement.pathOf(name))];
  const actions = statement.items("Action");
  const resources = statement.items("Resource");
  return [
    ...inverted.map((name) =>
      fail(`${statement.pathOf(name)} lets in all but a few; name who may do what`, statement.pathOf(name)),
    ),
    ...given("Principal", principals),
    ...principals.map((principal) => judgePrincipal(principal, policy, inputs)),
    ...given("Action", actions),
    ...(letsStrangersIn ? actions.map(judgeAction) : []),
    ...given("Resource", resources),
    ...resources.map((resource) => judgeResource(resource, policy)),
  ];
}

/** `"*"`, or what stands under `SCW`; under any other name it is judged alike, so that none is overlooked. */
export function principalsOf(statement: Body): Item[] {
  const bodies = statement.blocks("Principal");
  return statement.items("Principal").flatMap((item, index) => {
    const body = bodies[index];
    const isText = item.parts.length > 0 || !body || body.opaque;
    return isText ? [item] : body.names.flatMap((name) => body.items(name));
  });
}

function judgePrincipal({ path, value, parts }: Item, policy: Resource, inputs: PolicyInputs): Verdict {
  const [prefix, subject, ...rest] = parts;
  const type = typeof prefix === "string" ? SUBJECTS[prefix] : undefined;
  if (type && typeof subject === "object" && subject.is === "reference" && rest.length === 0) {
    return subject.resource.type === type
      ? pass()
      : fail(`${path} is the id of ${subject.resource.address}; must be that of a ${type}`, path);
  }
  if (value.is === "known") {
    if (subjectWithId(value.value, policy)) return pass();
    if (inputs.ownerPrincipals.includes(String(value.value))) return pass();
    return fail(
      `${path} is ${JSON.stringify(value.value)}; must be the application_id or user_id of a subject that these stacks make`,
      path,
      value.value,
    );
  }
  if (!type && typeof prefix === "string")
    return fail(`${path} starts with ${prefix}; must be application_id: or user_id:`, path);
  if (!type || typeof subject !== "object" || rest.length > 0) return unknown(path, whyNot(parts));
  return unknown(path, subject.is === "unknown" ? subject.why : whyNot(parts));
}

/** The subject that a literal principal means, where a plan knows the ids of subjects. */
function subjectWithId(principal: Json | undefined, policy: Resource): Resource | undefined {
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
function isStranger({ value, parts }: Item, policy: Resource, inputs: PolicyInputs): boolean {
  const reference = parts.find((part) => typeof part === "object");
  const literal = value.is === "known" ? value.value : undefined;
  const resource = reference?.is === "reference" ? reference.resource : subjectWithId(literal, policy);
  if (!resource) {
    // Who it is cannot be known where it is no literal, and is reported as such.
    return value.is === "known" && !inputs.ownerPrincipals.includes(String(literal));
  }
  return resource.type !== "scaleway_iam_application" || labelOf(resource, "hdh-role") !== "pipeline";
}

function judgeAction({ path, value }: Item): Verdict {
  if (value.is === "unknown") return unknown(path, value.why);
  if (value.is === "known" && typeof value.value === "string" && !/[*?]/.test(value.value)) return pass();
  const found = value.is === "known" ? JSON.stringify(value.value) : "not set";
  return fail(`${path} is ${found}; only the pipeline may be allowed every action, others need a list`, path);
}

function judgeResource({ path, parts }: Item, policy: Resource): Verdict {
  const bucket = bucketOf(policy);
  const name = bucket?.value("name");
  const [first, second, ...rest] = parts;
  if (typeof first === "object" && first.is === "reference" && first.resource === bucket && rest.length === 0) {
    if (second === undefined || (typeof second === "string" && second.startsWith("/"))) return pass();
  }
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
