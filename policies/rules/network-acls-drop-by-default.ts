import {
  type Body,
  fail,
  type Json,
  judge,
  type Resource,
  resources,
  rule,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { holdsHealthData } from "../data-class";
import type { PolicyInputs } from "../inputs";

/**
 * Given a VPC
 *   1. with one ACL for IPv4 and one for IPv6                              → pass
 *   2. without its IPv4 ACL, its IPv6 ACL, or both                         → fail
 *   3. with two ACLs for the same version, which overwrite one another     → fail
 *   4. with an ACL that count or for_each may leave out                    → unknown
 * Given a network ACL
 *   5. that drops by default, with rules for named ranges                  → pass
 *   6. that accepts by default, or leaves the default to the provider      → fail
 *   7. with a rule that accepts from anywhere to anywhere                  → fail
 *   8. with rules that only the engine knows                               → unknown
 *   9. of a VPC for health data, that Terraform may remove: provider 2.81.0 opens the VPC when it does → fail
 */
export const networkAclsDropByDefault = rule<PolicyInputs>({
  id: "HDH-NET-004",
  severity: "high",
  title: "Network ACLs drop by default, for IPv4 and IPv6",
  remedy: "Build the VPC with IsolatedVpc, which gives it both ACLs; name ranges in rules.",
  reportsOn: resources("scaleway_vpc", "scaleway_vpc_acl"),
  check: (resource) => (resource.type === "scaleway_vpc" ? aclsOf(resource) : acl(resource)),
});

function aclsOf(vpc: Resource): Verdict[] {
  const acls = vpc.referrers("scaleway_vpc_acl", "vpc_id");
  return [false, true].flatMap((isIpv6) => {
    const version = isIpv6 ? "IPv6" : "IPv4";
    const mine = acls.filter((candidate) => {
      const value = candidate.value("is_ipv6");
      return value.is !== "known" || value.value === isIpv6;
    });
    const [first] = mine;
    if (!first)
      return fail(
        `has no network ACL for ${version}, so it accepts everything; it needs one that drops`,
        "scaleway_vpc_acl",
      );
    const unclear = mine.map((candidate) => whyUnclear(candidate)).find((why) => why !== undefined);
    if (unclear) return unknown("scaleway_vpc_acl", unclear);
    return mine.length === 1
      ? []
      : fail(
          `has ${mine.length} network ACLs for ${version}, of which the last wins; it needs one`,
          "scaleway_vpc_acl",
        );
  });
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

/** Whether a source or a destination leaves out nobody. The API reads an absent one as anywhere. */
function isAnywhere(range: Json | undefined): boolean {
  return range === undefined || range === "" || (typeof range === "string" && /\/0+$/.test(range));
}

function acceptsEverything(aclRule: Body): Verdict {
  const action = aclRule.value("action");
  if (action.is === "known" && action.value === "drop") return judge(aclRule, "action", () => undefined);
  const source = judge(aclRule, "source", (range) => (isAnywhere(range) ? "anywhere" : undefined));
  const destination = judge(aclRule, "destination", (range) => (isAnywhere(range) ? "anywhere" : undefined));
  if (source.outcome !== "fail" || destination.outcome !== "fail") {
    return (
      [source, destination].find(({ outcome }) => outcome === "unknown") ?? judge(aclRule, "source", () => undefined)
    );
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
