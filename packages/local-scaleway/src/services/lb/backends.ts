import { ok, operation, type Platform, type Service } from "../../core/api";
import { creation, replacement } from "../../core/definition";
import { duration, flag, integer, ipAddress, list, object, oneOf, text, type Values } from "../../core/fields";
import { contains } from "../../core/listing";
import { resource } from "../../core/resource";
import { decided, type HealthCheck, healthCheckFields, milliseconds, port } from "./health-check";
import { inventoryOfPart, loadBalancers, shownOwner } from "./lbs";

const count = integer({ min: 0, max: 2 ** 31 - 1 });

/** What a PUT replaces: all but the servers and how they are checked, which have endpoints of their own. */
const settings = {
  name: text({ min: 1 }),
  forward_protocol: oneOf("tcp", "http"),
  forward_port: port,
  forward_port_algorithm: oneOf("roundrobin", "leastconn", "first").default("roundrobin"),
  sticky_sessions: oneOf("none", "cookie", "table").default("none"),
  sticky_sessions_cookie_name: text().default(""),
  on_marked_down_action: oneOf("on_marked_down_action_none", "shutdown_sessions").default("on_marked_down_action_none"),
  proxy_protocol: oneOf(
    "proxy_protocol_none",
    "proxy_protocol_v1",
    "proxy_protocol_v2",
    "proxy_protocol_v2_ssl",
    "proxy_protocol_v2_ssl_cn",
  ).default("proxy_protocol_none"),
  failover_host: text().nullable(),
  host: text().default(""),
  ssl_bridging: flag().default(false),
  ignore_ssl_server_verify: flag().nullable(),
  redispatch_attempt_count: count.nullable(),
  max_retries: count.default(3),
  max_connections: count.nullable(),
  timeout_server: milliseconds.default(300_000),
  timeout_connect: milliseconds.default(5_000),
  timeout_tunnel: milliseconds.default(900_000),
  timeout_queue: duration({ min: 0, max: 86_400 }).default("0s"),
};

const server_ip = list(ipAddress()).default([]);

export interface Backend extends Values<typeof settings> {
  readonly id: string;
  readonly lb_id: string;
  /** Addresses of the servers. */
  readonly pool: readonly string[];
  readonly health_check: HealthCheck;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const PATH = "/lb/v1/zones/{zone}/backends";

/** Load Balancer API v1, backends: servers, and how traffic gets to them. */
export const backends = resource<Backend>({
  path: PATH,
  collectionPath: "/lb/v1/zones/{zone}/lbs/{lb}/backends",
  parent: { resource: loadBalancers, field: "lb_id" },
  kind: "backend",
  notFoundInWords: "backend not Found",
  terraformType: "scaleway_lb_backend",
  create: creation(
    { ...settings, server_ip, health_check: object(healthCheckFields) },
    ({ server_ip: pool, health_check, ...given }, { id, now, zone, parentId }) => ({
      id,
      lb_id: parentId,
      ...given,
      pool,
      health_check: decided(health_check, "health_check"),
      zone,
      created_at: now,
      updated_at: now,
    }),
  ),
  replacement: replacement(settings),
  shown: shownBackend,
  inventory: inventoryOfPart,
  list: { key: "backends", orderBy: { created_at: "created_at", name: "name" }, filters: { name: contains("name") } },
  deletion: {},
});

/** Load Balancer API v1, the servers of a backend and how they are checked. */
export const backendServers: Service = {
  operations: [
    operation({
      method: "PUT",
      path: `${PATH}/{backend}/servers`,
      body: { server_ip },
      answer: (call, { body }) => {
        const backend = backends.changeable(call);
        return ok(shownBackend(backends.replace(call, backend, { ...backend, pool: body.server_ip }), call.platform));
      },
    }),
    operation({
      method: "PUT",
      path: `${PATH}/{backend}/healthcheck`,
      body: healthCheckFields,
      answer: (call, { body }) => {
        const backend = backends.changeable(call);
        const health_check = decided(body, "health_check");
        backends.replace(call, backend, { ...backend, health_check });
        return ok(health_check);
      },
    }),
  ],
};

export function shownBackend({ lb_id, zone: _, ...backend }: Backend, platform: Platform): object {
  return {
    ...backend,
    // Deprecated in favour of proxy_protocol (scaleway-sdk-go, api/lb/v1, Backend).
    send_proxy_v2: backend.proxy_protocol === "proxy_protocol_v2",
    lb: shownOwner({ lb_id }, platform),
  };
}
