import type { JsonObject } from "@hdh/policy-engine";
import { trafficIsEncrypted as rule } from "../../policies/rules/traffic-is-encrypted";
import { record, saysWith } from "../helpers/evidence";
import { foreign, says, saysOf } from "../helpers/terraform-json";

const VPN = "scaleway_s2s_vpn_connection";
const cache = (tls_enabled: boolean | string | null) => says(rule, { scaleway_redis_cluster: { c: { tls_enabled } } });
const balancer = (ssl_compatibility_level: string | null) =>
  says(rule, { scaleway_lb: { b: { ssl_compatibility_level } } });
const backend = (changes: JsonObject) => says(rule, { scaleway_lb_backend: { b: changes } });
const frontend = (changes: JsonObject, forward_protocol = "http") =>
  says(rule, {
    scaleway_lb_backend: { b: { forward_protocol, ssl_bridging: true } },
    scaleway_lb_frontend: { f: { backend_id: "${scaleway_lb_backend.b.id}", ...changes } },
  });
const strong = { encryption: "aes256gcm", dh_group: "ecp384" };
const vpn = (proposal: JsonObject, other: JsonObject | null = strong) =>
  says(rule, { [VPN]: { v: { ikev2_ciphers: [proposal], esp_ciphers: other ? [other] : null } } });

describe("HDH-ENC-005", () => {
  it("a cache that speaks TLS", () => {
    expect(cache(true)).toEqual([]);
    expect(cache("true")).toEqual([]);
  });

  it("a cache that does not, which is the default", () => {
    expect(cache(false)).toEqual(["fail scaleway_redis_cluster.c tls_enabled"]);
    expect(cache(null)).toEqual(["fail scaleway_redis_cluster.c tls_enabled"]);
  });

  it("a cache of which only the engine knows", () => {
    expect(cache("${var.tls}")).toEqual(["unknown scaleway_redis_cluster.c tls_enabled"]);
  });

  it("a load balancer that takes modern TLS only", () => {
    expect(balancer("ssl_compatibility_level_modern")).toEqual([]);
  });

  it("a load balancer that takes older TLS, which is the default", () => {
    for (const level of [null, "ssl_compatibility_level_intermediate", "ssl_compatibility_level_old"]) {
      expect(balancer(level)).toEqual(["fail scaleway_lb.b ssl_compatibility_level"]);
    }
  });

  it("an HTTP frontend with a certificate", () => {
    expect(frontend({ certificate_ids: ["11111111-1111-1111-1111-111111111111"] })).toEqual([]);
  });

  it("an HTTP frontend without one", () => {
    expect(frontend({})).toEqual(["fail scaleway_lb_frontend.f certificate_ids"]);
    expect(frontend({ certificate_ids: [] })).toEqual(["fail scaleway_lb_frontend.f certificate_ids"]);
    expect(frontend({ certificate_ids: "${var.ids}" })).toEqual(["unknown scaleway_lb_frontend.f certificate_ids"]);
    expect(frontend({}, "tcp")).toEqual([]);
  });

  it("a frontend whose backend these stacks do not make", () => {
    expect(frontend({ backend_id: "fr-par-1/1111" })).toEqual(["unknown scaleway_lb_frontend.f backend_id"]);
    expect(frontend({}, "${var.p}")).toContain("unknown scaleway_lb_frontend.f backend_id");
  });

  it("an HTTP backend that is called by TLS, and verified", () => {
    expect(backend({ forward_protocol: "http", ssl_bridging: true, ignore_ssl_server_verify: false })).toEqual([]);
  });

  it("an HTTP backend that is called in the clear, or not verified", () => {
    expect(backend({ forward_protocol: "http" })).toEqual(["fail scaleway_lb_backend.b ssl_bridging"]);
    expect(backend({ forward_protocol: "http", ssl_bridging: true, ignore_ssl_server_verify: true })).toEqual([
      "fail scaleway_lb_backend.b ignore_ssl_server_verify",
    ]);
    expect(backend({})).toEqual(["fail scaleway_lb_backend.b forward_protocol"]);
  });

  it("a backend that passes through what it is sent", () => {
    expect(backend({ forward_protocol: "tcp" })).toEqual([]);
  });

  it("a VPN with strong ciphers", () => {
    expect(vpn(strong)).toEqual([]);
    expect(vpn({ encryption: "aes256", integrity: "sha512", dh_group: "curve25519" })).toEqual([]);
  });

  it("a VPN with weak ciphers, or that leaves the choice to Scaleway", () => {
    expect(vpn({ ...strong, encryption: "aes128gcm" })).toEqual([`fail ${VPN}.v ikev2_ciphers.encryption`]);
    expect(vpn({ ...strong, dh_group: "modp2048" })).toEqual([`fail ${VPN}.v ikev2_ciphers.dh_group`]);
    expect(vpn({ encryption: "aes256gcm" })).toEqual([`fail ${VPN}.v ikev2_ciphers.dh_group`]);
    expect(vpn({ ...strong, encryption: "aes256", integrity: "sha256" })).toEqual([
      `fail ${VPN}.v ikev2_ciphers.integrity`,
    ]);
    expect(vpn({ ...strong, encryption: "aes256" })).toEqual([`fail ${VPN}.v ikev2_ciphers.integrity`]);
    expect(vpn(strong, null)).toEqual([`fail ${VPN}.v esp_ciphers`]);
    expect(vpn(strong, { ...strong, encryption: "${var.c}" })).toEqual([`unknown ${VPN}.v esp_ciphers.encryption`]);
  });

  it("a database with a record that its clients verify it", () => {
    const recorded = (ageInDays: number) =>
      saysWith(rule, { scaleway_rdb_instance: { d: {} } }, [
        record("database-clients-verify", "scaleway_rdb_instance.d", ageInDays),
      ]);
    expect(recorded(180)).toEqual([]);
    expect(recorded(181)).toEqual(["evidence-missing scaleway_rdb_instance.d"]);
  });

  it("a database with no such record", () => {
    expect(says(rule, { scaleway_rdb_instance: { d: {} } })).toEqual(["evidence-missing scaleway_rdb_instance.d"]);
  });

  it("has nothing to say of another provider's cache", () => {
    expect(saysOf(rule, foreign("redis_cluster", {}))).toEqual([]);
  });
});
