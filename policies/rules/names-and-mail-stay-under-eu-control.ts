import {
  type Body,
  type Circumstances,
  fail,
  type Item,
  judge,
  type Part,
  pass,
  type Resource,
  resources,
  unknown,
  type Value,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { FOREIGN_DOMAINS } from "../knowledge/foreign-services";
import { SCALEWAY_DOMAINS } from "../knowledge/scaleway-hosts";
import { hostOfUrl, isWithin } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { knownText, plain } from "../values/texts";

export const namesAndMailStayUnderEuControl = sovereigntyRule({
  id: "HDH-JUR-007",
  severity: "high",
  title: "DNS, mail, webhooks and redirects stay under EU control",
  remedy: "Move the target to a domain under EU control, or list the domain where it already is.",
  waivers: "allowed",
  given: "anything that sends people, mail or messages to another name",
  scenarios: {
    "a target in its own zone, at Scaleway, or in a listed domain": "pass",
    "a target that these stacks make": "pass",
    "a target at a service from outside the EU": "fail",
    "a target in a domain of which nothing is known": "evidence-missing",
    "a target that only the engine knows": "unknown",
    "a record that leads to addresses only": "pass",
    "a webhook in the clear": "fail",
    "alerts to a mailbox in a listed domain": "pass",
    "alerts to a mailbox outside the listed domains": "fail",
    "alerts to a mailbox, where no domain is listed": "evidence-missing",
    "a load balancer before private addresses": "pass",
    "a load balancer before a public address of which nothing is known": "evidence-missing",
    "a domain with DNSSEC": "pass",
    "a domain without DNSSEC, which is the default": "fail",
    "a public zone with a CAA record, its own or of a zone above": "pass",
    "a public zone without a CAA record: any authority may issue for it": "fail",
  },
  why: "Whoever runs the name that traffic is sent to can read it, answer it, or stop it.",
  controls: ["SNC:13.1.a", "SNC:12.14.a", "SNC:19.6.c", "HDS:EXI-30", "GDPR:44", "NIS2:21(2)(d)"],
  bad: {
    resource: {
      scaleway_domain_record: { portal: { dns_zone: "example.fr", type: "CNAME", data: "hdh.azurefd.net." } },
    },
  },
  good: {
    resource: {
      scaleway_domain_record: { portal: { dns_zone: "example.fr", type: "CNAME", data: "portal.example.fr." } },
    },
  },
  reportsOn: resources(
    "scaleway_billing_budget_alert_notification",
    "scaleway_cockpit_alert_manager",
    "scaleway_domain_record",
    "scaleway_domain_registration",
    "scaleway_domain_zone",
    "scaleway_edge_services_dns_stage",
    "scaleway_lb_acl",
    "scaleway_lb_backend",
    "scaleway_lb_frontend",
    "scaleway_mnq_sns_topic_subscription",
    "scaleway_tem_webhook",
  ),
  check: (resource, inputs, circumstances) => LOOK_AT[resource.type]!(resource, { inputs, circumstances }),
});

interface Facts {
  readonly inputs: PolicyInputs;
  readonly circumstances: Circumstances;
}

type Look = (resource: Resource, facts: Facts) => Verdict[];

const LOOK_AT: Readonly<Record<string, Look>> = {
  scaleway_billing_budget_alert_notification: (notification, facts) => [
    ...notification.items("email_addresses").map((item) => mailbox(item, facts)),
    ...notification.items("webhook_urls").flatMap((item) => webhook(item, facts)),
  ],
  scaleway_cockpit_alert_manager: (manager, facts) =>
    manager.blocks("contact_points").map((contact) => mailbox(argument(contact, "email"), facts)),
  scaleway_domain_record: record,
  scaleway_domain_registration: (registration, _) => [
    judge(registration, "dnssec", (on) => (on === true ? undefined : "must be true")),
    ...registration.items("domain_names").map((item) => issuersNamed(item.value, item.path, registration)),
  ],
  scaleway_domain_zone: (zone) => [issuersNamed(nameOfZone(zone), "domain", zone)],
  scaleway_edge_services_dns_stage: (stage, facts) => stage.items("fqdns").map((item) => target(item, facts)),
  scaleway_lb_acl: (acl, facts) => redirects(acl, facts),
  scaleway_lb_backend: (backend, facts) => [
    ...(backend.value("failover_host").is === "absent" ? [] : [target(argument(backend, "failover_host"), facts)]),
    ...backend.items("server_ips").map((item) => server(item, facts)),
  ],
  scaleway_lb_frontend: (frontend, facts) => frontend.blocks("acl").flatMap((acl) => redirects(acl, facts)),
  scaleway_mnq_sns_topic_subscription: subscription,
  scaleway_tem_webhook: (hook) => [
    hook.target("sns_arn")
      ? pass()
      : judge(hook, "sns_arn", (arn) =>
          typeof arn === "string" && arn.startsWith("arn:scw:") ? undefined : "must be a topic at Scaleway",
        ),
  ],
};

/** What is sent somewhere: an argument, or one element of a list. */
type Sent = Pick<Item, "path" | "value" | "parts">;

function argument(body: Body, name: string): Sent {
  return { path: body.pathOf(name), value: body.value(name), parts: body.parts(name) };
}

function target({ path, value, parts }: Sent, facts: Facts, own: readonly string[] = []): Verdict {
  if (startsAtScaleway(parts)) return pass();
  if (value.is === "unknown") return unknown(path, value.why);
  const text = value.is === "known" && typeof value.value === "string" ? value.value.trim() : "";
  const host = hostOfUrl(text.split(/\s+/).at(-1) ?? "");
  if (host === undefined) return fail(`${path} names no host; must be one under EU control`, path);
  return controlled(host, path, facts, own);
}

/** Whether a name begins with what a resource of Scaleway's is reached by. */
function startsAtScaleway(parts: readonly Part[]): boolean {
  const [first, next] = parts.filter((part) => part !== "https://");
  const isWhole = next === undefined || (typeof next === "string" && /^[./:?]/.test(next) && !/^\.[^/]*\w/.test(next));
  return (
    typeof first === "object" && first.is === "reference" && first.resource.type.startsWith("scaleway_") && isWhole
  );
}

function controlled(
  host: string,
  path: string,
  { inputs: { trustedDomains = [] }, circumstances: { evidence } }: Facts,
  own: readonly string[],
): Verdict {
  if (isWithin(host, [...trustedDomains, ...SCALEWAY_DOMAINS, ...own])) return pass();
  if (isWithin(host, FOREIGN_DOMAINS)) {
    return fail(`${path} leads to ${host}, a service from outside the EU; must be under EU control`, path, host);
  }
  return evidence.demand("domain-under-eu-control", host, { maxAgeDays: 365 });
}

/** Record types that lead to another name (RFC 1035, RFC 2782, RFC 6672; ALIAS as Scaleway has it). */
const LEADS_ELSEWHERE: readonly string[] = ["ALIAS", "CNAME", "DNAME", "MX", "NS", "SRV"];

function record(record: Resource, facts: Facts): Verdict[] {
  const type = record.value("type");
  const kind = judge(record, "type", () => undefined);
  if (type.is !== "known") return [kind];
  const own = [plain(record.known("dns_zone")).toLowerCase().replace(/\.$/, "")];
  const service = record.blocks("http_service").map((http) => target(argument(http, "url"), facts, own));
  if (!LEADS_ELSEWHERE.includes(knownText(type).toUpperCase())) return service;
  const alternatives = [...record.blocks("geo_ip").flatMap((geo) => geo.blocks("matches")), ...record.blocks("view")];
  return [
    ...service,
    ...[record, ...alternatives].map((body) => {
      const sent = argument(body, "data");
      const isRelative = /^[\w-]+$/.test(knownText(sent.value));
      return isRelative ? pass() : target(sent, facts, own);
    }),
  ];
}

function redirects(acl: Body, facts: Facts): Verdict[] {
  return acl
    .blocks("action")
    .flatMap((action) => action.blocks("redirect"))
    .map((redirect) => {
      const type = redirect.value("type");
      if (type.is === "known" && type.value !== "location") return pass();
      const sent = argument(redirect, "target");
      // The host that was asked for, in the words of Scaleway's load balancers.
      if (/^https:\/\/\{\{host\}\}/.test(knownText(sent.value))) return pass();
      return sent.value.is === "absent" ? pass() : target(sent, facts);
    });
}

/** Ranges that no public network routes (RFC 1918, RFC 6598, RFC 4193). */
const PRIVATE =
  /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|f[cd][0-9a-f]{2}:)/i;

function server({ path, value, parts }: Sent, { circumstances: { evidence } }: Facts): Verdict {
  if (startsAtScaleway(parts)) return pass();
  if (value.is === "unknown") return unknown(path, value.why);
  const address = knownText(value);
  return PRIVATE.test(address) ? pass() : evidence.demand("address-under-eu-control", address, { maxAgeDays: 365 });
}

function webhook(sent: Sent, facts: Facts): Verdict[] {
  const { value, path } = sent;
  const inTheClear = value.is === "known" && !/^https:\/\//i.test(knownText(value));
  return inTheClear ? [fail(`${path} is not https; must be`, path)] : [target(sent, facts)];
}

function subscription(subscription: Resource, facts: Facts): Verdict[] {
  const protocol = judge(subscription, "protocol", (value) => (value === "http" ? "must be https" : undefined));
  const addressed = ["endpoint", "sns_endpoint"].filter((name) => subscription.value(name).is !== "absent");
  const leadsOut = !/^(lambda|sqs)$/.test(knownText(subscription.value("protocol")));
  return [
    protocol,
    ...addressed
      .filter((name) => name !== "endpoint" || leadsOut)
      .map((name) => target(argument(subscription, name), facts)),
  ];
}

function mailbox({ path, value }: Sent, { inputs, circumstances: { evidence } }: Facts): Verdict {
  if (value.is === "unknown") return unknown(path, value.why);
  const domain = /@([\w.-]+)$/.exec(knownText(value))?.[1]?.toLowerCase();
  if (domain === undefined) return fail(`${path} is no mailbox; must be one in a listed domain`, path);
  const { trustedDomains } = inputs;
  if (trustedDomains && isWithin(domain, trustedDomains)) return pass();
  if (trustedDomains || isWithin(domain, FOREIGN_DOMAINS)) {
    return fail(`${path} is at ${domain}; listed: ${trustedDomains?.join(", ") || "none"}`, path, domain);
  }
  return evidence.demand("domain-under-eu-control", domain, { maxAgeDays: 365 });
}

function nameOfZone(zone: Resource): Value {
  const [domain, subdomain] = [zone.value("domain"), zone.value("subdomain")];
  if (domain.is !== "known" || subdomain.is === "unknown") return domain.is === "known" ? subdomain : domain;
  return subdomain.is === "known" && subdomain.value !== ""
    ? { is: "known", value: `${knownText(subdomain)}.${knownText(domain)}` }
    : domain;
}

/** A zone without a CAA record has that of the zone above (RFC 8659, section 3). */
function issuersNamed(name: Value, path: string, of: Resource): Verdict {
  if (name.is !== "known") return name.is === "unknown" ? unknown(path, name.why) : fail(`${path} is not set`, path);
  const zone = knownText(name).toLowerCase();
  const records = of.graph.having("scaleway_domain_record", "type", "CAA");
  const zones = records.map((one) => {
    const named = one.target("dns_zone");
    return named ? nameOfZone(named) : one.value("dns_zone");
  });
  const covers = zones.some((one) => knownText(one) !== "" && isWithin(zone, [knownText(one).toLowerCase()]));
  return covers
    ? pass()
    : fail(`${zone} has no CAA record, so any authority may issue for it; it needs one`, path, zone);
}
