import type { Call } from "../../core/api";
import { creation, replacement } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag, object, ref, text, type Values } from "../../core/fields";
import { equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { backends } from "./backends";
import { frontends } from "./frontends";
import { inventoryOfPart } from "./lbs";

const criterion = text({ min: 1 }).optional();
const match = object({
  sni: criterion,
  host_header: criterion,
  path_begin: criterion,
  match_subdomains: flag().default(false),
}).map(({ match_subdomains, ...criteria }, { argument }) => {
  if (Object.values(criteria).filter((one) => one !== undefined).length === 1) return { ...criteria, match_subdomains };
  throw invalidArgument(argument, "constraint", "must have exactly one of sni, host_header, path_begin");
});

const fields = { backend_id: ref(backends), match };

interface Route extends Values<typeof fields> {
  readonly id: string;
  readonly lb_id: string;
  readonly frontend_id: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Load Balancer API v1, routes: traffic of a frontend that goes to another backend. */
export const loadBalancerRoutes = resource<Route>({
  path: "/lb/v1/zones/{zone}/routes",
  kind: "route",
  // Not a slip of ours: the API was recorded to say so.
  notFoundInWords: "privateNetwork not Found",
  terraformType: "scaleway_lb_route",
  create: creation({ ...fields, frontend_id: ref(frontends) }, (given, { id, now, zone, call }) => {
    const { lb_id } = frontends.find(call, given.frontend_id);
    return fitting({ id, lb_id, ...given, zone, created_at: now, updated_at: now }, call);
  }),
  replacement: replacement(fields, (route: Route, given, call) => fitting({ ...route, ...given }, call)),
  shown: ({ lb_id: _, zone: __, ...route }) => route,
  inventory: inventoryOfPart,
  list: {
    key: "routes",
    orderBy: { created_at: "created_at" },
    filters: { frontend_id: equalId("frontend_id") },
  },
  holds: { backend_id: backends },
  deletion: {},
});

/** @throws InvalidArguments when the backend is another load balancer's */
function fitting(route: Route, call: Call): Route {
  if (backends.find(call, route.backend_id).lb_id === route.lb_id) return route;
  throw invalidArgument("backend_id", "constraint", "must be of the frontend's load balancer");
}
