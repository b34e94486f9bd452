import { randomUUID } from "node:crypto";
import { isIPv4 } from "node:net";
import type { Call, Platform } from "../../core/api";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { object, ref, text, type Values } from "../../core/fields";
import { REGIONS } from "../../core/localities";
import { newMacAddress } from "../ipam/attached-resource";
import { ipamIps, reserve, withdraw } from "../ipam/ips";
import { privateNetworks } from "../vpc/private-networks";
import { engineNamed } from "./engines";
import type { Instance } from "./instances";

/** Where clients reach an instance. */
export interface Endpoint {
  readonly id: string;
  readonly ip: string;
  readonly port: number;
  readonly name: null;
  /** Public. */
  readonly load_balancer?: object;
  readonly private_network?: {
    readonly private_network_id: string;
    readonly provisioning_mode: "ipam" | "static";
    /** With a prefix length. */
    readonly service_ip: string;
    readonly zone: string;
  };
  /** Not there before the instance is ready. Never shown. */
  readonly pending?: true;
}

/** The address of an interface: `192.168.1.254/24`. */
const interfaceAddress = text().map((value, { argument }) => {
  const [address = "", prefix = ""] = value.split("/");
  if (isIPv4(address) && /^\d{1,2}$/.test(prefix) && Number(prefix) <= 32) return value;
  throw invalidArgument(argument, "format", "must be an IPv4 address with a prefix length, such as 192.168.1.254/24");
});

const privateNetworkSpec = object({
  private_network_id: ref(privateNetworks),
  service_ip: interfaceAddress.optional(),
  ipam_config: object({}).optional(),
}).map((given, { argument }) => {
  if ((given.service_ip === undefined) !== (given.ipam_config === undefined)) return given;
  throw invalidArgument(argument, "constraint", "must have exactly one of service_ip and ipam_config");
});

const spec = object({ load_balancer: object({}).optional(), private_network: privateNetworkSpec.optional() });
export type EndpointSpec = Partial<Values<{ spec: typeof spec }>["spec"]>;

/** What is wanted: a public endpoint, or one in a private network. */
export const endpointSpec = () =>
  spec.map((given, { argument }) => {
    if ((given.load_balancer === undefined) !== (given.private_network === undefined)) return given;
    throw invalidArgument(argument, "constraint", "must have exactly one of load_balancer and private_network");
  });

type Exposed = Pick<Instance, "id" | "name" | "project_id" | "region" | "engine" | "endpoints">;

/**
 * Makes an endpoint of an instance.
 * @throws InvalidArguments when it has one of the kind, or the network is of another project
 */
export function newEndpoint(
  call: Call,
  instance: Exposed,
  { private_network }: EndpointSpec,
  argument: string,
): Endpoint {
  const refuse = (help: string) => invalidArgument(argument, "constraint", help);
  const isPrivate = private_network !== undefined;
  if (instance.endpoints.some((one) => (one.private_network !== undefined) === isPrivate)) {
    throw refuse(`the instance has a ${isPrivate ? "private network" : "load balancer"} endpoint already`);
  }
  const id = randomUUID();
  if (!private_network) {
    return {
      id,
      ip: publicAddress(instance.region),
      port: freePort(call.platform),
      name: null,
      load_balancer: {},
      pending: true,
    };
  }
  const network = privateNetworks.find(call, private_network.private_network_id);
  if (network.project_id !== instance.project_id) throw refuse("the private network is of another project");
  const service_ip =
    private_network.service_ip ??
    reserve(call, {
      network,
      project_id: instance.project_id,
      tags: ["managed", "scwdbaas"],
      resource: { type: "rdb_instance", id: instance.id, mac_address: newMacAddress(), name: instance.name },
      madeFor: id,
    }).address;
  return {
    id,
    ip: service_ip.replace(/\/.*/, ""),
    port: engineNamed(instance.engine).port,
    name: null,
    private_network: {
      private_network_id: network.id,
      provisioning_mode: private_network.service_ip === undefined ? "ipam" : "static",
      service_ip,
      zone: `${instance.region}-1`,
    },
  };
}

/** Gives back the address that was reserved for an endpoint. */
export function releaseAddress(call: Call, { id }: Endpoint): void {
  const ip = addressOf(id, call.platform);
  if (ip) withdraw(call, ip.id);
}

/** Lets another instance have the address of an endpoint. */
export function moveAddress(call: Call, { id }: Endpoint, instance: string): void {
  const ip = addressOf(id, call.platform);
  if (ip?.resource) ipamIps.replace(call, ip, { ...ip, resource: { ...ip.resource, id: instance } });
}

const addressOf = (endpoint: string, platform: Platform) =>
  ipamIps.existing(platform).find(({ madeFor }) => madeFor === endpoint);

/** Instances share the address of their region's load balancer: one of RFC 5737's, for documentation. */
const publicAddress = (region: string) => `203.0.113.${REGIONS.indexOf(region) + 1}`;

const PORTS = { first: 1024, last: 32767 };

/** What tells apart the instances behind a load balancer. */
function freePort({ world }: Platform): number {
  const instances = [...world.collection<Instance>("rdb/instances").values()];
  const taken = new Set(instances.flatMap(({ endpoints }) => endpoints.map(({ port }) => port)));
  for (let port = PORTS.first; port <= PORTS.last; port++) if (!taken.has(port)) return port;
  throw preconditionFailed("resource_not_usable", "no port is left on the load balancer");
}
