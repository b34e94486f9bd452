import type { Json, JsonObject } from "@hdh/policy-engine";
import { namesAndMailStayUnderEuControl as rule } from "../../policies/rules/names-and-mail-stay-under-eu-control";
import { record as evidence, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, says, saysOf } from "../helpers/terraform-json";

const TRUSTED = { ...INPUTS, trustedDomains: ["partner.fr"] };
const of = (type: string, attributes: JsonObject, inputs = INPUTS) =>
  says(rule, { [`scaleway_${type}`]: { x: attributes } }, inputs);
const record = (type: Json, data: Json, inputs = INPUTS) =>
  of("domain_record", { dns_zone: "example.fr", type, data }, inputs);
const mail = (email: Json, inputs = INPUTS) => of("cockpit_alert_manager", { contact_points: [{ email }] }, inputs);
const FAILS = ["fail scaleway_domain_record.x data"];

describe("HDH-JUR-007", () => {
  it("a target in its own zone, at Scaleway, or in a listed domain", () => {
    for (const data of ["portal.example.fr.", "www", "x.s3-website.fr-par.scw.cloud."]) {
      expect(record("CNAME", data)).toEqual([]);
    }
    expect(record("MX", "10 mail.partner.fr.", TRUSTED)).toEqual([]);
    expect(record("MX", " 10  mail.partner.fr. ", TRUSTED)).toEqual([]);
    expect(of("domain_record", { dns_zone: "Example.FR.", type: "CNAME", data: "www.example.fr." })).toEqual([]);
    expect(of("domain_record", { type: "CNAME", data: "hdh.azurefd.net.." })).toEqual(FAILS);
    expect(of("lb_backend", { failover_host: "down.s3-website.fr-par.scw.cloud" })).toEqual([]);
    const redirect = (target: string) => ({ action: { redirect: [{ type: "location", target }] } });
    expect(of("lb_acl", redirect("https://{{host}}{{path}}"))).toEqual([]);
    expect(of("lb_frontend", { acl: [redirect("https://www.partner.fr/x")] }, TRUSTED)).toEqual([]);
    expect(of("lb_acl", { action: { redirect: { type: "location" } } })).toEqual([]);
    expect(of("lb_acl", { action: { redirect: { type: "scheme", target: "https" } } })).toEqual([]);
  });

  it("a target that these stacks make", () => {
    const ip = { scaleway_lb_ip: { ip: { zone: "fr-par-1" } } };
    const cname = { dns_zone: "example.fr", type: "CNAME", data: "${scaleway_lb_ip.ip.reverse}." };
    expect(says(rule, { ...ip, scaleway_domain_record: { x: cname } })).toEqual([]);
    for (const rest of [".example.com.", ".c", "-example.com", "example.com"]) {
      const outside = { ...cname, data: `\${scaleway_lb_ip.ip.reverse}${rest}` };
      expect(says(rule, { ...ip, scaleway_domain_record: { x: outside } })).toEqual([
        "unknown scaleway_domain_record.x data",
      ]);
    }
    for (const address of ["${scaleway_lb_ip.ip.reverse}", "https://${scaleway_lb_ip.ip.reverse}/index.html"]) {
      const acl = { action: { redirect: { type: "location", target: address } } };
      expect(says(rule, { ...ip, scaleway_lb_acl: { x: acl } })).toEqual([]);
    }
    const topic = { scaleway_mnq_sns_topic: { t: { name: "bounces" } } };
    const hook = { sns_arn: "${scaleway_mnq_sns_topic.t.arn}" };
    expect(says(rule, { ...topic, scaleway_tem_webhook: { x: hook } })).toEqual([]);
    expect(of("tem_webhook", { sns_arn: "arn:scw:sns:fr-par:project-1:bounces" })).toEqual([]);
  });

  it.each([
    ["CNAME", "hdh.azurefd.net."],
    ["cname", "D111.CLOUDFRONT.NET"],
    ["MX", "10 example-fr.mail.protection.outlook.com."],
    ["NS", "ada.ns.cloudflare.com."],
    ["SRV", "0 5 443 hdh.trafficmanager.net."],
    ["ALIAS", "hdh.azurewebsites.net"],
  ])("a target at a service from outside the EU: %s %s", (type, data) => {
    expect(record(type, data)).toEqual(FAILS);
  });

  it("a target at a service from outside the EU", () => {
    const zone = { dns_zone: "example.fr", type: "CNAME", data: "www" };
    const geo = { ...zone, geo_ip: { matches: [{ data: "hdh.azurefd.net" }] } };
    expect(of("domain_record", geo)).toEqual(["fail scaleway_domain_record.x geo_ip.matches.data"]);
    expect(of("domain_record", { ...zone, view: [{ data: "x.amazonaws.com" }] })).toEqual([
      "fail scaleway_domain_record.x view.data",
    ]);
    const redirect = { redirect: { type: "location", target: "https://hdh.azurewebsites.net" } };
    expect(of("lb_frontend", { acl: { action: redirect } })).toEqual([
      "fail scaleway_lb_frontend.x acl.action.redirect.target",
    ]);
    expect(of("lb_backend", { failover_host: "hdh.azurefd.net" })).toEqual([
      "fail scaleway_lb_backend.x failover_host",
    ]);
    expect(of("edge_services_dns_stage", { fqdns: ["hdh.azurefd.net"] })).toEqual([
      "fail scaleway_edge_services_dns_stage.x fqdns[0]",
    ]);
    for (const arn of ["arn:aws:sns:eu-west-3:1:x", 7]) {
      expect(of("tem_webhook", { sns_arn: arn })).toEqual(["fail scaleway_tem_webhook.x sns_arn"]);
    }
    const http = { dns_zone: "example.fr", type: "A", data: "192.0.2.1", http_service: { url: "hdh.azurefd.net" } };
    expect(of("domain_record", http)).toEqual(["fail scaleway_domain_record.x http_service.url"]);
    expect(of("domain_record", { ...http, http_service: { url: "www.example.fr" } })).toEqual([]);
    for (const type of ["location", "${var.type}", null]) {
      const target = "https://hdh.azurewebsites.net/?next=https://{{host}}";
      expect(of("lb_acl", { action: { redirect: { type, target } } })).toEqual([
        "fail scaleway_lb_acl.x action.redirect.target",
      ]);
    }
    for (const name of ["endpoint", "sns_endpoint"]) {
      const subscription = { protocol: "https", [name]: "https://hooks.slack.com/x" };
      expect(of("mnq_sns_topic_subscription", subscription)).toEqual([
        `fail scaleway_mnq_sns_topic_subscription.x ${name}`,
      ]);
    }
    expect(of("billing_budget_alert_notification", { webhook_urls: ["https://hooks.slack.com/x"] })).toEqual([
      "fail scaleway_billing_budget_alert_notification.x webhook_urls[0]",
    ]);
  });

  it("a target that names no host at all", () => {
    expect(record("CNAME", null)).toEqual(FAILS);
    expect(of("lb_backend", { failover_host: 7 })).toEqual(["fail scaleway_lb_backend.x failover_host"]);
  });

  it.each(["lambda", "sqs"])("a subscription whose endpoint is a service of Scaleway's: %s", (protocol) => {
    expect(of("mnq_sns_topic_subscription", { protocol, endpoint: "hdh.azurefd.net" })).toEqual([]);
    for (const other of [`${protocol}-x`, `x-${protocol}`]) {
      expect(of("mnq_sns_topic_subscription", { protocol: other, endpoint: "hdh.azurefd.net" })).toEqual([
        "fail scaleway_mnq_sns_topic_subscription.x endpoint",
      ]);
    }
  });

  it("a target in a domain of which nothing is known", () => {
    expect(record("CNAME", "www.partner.fr.")).toEqual(["evidence-missing scaleway_domain_record.x"]);
    expect(record("CNAME", "evilpartner.fr.", TRUSTED)).toEqual(["evidence-missing scaleway_domain_record.x"]);
  });

  it.each([
    [
      "a domain",
      "domain-under-eu-control",
      "www.partner.fr",
      "domain_record",
      { type: "CNAME", data: "www.partner.fr." },
    ],
    [
      "a mailbox",
      "domain-under-eu-control",
      "partner.fr",
      "cockpit_alert_manager",
      { contact_points: [{ email: "a@Partner.fr" }] },
    ],
    ["an address", "address-under-eu-control", "192.0.2.1", "lb_backend", { server_ips: ["192.0.2.1"] }],
  ])("asks that %s is on record as under EU control, from within a year", (_, kind, subject, type, attributes) => {
    const asked = (ageInDays: number) =>
      saysWith(rule, { [`scaleway_${type}`]: { x: attributes } }, [evidence(kind, subject, ageInDays)]);
    expect(asked(365)).toEqual([]);
    expect(asked(366)).toEqual([`evidence-missing scaleway_${type}.x`]);
  });

  it("a target that only the engine knows", () => {
    const elsewhere = { dns_zone: "example.fr", type: "CNAME", data: "${elsewhere_host.h.name}" };
    expect(says(rule, { elsewhere_host: { h: {} }, scaleway_domain_record: { x: elsewhere } })).toEqual([
      "unknown scaleway_domain_record.x data",
    ]);
    expect(of("lb_backend", { server_ips: ["${var.address}"] })).toEqual([
      "unknown scaleway_lb_backend.x server_ips[0]",
    ]);
    expect(of("billing_budget_alert_notification", { webhook_urls: ["${var.hook}"] })).toEqual([
      "unknown scaleway_billing_budget_alert_notification.x webhook_urls[0]",
    ]);
    expect(record("CNAME", "${var.target}")).toEqual(["unknown scaleway_domain_record.x data"]);
    expect(record("${var.type}", "www")).toEqual(["unknown scaleway_domain_record.x type"]);
  });

  it("a record that leads to addresses only", () => {
    expect(record("A", "192.0.2.1")).toEqual([]);
    expect(record("TXT", "v=spf1 include:outlook.com")).toEqual([]);
  });

  it("a webhook in the clear", () => {
    const subscription = { protocol: "http", endpoint: "http://hooks.partner.fr" };
    expect(of("mnq_sns_topic_subscription", subscription, TRUSTED)).toEqual([
      "fail scaleway_mnq_sns_topic_subscription.x protocol",
    ]);
    const secure = { protocol: "https", endpoint: "https://hooks.partner.fr" };
    expect(of("mnq_sns_topic_subscription", secure, TRUSTED)).toEqual([]);
    const hook = (url: string) => of("billing_budget_alert_notification", { webhook_urls: [url] }, TRUSTED);
    expect(hook("HTTPS://hooks.partner.fr")).toEqual([]);
    for (const url of ["http://hooks.partner.fr", "http://hooks.partner.fr?next=https://hooks.partner.fr"]) {
      expect(hook(url)).toEqual(["fail scaleway_billing_budget_alert_notification.x webhook_urls[0]"]);
    }
  });

  it("alerts to a mailbox in a listed domain", () => {
    expect(mail("team@partner.fr", TRUSTED)).toEqual([]);
    expect(of("billing_budget_alert_notification", { email_addresses: ["a@x.partner.fr"] }, TRUSTED)).toEqual([]);
  });

  it("alerts to a mailbox outside the listed domains", () => {
    const fails = ["fail scaleway_cockpit_alert_manager.x contact_points.email"];
    expect(mail("team@elsewhere.fr", TRUSTED)).toEqual(fails);
    expect(mail("team@gmail.com")).toEqual(fails);
    expect(mail("nobody")).toEqual(fails);
    expect(mail("team@partner.fr <team@elsewhere.fr>", TRUSTED)).toEqual(fails);
    expect(of("billing_budget_alert_notification", { email_addresses: ["a@elsewhere.fr"] }, TRUSTED)).toEqual([
      "fail scaleway_billing_budget_alert_notification.x email_addresses[0]",
    ]);
    expect(mail(null)).toEqual(fails);
    expect(mail("${var.mail}")).toEqual(["unknown scaleway_cockpit_alert_manager.x contact_points.email"]);
  });

  it("alerts to a mailbox, where no domain is listed", () => {
    expect(mail("team@elsewhere.fr")).toEqual(["evidence-missing scaleway_cockpit_alert_manager.x"]);
  });

  it("a load balancer before private addresses", () => {
    const server_ips = ["10.64.0.4", "172.31.0.1", "100.64.0.1", "fd00::1", "${scaleway_ipam_ip.ip.address}"];
    expect(says(rule, { scaleway_ipam_ip: { ip: {} }, scaleway_lb_backend: { x: { server_ips } } })).toEqual([]);
  });

  it("a load balancer before a public address of which nothing is known", () => {
    for (const address of ["192.0.2.1", "172.32.0.1", "100.128.0.1", "2001:db8::1"]) {
      expect(of("lb_backend", { server_ips: ["10.64.0.4", address] })).toEqual([
        "evidence-missing scaleway_lb_backend.x",
      ]);
    }
  });

  const caa = (dns_zone: string) => ({ c: { dns_zone, type: "CAA", data: '0 issue "ca.example.fr"' } });

  it("a domain with DNSSEC", () => {
    const registration = { x: { domain_names: ["example.fr"], dnssec: true } };
    expect(
      says(rule, { scaleway_domain_registration: registration, scaleway_domain_record: caa("example.fr") }),
    ).toEqual([]);
  });

  it("a domain without DNSSEC, which is the default", () => {
    for (const dnssec of [false, null]) {
      const registration = { x: { domain_names: ["example.fr"], dnssec } };
      expect(
        says(rule, { scaleway_domain_registration: registration, scaleway_domain_record: caa("example.fr") }),
      ).toEqual(["fail scaleway_domain_registration.x dnssec"]);
    }
  });

  const zone = { x: { domain: "example.fr", subdomain: "data" } };

  it("a public zone with a CAA record, its own or of a zone above", () => {
    for (const dns_zone of ["data.example.fr", "Example.fr", "${scaleway_domain_zone.x.id}"]) {
      expect(says(rule, { scaleway_domain_zone: zone, scaleway_domain_record: caa(dns_zone) })).toEqual([]);
    }
    for (const subdomain of ["", null]) {
      const whole = { x: { domain: "Example.fr", subdomain } };
      expect(says(rule, { scaleway_domain_zone: whole, scaleway_domain_record: caa("example.fr") })).toEqual([]);
    }
  });

  it("a public zone without a CAA record: any authority may issue for it", () => {
    expect(of("domain_zone", zone.x)).toEqual(["fail scaleway_domain_zone.x domain"]);
    expect(says(rule, { scaleway_domain_zone: zone, scaleway_domain_record: caa("other.example.fr") })).toEqual([
      "fail scaleway_domain_zone.x domain",
    ]);
    expect(of("domain_zone", {})).toEqual(["fail scaleway_domain_zone.x domain"]);
    expect(of("domain_registration", { domain_names: ["example.fr"], dnssec: true })).toEqual([
      "fail scaleway_domain_registration.x domain_names[0]",
    ]);
    const rooted = { x: { domain: "example.fr." } };
    expect(says(rule, { scaleway_domain_zone: rooted, scaleway_domain_record: caa("${var.zone}") })).toEqual([
      "fail scaleway_domain_zone.x domain",
    ]);
  });

  it("a public zone whose name only the engine knows", () => {
    for (const named of [
      { domain: "${var.domain}" },
      { domain: "${var.domain}", subdomain: "data" },
      { domain: "example.fr", subdomain: "${var.subdomain}" },
    ] as JsonObject[]) {
      expect(says(rule, { scaleway_domain_zone: { x: named }, scaleway_domain_record: caa("example.fr") })).toEqual([
        "unknown scaleway_domain_zone.x domain",
      ]);
    }
  });

  it("has nothing to say of another provider's record", () => {
    expect(saysOf(rule, foreign("domain_record", { type: "CNAME", data: "x.azurefd.net" }))).toEqual([]);
  });
});
