import type { Call, Platform } from "../../core/api";
import { creation, replacement } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, integer, list, ref, text } from "../../core/fields";
import { contains } from "../../core/listing";
import { resource } from "../../core/resource";
import { backends, shownBackend } from "./backends";
import { certificates, shownCertificate } from "./certificates";
import { milliseconds, port } from "./health-check";
import { inventoryOfPart, loadBalancers, shownOwner } from "./lbs";

export interface Frontend {
  readonly id: string;
  readonly lb_id: string;
  readonly name: string;
  readonly inbound_port: number;
  readonly backend_id: string;
  /** Milliseconds. */
  readonly timeout_client: number | null;
  readonly certificate_ids: readonly string[];
  readonly enable_http3: boolean;
  /** New connections per second; null for any number. */
  readonly connection_rate_limit: number | null;
  readonly enable_access_logs: boolean;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const fields = {
  name: text({ min: 1 }),
  inbound_port: port,
  backend_id: ref(backends),
  timeout_client: milliseconds.nullable(),
  certificate_ids: list(ref(certificates)).default([]),
  enable_http3: flag().default(false),
  connection_rate_limit: integer({ min: 0, max: 2 ** 32 - 1 })
    .map((limit) => (limit === 0 ? null : limit))
    .nullable(),
  enable_access_logs: flag().default(false),
};

/** Load Balancer API v1, frontends: ports of a load balancer, and which backend is behind each. */
export const frontends = resource<Frontend>({
  path: "/lb/v1/zones/{zone}/frontends",
  collectionPath: "/lb/v1/zones/{zone}/lbs/{lb}/frontends",
  parent: { resource: loadBalancers, field: "lb_id" },
  kind: "frontend",
  notFoundInWords: "frontend not Found",
  terraformType: "scaleway_lb_frontend",
  create: creation(fields, (given, { id, now, zone, parentId, call }) =>
    fitting({ id, lb_id: parentId, ...given, zone, created_at: now, updated_at: now }, call),
  ),
  replacement: replacement(fields, (frontend: Frontend, given, call) => fitting({ ...frontend, ...given }, call)),
  shown: shownFrontend,
  inventory: inventoryOfPart,
  list: { key: "frontends", orderBy: { created_at: "created_at", name: "name" }, filters: { name: contains("name") } },
  holds: { backend_id: backends },
  deletion: {
    takesAlong: ({ id }, { platform }) => {
      for (const name of ["lb/acls", "lb/routes"]) {
        const collection = platform.world.collection<{ readonly frontend_id: string }>(name);
        for (const [key, { frontend_id }] of [...collection.entries()]) if (frontend_id === id) collection.delete(key);
      }
    },
  },
});

certificates.isHeldBy({
  kind: "frontend",
  count: (platform, id) =>
    frontends.existing(platform).filter(({ certificate_ids }) => certificate_ids.includes(id)).length,
});

/** @throws InvalidArguments when a part is another load balancer's, or when another frontend has the port */
function fitting(frontend: Frontend, call: Call): Frontend {
  const { id, lb_id, inbound_port, backend_id, certificate_ids } = frontend;
  const refuseForeign = (argument: string, part: { readonly lb_id: string }) => {
    if (part.lb_id !== lb_id) throw invalidArgument(argument, "constraint", "must be of the same load balancer");
  };
  refuseForeign("backend_id", backends.find(call, backend_id));
  for (const [index, one] of certificate_ids.entries()) {
    refuseForeign(`certificate_ids.${index}`, certificates.find(call, one));
  }
  const clash = frontends
    .existing(call.platform)
    .find((other) => other.id !== id && other.lb_id === lb_id && other.inbound_port === inbound_port);
  if (clash) throw invalidArgument("inbound_port", "constraint", `the frontend ${clash.id} listens on ${inbound_port}`);
  return frontend;
}

export function shownFrontend({ lb_id, backend_id, zone: _, ...frontend }: Frontend, platform: Platform): object {
  const backend = backends.documents(platform).get(backend_id);
  const certificate = certificates.documents(platform).get(frontend.certificate_ids[0] ?? "");
  return {
    ...frontend,
    backend: backend && shownBackend(backend, platform),
    certificate: certificate ? shownCertificate(certificate, platform) : null,
    lb: shownOwner({ lb_id }, platform),
  };
}
