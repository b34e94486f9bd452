import { IamGroup } from "@cdktf/provider-scaleway/lib/iam-group";
import { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";
import { AccessPolicy, type ProjectGrant, refusedGrants } from "./access-policy";
import { invalidCondition, type RequestCondition } from "./request-condition";

export interface BreakGlassProps {
  /** What breaks without it; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** One sentence for whoever answers the alert: which emergency it is for. */
  readonly emergency: string;
  /** What its members may do while they are members. At least one. */
  readonly grants: readonly ProjectGrant[];
  /** From where, and when, they may do it. */
  readonly condition: RequestCondition;
}

/** Label that alerts look for. */
const ROLE = "break-glass";

/**
 * Rights for an emergency, held by nobody: a group without members, whose policy holds only for requests from the
 * administrators' own addresses. In an emergency an owner of the organisation adds a member by hand. The group is
 * declared empty, so the next plan shows that member as a difference and the next apply takes it out again.
 *
 * Its members are never handed to Terraform with `external_membership`: with it the provider no longer reads who is in
 * the group (2.81.0, iam/group.go).
 */
export class BreakGlass extends Construct {
  /** UUID of the group. */
  readonly groupId: string;

  constructor(scope: Construct, id: string, props: BreakGlassProps) {
    super(scope, id);
    refuse(
      this,
      unlessPurpose(props.purpose),
      props.emergency.trim() === "" ? "emergency: one sentence, for whoever answers the alert" : undefined,
      ...refusedGrants(props),
      ...invalidCondition("condition", props.condition),
    );

    const description = `Break-glass. Every use raises an alert. ${props.emergency}`;
    const group = new IamGroup(this, "group", {
      name: `${custodyOf(this).prefix}-${props.purpose}`,
      description,
      externalMembership: false,
      tags: labelList(this, { dataClass: "C1", project: "platform", zone: "platform", role: ROLE }),
    });
    this.groupId = group.id;
    new AccessPolicy(this, "policy", { ...props, description, principal: group, role: ROLE });
  }
}
