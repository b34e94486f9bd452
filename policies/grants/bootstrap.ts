import type { Resource } from "@hdh/policy-engine";
import { labelOf } from "../labels/labels";

/** Whether an IAM policy is what the platform is begun with, before there is anything narrower to grant. */
export function isBootstrap(policy: Resource): boolean {
  return labelOf(policy, "hdh-role") === "bootstrap";
}
