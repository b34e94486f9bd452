import type { Service } from "../core/api";
import { projects } from "./account/projects";
import { apiKeys } from "./iam/api-keys";
import { applications } from "./iam/applications";
import { policies, policyRules } from "./iam/policies";
import { users } from "./iam/users";
import { keys } from "./key-manager/keys";
import { aclRules } from "./vpc/acl-rules";
import { privateNetworks } from "./vpc/private-networks";
import { vpcs } from "./vpc/vpcs";

/** Every JSON API that the local Scaleway speaks; dependents before what they depend on. */
export const services: readonly Service[] = [
  policies,
  policyRules,
  apiKeys,
  applications,
  users,
  aclRules,
  privateNetworks,
  vpcs,
  keys,
  projects,
];
