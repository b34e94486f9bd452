import { creation, replacement } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { cidr, flag, integer, ipAddress, list, object, oneOf, text, type Values } from "../../core/fields";
import { contains } from "../../core/listing";
import { resource } from "../../core/resource";
import { type Frontend, frontends, shownFrontend } from "./frontends";
import { inventoryOfPart } from "./lbs";

/** Redirect codes (scaleway-sdk-go, api/lb/v1, ACLActionRedirect). */
const CODES = [301, 302, 303, 307, 308];
const DEFAULT_CODE = 302;

const redirect = object({
  type: oneOf("location", "scheme").default("location"),
  target: text({ min: 1 }),
  code: integer({ min: 301, max: 308 })
    .map((code, { argument }) => {
      if (CODES.includes(code)) return code;
      throw invalidArgument(argument, "constraint", `must be one of ${CODES.join(", ")}; got ${code}`);
    })
    .default(DEFAULT_CODE),
});

const action = object({ type: oneOf("allow", "deny", "redirect").default("allow"), redirect: redirect.nullable() }).map(
  (given, { argument }) => {
    if ((given.type === "redirect") === (given.redirect !== null)) return given;
    throw invalidArgument(
      `${argument}.redirect`,
      "constraint",
      "is needed by the action redirect, and by no other one",
    );
  },
);

/** An address, or a range of them. */
const addresses = text().map((value, place) => (value.includes("/") ? cidr() : ipAddress()).read(value, place));

const match = object({
  ip_subnet: list(addresses).default([]),
  ips_edge_services: flag().default(false),
  http_filter: oneOf("acl_http_filter_none", "path_begin", "path_end", "regex", "http_header_match").default(
    "acl_http_filter_none",
  ),
  http_filter_value: list(text()).default([]),
  http_filter_option: text().nullable(),
  invert: flag().default(false),
}).map((given, { argument }) => {
  const refuse = (name: string, help: string) => invalidArgument(`${argument}.${name}`, "constraint", help);
  const filters = given.http_filter !== "acl_http_filter_none";
  if (filters && given.http_filter_value.length === 0) throw refuse("http_filter_value", "has no value to filter for");
  if ((given.http_filter === "http_header_match") !== Boolean(given.http_filter_option)) {
    throw refuse("http_filter_option", "names the header of http_header_match, and stands with no other filter");
  }
  // Every address, as recorded, when nothing says which ones.
  return given.ip_subnet.length === 0 ? { ...given, ip_subnet: ["0.0.0.0/0"] } : given;
});

const fields = {
  name: text({ min: 1 }),
  description: text().default(""),
  /** The lowest one comes first. */
  index: integer({ min: 0, max: 2 ** 31 - 1 }),
  action,
  match,
};

interface Acl extends Values<typeof fields> {
  readonly id: string;
  readonly lb_id: string;
  readonly frontend_id: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Load Balancer API v1, ACLs: which traffic a frontend lets through. */
export const acls = resource<Acl>({
  path: "/lb/v1/zones/{zone}/acls",
  collectionPath: "/lb/v1/zones/{zone}/frontends/{frontend}/acls",
  parent: { resource: frontends, field: "frontend_id" },
  kind: "acl",
  notFoundInWords: "acl not Found",
  terraformType: "scaleway_lb_acl",
  create: creation(fields, (given, { id, now, zone, parentId, call }) => {
    const { lb_id } = frontends.find(call, parentId);
    return { id, lb_id, frontend_id: parentId, ...given, zone, created_at: now, updated_at: now };
  }),
  replacement: replacement(fields),
  shown: ({ lb_id: _, frontend_id, zone: __, ...acl }, platform) => ({
    ...acl,
    // It goes with its frontend, which is therefore there.
    frontend: shownFrontend(frontends.documents(platform).get(frontend_id) as Frontend, platform),
  }),
  inventory: (acl, platform) => ({ ...inventoryOfPart(acl, platform), partOf: `${acl.zone}/${acl.frontend_id}` }),
  list: { key: "acls", orderBy: { created_at: "created_at", name: "name" }, filters: { name: contains("name") } },
  deletion: {},
});
