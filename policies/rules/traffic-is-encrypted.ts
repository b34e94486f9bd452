import { type Body, fail, judge, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe, mustBeOneOf } from "../values/demands";
import { asText } from "../values/scalars";

/** Ciphers that authenticate by themselves, and those that need a hash besides (scaleway-sdk-go, api/s2s_vpn/v1alpha1). */
const AUTHENTICATED = ["aes256gcm", "aes256ccm", "chacha20poly1305"];
const UNAUTHENTICATED = ["aes256"];
const HASHES = ["sha384", "sha512"];

/** Without modp2048, which ANSSI tolerates until 2030 (same source for the names). */
const GROUPS = ["curve25519", "ecp256", "ecp384", "ecp521", "modp3072", "modp4096"];

export const trafficIsEncrypted = sovereigntyRule({
  id: "HDH-ENC-005",
  severity: "high",
  title: "Traffic is encrypted everywhere",
  remedy:
    "Switch TLS on, give frontends certificates and let them verify what is behind; take strong ciphers for VPNs.",
  waivers: "conditional",
  given: "something that carries traffic",
  scenarios: {
    "a cache that speaks TLS": "pass",
    "a cache that does not, which is the default": "fail",
    "a cache of which only the engine knows": "unknown",
    "a load balancer that takes modern TLS only": "pass",
    "a load balancer that takes older TLS, which is the default": "fail",
    "an HTTP frontend with a certificate": "pass",
    "an HTTP frontend without one": "fail",
    "a frontend whose backend these stacks do not make": "unknown",
    "an HTTP backend that is called by TLS, and verified": "pass",
    "an HTTP backend that is called in the clear, or not verified": "fail",
    "a backend that passes through what it is sent": "pass",
    "a VPN with strong ciphers": "pass",
    "a VPN with weak ciphers, or that leaves the choice to Scaleway": "fail",
    "a database with a record that its clients verify it": "pass",
    "a database with no such record": "evidence-missing",
  },
  why: "A private network is shared with whoever gets into it. Encryption that a client may decline, or does not verify, stops nobody who sits in between.",
  controls: [
    "SNC:10.2.a",
    "SNC:10.2.c",
    "SNC:10.2.d",
    "A-TLS:R3",
    "A-TLS:R4",
    "MR7:SEC-TRA-1",
    "SATRE:2.8.02",
    "SATRE:2.8.03",
    "GDPR:32(1)(a)",
    "NIS2:21(2)(h)",
  ],
  bad: { resource: { scaleway_redis_cluster: { sessions: { version: "7.0.5", tls_enabled: false } } } },
  good: { resource: { scaleway_redis_cluster: { sessions: { version: "7.0.5", tls_enabled: true } } } },
  reportsOn: resources(
    "scaleway_lb",
    "scaleway_lb_backend",
    "scaleway_lb_frontend",
    "scaleway_rdb_instance",
    "scaleway_redis_cluster",
    "scaleway_s2s_vpn_connection",
  ),
  check: (resource, _, { evidence }) => {
    switch (resource.type) {
      case "scaleway_redis_cluster":
        return mustBe(resource, "tls_enabled", true);
      case "scaleway_lb":
        return mustBe(resource, "ssl_compatibility_level", "ssl_compatibility_level_modern");
      case "scaleway_lb_frontend":
        return frontend(resource);
      case "scaleway_lb_backend":
        return backend(resource);
      case "scaleway_rdb_instance":
        return evidence.demand("database-clients-verify", resource.address, { maxAgeDays: 180 });
      default:
        return ["ikev2_ciphers", "esp_ciphers"].flatMap((phase) => ciphers(resource, phase));
    }
  },
});

function frontend(frontend: Resource): Verdict[] {
  if (frontend.items("certificate_ids").some(({ target, value }) => target || value.is === "known")) return [];
  const backend = frontend.target("backend_id");
  if (!backend) return [unknown("backend_id", "it refers to no backend that these stacks make")];
  const protocol = backend.value("forward_protocol");
  if (protocol.is === "unknown") return [unknown("backend_id", protocol.why)];
  if (protocol.is === "known" && protocol.value === "tcp") return [];
  return [judge(frontend, "certificate_ids", () => "must name a certificate: visitors would talk to it in the clear")];
}

function backend(backend: Resource): Verdict[] {
  const protocol = mustBeOneOf(backend, "forward_protocol", ["http", "tcp"]);
  if (protocol.outcome !== "pass") return [protocol];
  if (backend.known("forward_protocol") === "tcp") return [];
  return [mustBe(backend, "ssl_bridging", true), mustBe(backend, "ignore_ssl_server_verify", false)];
}

function ciphers(connection: Resource, phase: string): Verdict[] {
  const proposals = connection.blocks(phase);
  if (proposals.length === 0) return [fail(`${phase} is not set, so Scaleway chooses; must name strong ones`, phase)];
  return proposals.flatMap(strong);
}

function strong(proposal: Body): Verdict[] {
  const encryption = mustBeOneOf(proposal, "encryption", [...AUTHENTICATED, ...UNAUTHENTICATED]);
  const needsHash = UNAUTHENTICATED.includes(asText(proposal.known("encryption")) ?? "");
  return [
    encryption,
    ...(needsHash ? [mustBeOneOf(proposal, "integrity", HASHES)] : []),
    mustBeOneOf(proposal, "dh_group", GROUPS),
  ];
}
