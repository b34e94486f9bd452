import { at, fail, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { holdsHealthData } from "../labels/data-class";
import {
  EXTERNAL_SITE,
  type Flow,
  type Home,
  homeOf,
  isSameHome,
  judgeFlow,
  projectOf,
  WORKSPACE,
} from "../labels/homes";
import { isAnywhere } from "../network/ip-ranges";
import { ATTACHED_TYPES, attachesOf, type NetworkUse, networkPathsOf, vpcOf } from "../network/network-paths";
import { sovereigntyRule } from "../sovereignty-rule";

/** People come in from the access zone to the platform, and from nowhere else. */
const ENTRANCE: readonly Flow[] = [["access", "platform"]];

export const networksMeetOnlyWhereDeclared = sovereigntyRule({
  id: "HDH-PRJ-002",
  severity: "critical",
  title: "No network path between projects or zones except declared ones",
  remedy: "Remove the connection, or declare the flow between the two zones. Two workspaces are never joined.",
  waivers: "conditional",
  given: "Given the VPCs, the networks and what joins them",
  scenarios: {
    "a connector between zones whose flow is declared": "pass",
    "a connector between other zones": "fail",
    "a connector between two workspaces, whatever is declared": "fail",
    "a connector to a VPC that no stack makes": "unknown",
    "a VPC that passes traffic on from one connector to the next": "fail",
    "a VPC that holds networks of two workspaces": "fail",
    "a network that names no VPC, so that it stands in the default one": "fail",
    "a network that resources of one project use": "pass",
    "a network that resources of two projects use": "fail",
    "a network, a route or an ingress rule of a VPC that no stack makes": "unknown",
    "a machine in a network that no stack makes": "unknown",
    "a server, a load balancer or a gateway attached to a network that no stack makes": "unknown",
    "a gateway, a server or a load balancer that no stack makes, attached to a network": "unknown",
    "a machine that stands in networks of two zones without a flow between them": "fail",
    "a route from a health network to everywhere": "fail",
    "a route to a range, over a connector of the same VPC": "pass",
    "a route over a connector of another VPC, or traffic steered into another VPC": "fail",
    "a VPN or a private line to a site that is declared": "pass",
    "a VPN or a private line to any other site": "fail",
  },
  why: "A path that nobody declared is a way out for data and a way in for whoever has taken the other side. Two VPCs without a connector cannot reach one another.",
  controls: [
    "SNC:13.2.a",
    "SNC:13.2.b",
    "SNC:13.1.a",
    "MR7:SEC-ESP-1",
    "SNDS24:3.1",
    "SATRE:2.2.10",
    "SATRE:2.1.08",
    "EHDS:73(1)(d)",
    "RCY:7.B.1",
  ],
  bad: {
    resource: {
      scaleway_vpc: {
        a: { tags: ["hdh-zone=workspace", "hdh-project=ws-0001"] },
        b: { tags: ["hdh-zone=workspace", "hdh-project=ws-0002"] },
      },
      scaleway_vpc_connector: { ab: { vpc_id: "${scaleway_vpc.a.id}", target_vpc_id: "${scaleway_vpc.b.id}" } },
    },
  },
  good: {
    resource: {
      scaleway_vpc: {
        a: { tags: ["hdh-zone=access", "hdh-project=access"] },
        b: { tags: ["hdh-zone=platform", "hdh-project=platform"] },
      },
      scaleway_vpc_connector: { ab: { vpc_id: "${scaleway_vpc.a.id}", target_vpc_id: "${scaleway_vpc.b.id}" } },
    },
  },
  reportsOn: resources(
    "scaleway_interlink_link",
    "scaleway_vpc",
    "scaleway_vpc_connector",
    "scaleway_vpc_ingress_rule",
    "scaleway_vpc_private_network",
    "scaleway_vpc_public_gateway",
    "scaleway_vpc_route",
    ...ATTACHED_TYPES,
  ),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_interlink_link":
        return joinsSite(resource, "vpc_id", inputs);
      case "scaleway_vpc":
        return [passesNothingOn(resource), holdsOneWorkspace(resource)];
      case "scaleway_vpc_connector":
        return joins(resource, inputs);
      case "scaleway_vpc_ingress_rule":
        return [standsInItsVpc(resource), ...staysInVpc(resource, "nexthop_private_network_id")];
      case "scaleway_vpc_private_network":
        return [standsInItsVpc(resource), ...servesOneProject(resource)];
      case "scaleway_vpc_route":
        return [
          standsInItsVpc(resource),
          leadsSomewhere(resource),
          ...staysInVpc(resource, "nexthop_vpc_connector_id"),
          ...staysInVpc(resource, "nexthop_private_network_id"),
        ];
      case "scaleway_s2s_vpn_gateway":
        return [...bridges(resource, inputs), ...joinsSite(resource, "private_network_id", inputs)];
      default:
        return bridges(resource, inputs);
    }
  },
});

/** A path carries answers too. */
function bothWays({ networkFlows = ENTRANCE }: PolicyInputs): Flow[] {
  return networkFlows.flatMap(([one, other]): Flow[] => [
    [one, other],
    [other, one],
  ]);
}

function passesNothingOn(vpc: Resource): Verdict {
  return judge(vpc, "enable_transitivity", (on) => (on === undefined || on === false ? undefined : "must not be true"));
}

/** Networks of one VPC are always routed to one another (provider 2.81.0, vpc/vpc.go). */
function holdsOneWorkspace(vpc: Resource): Verdict {
  let first: Home | undefined;
  let isOne = true;
  let hasWorkspace = false;
  for (const network of vpc.referrers("scaleway_vpc_private_network", "vpc_id")) {
    const home = homeOf(network);
    if (home.zone === WORKSPACE) hasWorkspace = true;
    if (first && !isSameHome(first, home)) isOne = false;
    first ??= home;
  }
  return isOne || !hasWorkspace
    ? pass()
    : fail("joins the networks of a workspace with others; must hold those of one project only");
}

function joins(connector: Resource, inputs: PolicyInputs): Verdict[] {
  const from = connector.target("vpc_id");
  const to = connector.target("target_vpc_id");
  if (from?.mode === "managed" && to?.mode === "managed") {
    return [judgeFlow("target_vpc_id", homeOf(from), homeOf(to), bothWays(inputs))];
  }
  const attribute = from?.mode === "managed" ? "target_vpc_id" : "vpc_id";
  return [unknown(attribute, "no stack here makes the VPC, so that nobody can tell whose it is")];
}

function joinsSite(link: Resource, attribute: string, inputs: PolicyInputs): Verdict[] {
  const here = link.target(attribute);
  if (here) return [judgeFlow(attribute, homeOf(here), { zone: EXTERNAL_SITE }, bothWays(inputs))];
  return [
    judge(link, attribute, (id) => (id === undefined ? undefined : unknown(attribute, "no stack here makes it"))),
  ];
}

function leadsSomewhere(route: Resource): Verdict {
  const vpc = vpcOf(route);
  if (vpc && !holdsHealthData(vpc)) return pass();
  return judge(route, "destination", (range) =>
    isAnywhere(range) ? "must be a range: a health network has no route to everywhere" : undefined,
  );
}

function staysInVpc(body: Resource, attribute: string): Verdict[] {
  const hop = body.target(attribute);
  const [mine, theirs] = [vpcOf(body), hop && vpcOf(hop)];
  if (!hop) {
    return [
      judge(body, attribute, (id) => (id === undefined ? undefined : unknown(attribute, "no stack here makes it"))),
    ];
  }
  return mine && theirs && mine !== theirs
    ? [
        fail(
          `${attribute} is ${hop.address}, which belongs to ${theirs.address}; must belong to ${mine.address}`,
          attribute,
        ),
      ]
    : [];
}

function standsInItsVpc(body: Resource): Verdict {
  if (vpcOf(body)?.mode === "managed") return pass();
  return judge(body, "vpc_id", (id) =>
    id === undefined
      ? "must name a VPC: the default one is shared"
      : unknown("vpc_id", "no stack here makes the VPC, so that nobody can tell whose it is"),
  );
}

function servesOneProject(network: Resource): readonly Verdict[] {
  const uses = networkPathsOf(network.graph).usesOf(network);
  const own = uses.length > 0 ? projectOf(network) : undefined;
  if (own === undefined) return NOTHING;
  const found: Verdict[] = [];
  for (const { user, machine, item } of uses) {
    const theirs = projectOf(machine);
    if (theirs === undefined || own === theirs) continue;
    found.push(at(user, fail(`${item.path} is a network of another project; must be one of its own`, item.path)));
  }
  return found;
}

const NOTHING: readonly Verdict[] = [];

function bridges(machine: Resource, inputs: PolicyInputs): Verdict[] {
  const { byMachine } = networkPathsOf(machine.graph);
  const uses = byMachine.get(machine) ?? [];
  const unclear = machine.type === "scaleway_ipam_ip" ? [] : strangersAmong(uses);
  const homes = uses.flatMap(({ user, item }) => (item.target ? [{ user, item, home: homeOf(item.target) }] : []));
  const [first, ...others] = homes;
  const flows = bothWays(inputs);
  return [
    ...attaches(machine),
    ...unclear,
    ...(first ? others.map(({ user, item, home }) => at(user, judgeFlow(item.path, first.home, home, flows))) : []),
  ];
}

/** What a block attaches, where that is not itself: a stranger's gateway is a way out that nobody here judges. */
function attaches(user: Resource): Verdict[] {
  const argument = attachesOf(user);
  if (!argument || user.target(argument)?.mode === "managed") return [];
  const value = user.value(argument);
  return [
    unknown(
      argument,
      value.is === "unknown" ? value.why : "no stack here makes it, so that nobody can tell whose it is",
    ),
  ];
}

function strangersAmong(uses: readonly NetworkUse[]): Verdict[] {
  const found: Verdict[] = [];
  for (const { user, item } of uses) {
    if (item.target?.mode === "managed") continue;
    const { path, value } = item;
    const why =
      value.is === "unknown" ? value.why : "no stack here makes the network, so that nobody can tell whose it is";
    found.push(at(user, unknown(path, why)));
  }
  return found;
}
