import { type Body, fail, type Item, type Part, pass, unknown, type Value, type Verdict } from "@hdh/policy-engine";

/** Which hosts an address may lead to. */
export interface HostDemand {
  readonly allows: (host: string) => boolean;
  /** What has to be instead, such as "must be one of …". */
  readonly rule: string;
  /** Types whose own addresses are right, such as a registry's. @default - none */
  readonly makers?: readonly string[];
  /** Finds the host in a text. @default hostOfUrl */
  readonly hostIn?: (text: string) => string | undefined;
}

/** Holds the host of an address against what a rule demands. An absent address fails: some default would decide. */
export function judgeHost(body: Body, attribute: string, demand: HostDemand): Verdict {
  return judged(body.pathOf(attribute), body.value(attribute), body.parts(attribute), demand);
}

/** Does the same for one element of a list. */
export function judgeHostOf(
  { path, value, parts }: Pick<Item, "path" | "value" | "parts">,
  demand: HostDemand,
): Verdict {
  return judged(path, value, parts, demand);
}

function judged(path: string, value: Value, parts: readonly Part[], demand: HostDemand): Verdict {
  const { allows, rule, makers = [], hostIn = hostOfUrl } = demand;
  if (value.is === "absent") return fail(`${path} is not set; ${rule}`, path);
  if (value.is === "unknown") {
    if (leadsTo(parts, makers)) return pass();
    const host = hostBefore(parts, hostIn);
    if (host === undefined) return unknown(path, value.why);
    return allows(host) ? pass() : fail(`${path} leads to ${host}; ${rule}`, path, host);
  }
  const host = typeof value.value === "string" ? hostIn(value.value) : undefined;
  if (host !== undefined && allows(host)) return pass();
  if (value.sensitive) return fail(`${path} leads elsewhere; ${rule}`, path);
  return host === undefined
    ? fail(`${path} names no host; ${rule}`, path, value.value)
    : fail(`${path} leads to ${host}; ${rule}`, path, host);
}

/** What an address begins with before its host (RFC 3986, section 3.1). */
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/** Whether an address begins with what a resource of one of these types is reached by, and its host ends there. */
function leadsTo(parts: readonly Part[], makers: readonly string[]): boolean {
  const scheme = typeof parts[0] === "string" && /^[a-z][a-z0-9+.-]*:\/\/$/i.test(parts[0]);
  const [first, next] = scheme ? parts.slice(1) : parts;
  if (typeof first !== "object" || first.is !== "reference" || !makers.includes(first.resource.type)) return false;
  return next === undefined || (typeof next === "string" && /^[/:?#]/.test(next));
}

/** The host of an address of which only the beginning is known, where that holds the whole host. */
function hostBefore([first]: readonly Part[], hostIn: (text: string) => string | undefined): string | undefined {
  if (typeof first !== "string" || !/^[^/]+\//.test(first.replace(SCHEME, ""))) return undefined;
  return hostIn(first);
}

/** The host of a URL, or of an address without a scheme; `undefined` where there is none. Lower case, no port. */
export function hostOfUrl(text: string): string | undefined {
  const url = SCHEME.test(text) ? text : `https://${text}`;
  try {
    const host = new URL(url).hostname.toLowerCase().replace(/\.+$/, "");
    return host === "" ? undefined : host;
  } catch {
    return undefined;
  }
}

/** Whether a host is a domain or stands below it. */
export function isWithin(host: string, domains: readonly string[]): boolean {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}
