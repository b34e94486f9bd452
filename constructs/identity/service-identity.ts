import { IamApplication } from "@cdktf/provider-scaleway/lib/iam-application";
import { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";
import { AccessPolicy, type Grants, refusedGrants } from "./access-policy";

export interface ServiceIdentityProps extends Grants {
  /** What the identity does; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly description: string;
  /** Marks an identity that plans or deploys: bucket policies let it manage buckets, and rules know it by this role. @default - no role */
  readonly role?: "pipeline";
}

/** A machine's identity: one IAM application, and one policy with one rule per project it works in. */
export class ServiceIdentity extends Construct {
  /** UUID of the application. */
  readonly applicationId: string;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    refuse(this, unlessPurpose(props.purpose), ...refusedGrants(props));

    const application = new IamApplication(this, "application", {
      name: `${custodyOf(this).prefix}-${props.purpose}`,
      description: props.description,
      tags: labelList(this, { dataClass: "C1", project: "platform", zone: "platform", role: props.role }),
    });
    this.applicationId = application.id;
    new AccessPolicy(this, "policy", { ...props, principal: application });
  }

  /** The identity as bucket policies write it. */
  get principal(): string {
    return `application_id:${this.applicationId}`;
  }

  get principals(): readonly string[] {
    return [this.principal];
  }
}
