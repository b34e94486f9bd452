import { invalidArgument } from "../../core/errors";
import { duration, flag, integer, object, text, type Values } from "../../core/fields";

/** Milliseconds. */
export const milliseconds = integer({ min: 0, max: 2 ** 31 - 1 });
export const port = integer({ min: 1, max: 65535 });

const http = {
  uri: text(),
  method: text(),
  code: integer({ min: 100, max: 599 }).default(200),
  host_header: text().default(""),
};

/** How a server is asked: at most one of them (scaleway-sdk-go, api/lb/v1, HealthCheck). */
const configurations = {
  tcp_config: object({}).optional(),
  mysql_config: object({ user: text({ min: 1 }) }).optional(),
  pgsql_config: object({ user: text({ min: 1 }) }).optional(),
  ldap_config: object({}).optional(),
  redis_config: object({}).optional(),
  http_config: object(http).optional(),
  https_config: object({ ...http, sni: text().default("") }).optional(),
};

export const healthCheckFields = {
  port,
  check_delay: milliseconds.default(60_000),
  check_timeout: milliseconds.default(30_000),
  check_max_retries: integer({ min: 0, max: 2 ** 31 - 1 }).default(2),
  check_send_proxy: flag().default(false),
  transient_check_delay: duration({ min: 0, max: 86_400 }).default("0.500s"),
  ...configurations,
};

export type HealthCheck = Values<typeof healthCheckFields>;

/**
 * With the one way in which servers are asked: whether they accept a TCP connection unless told otherwise.
 * @throws InvalidArguments when there are several
 */
export function decided(check: HealthCheck, argument: string): HealthCheck {
  const given = (Object.keys(configurations) as (keyof typeof configurations)[]).filter((name) => check[name]);
  if (given.length > 1) throw invalidArgument(argument, "constraint", `must have one of ${given.join(", ")}`);
  return given.length === 0 ? { ...check, tcp_config: {} } : check;
}
