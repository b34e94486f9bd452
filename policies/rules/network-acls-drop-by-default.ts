import {
  type Body,
  type Change,
  fail,
  judge,
  pass,
  type Resource,
  resources,
  sameValue,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { holdsHealthData } from "../labels/data-class";
import { isAnywhere } from "../network/ip-ranges";
import { goesOnlyWith } from "../removal";
import { sovereigntyRule } from "../sovereignty-rule";

const ACL = "scaleway_vpc_acl";

export const networkAclsDropByDefault = sovereigntyRule({
  id: "HDH-NET-004",
  severity: "high",
  title: "Network ACLs drop by default, for IPv4 and IPv6",
  remedy: "Build the VPC with IsolatedVpc, which gives it both ACLs; name ranges in rules.",
  waivers: "allowed",
  given: "a VPC, or one of its network ACLs",
  scenarios: {
    "a VPC with one ACL for IPv4 and one for IPv6": "pass",
    "a VPC without its IPv4 ACL, its IPv6 ACL, or both": "fail",
    "a VPC with two ACLs for the same version, which overwrite one another": "fail",
    "a VPC with an ACL that count or for_each may leave out": "unknown",
    "an ACL that drops by default, with rules for named ranges": "pass",
    "an ACL that accepts by default, or leaves the default to the provider": "fail",
    "an ACL with a rule that accepts from anywhere to anywhere": "fail",
    "an ACL with rules that only the engine knows": "unknown",
    "an ACL of a VPC for health data, that Terraform may remove": "fail",
    "an ACL that a plan removes while its VPC stays": "fail",
    "an ACL that a plan removes together with its VPC": "pass",
    "an ACL that a plan moves to another VPC, or to the other version": "fail",
  },
  why: "All networks of a VPC reach one another until an ACL says otherwise. Provider 2.81.0 opens the VPC to everything when it removes either of the two ACLs, and overwrites the old VPC when an ACL is to move (vpc/acl.go).",
  controls: ["SNC:13.2.a", "SNC:13.2.b", "SATRE:2.2.10", "MR7:SEC-ESP-1", "RCY:7.B.1"],
  bad: { resource: { scaleway_vpc: { data: { region: "fr-par", enable_routing: true } } } },
  good: {
    resource: {
      scaleway_vpc: { data: { region: "fr-par", tags: ["hdh-class=C1"] } },
      [ACL]: {
        ipv4: { vpc_id: "${scaleway_vpc.data.id}", is_ipv6: false, default_policy: "drop" },
        ipv6: { vpc_id: "${scaleway_vpc.data.id}", is_ipv6: true, default_policy: "drop" },
      },
    },
  },
  reportsOn: resources("scaleway_vpc", ACL),
  check: (resource) => (resource.type === ACL ? acl(resource) : aclsOf(resource)),
  checkChange: (change) => (change.type === ACL ? [...goesOnlyWith(change, "vpc_id"), ...staysWhereItIs(change)] : []),
});

function aclsOf(vpc: Resource): Verdict[] {
  const acls = vpc.referrers(ACL, "vpc_id");
  return [aclFor("IPv4", acls), aclFor("IPv6", acls)];
}

function aclFor(version: "IPv4" | "IPv6", acls: readonly Resource[]): Verdict {
  let unclear: string | undefined;
  let count = 0;
  for (const candidate of acls) {
    const isIpv6 = candidate.value("is_ipv6");
    if (isIpv6.is === "known" && isIpv6.value !== (version === "IPv6")) continue;
    unclear ??= whyUnclear(candidate);
    count++;
  }
  if (count === 0) {
    return fail(`has no network ACL for ${version}, so it accepts everything; it needs one that drops`, ACL);
  }
  if (unclear) return unknown(ACL, unclear);
  return count === 1
    ? pass()
    : fail(`has ${count} network ACLs for ${version}, of which the last wins; it needs one`, ACL);
}

function whyUnclear(acl: Resource): string | undefined {
  const version = acl.value("is_ipv6");
  return version.is === "unknown" ? `is_ipv6 of ${acl.address}: ${version.why}` : acl.repeatedBy;
}

function acl(acl: Resource): Verdict[] {
  return [
    judge(acl, "default_policy", (policy) => (policy === "drop" ? undefined : "must be drop")),
    ...acl.blocks("rules").map(acceptsEverything),
    ...(holdsHealthData(acl) ? [staysForGood(acl)] : []),
  ];
}

function acceptsEverything(aclRule: Body): Verdict {
  const action = aclRule.value("action");
  if (action.is === "known" && action.value === "drop") return pass();
  const source = judge(aclRule, "source", (range) => (isAnywhere(range) ? "anywhere" : undefined));
  const destination = judge(aclRule, "destination", (range) => (isAnywhere(range) ? "anywhere" : undefined));
  if (source.outcome !== "fail" || destination.outcome !== "fail") {
    return [source, destination].find(({ outcome }) => outcome === "unknown") ?? pass();
  }
  return action.is === "unknown"
    ? unknown(aclRule.pathOf("action"), action.why)
    : fail(`${aclRule.path} accepts from anywhere to anywhere; name the ranges`, aclRule.path);
}

function staysForGood(acl: Resource): Verdict {
  const [lifecycle] = acl.blocks("lifecycle");
  if (!lifecycle)
    return fail(
      "lifecycle.prevent_destroy is not set; must be true, since removing an ACL opens its VPC",
      "lifecycle.prevent_destroy",
    );
  return judge(lifecycle, "prevent_destroy", (value) =>
    value === true ? undefined : "must be true, since removing an ACL opens its VPC",
  );
}

function staysWhereItIs({ action, before, after }: Change): Verdict[] {
  if (action !== "update" || !before || !after) return [];
  return ["vpc_id", "is_ipv6"]
    .filter((argument) => sameValue(before, after, argument) === false)
    .map((argument) => fail(`${argument} is to change, which overwrites the ACL of the old VPC; must stay`, argument));
}
