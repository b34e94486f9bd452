import type { Service } from "../core/api";
import { projects } from "./account/projects";
import { apiKeys } from "./iam/api-keys";
import { applications } from "./iam/applications";
import { groupMembers, groups } from "./iam/groups";
import { policies, policyRules } from "./iam/policies";
import { saml, samlCertificates } from "./iam/saml";
import { scim, scimTokens } from "./iam/scim";
import { sshKeys } from "./iam/ssh-keys";
import { users } from "./iam/users";
import { ipamIps } from "./ipam/ips";
import { keyCryptography } from "./key-manager/cryptography";
import { keyMaterial } from "./key-manager/key-material";
import { keys } from "./key-manager/keys";
import { secrets } from "./secret-manager/secrets";
import { secretAccess, secretVersions } from "./secret-manager/versions";
import { aclRules } from "./vpc/acl-rules";
import { ingressRules } from "./vpc/ingress-rules";
import { privateNetworks } from "./vpc/private-networks";
import { routes } from "./vpc/routes";
import { routesWithNexthop } from "./vpc/routes-with-nexthop";
import { vpcConnectors } from "./vpc/vpc-connectors";
import { vpcs } from "./vpc/vpcs";
import { gatewayNetworks } from "./vpc-gw/gateway-networks";
import { bastionAllowedIps, gateways } from "./vpc-gw/gateways";
import { gatewayIps } from "./vpc-gw/ips";
import { patRules } from "./vpc-gw/pat-rules";

/** Every JSON API that the local Scaleway speaks; dependents before what they depend on. */
export const services: readonly Service[] = [
  policies,
  policyRules,
  groupMembers,
  groups,
  apiKeys,
  applications,
  users,
  sshKeys,
  samlCertificates,
  saml,
  scimTokens,
  scim,
  aclRules,
  ingressRules,
  routes,
  routesWithNexthop,
  patRules,
  gatewayNetworks,
  bastionAllowedIps,
  gateways,
  gatewayIps,
  ipamIps,
  vpcConnectors,
  privateNetworks,
  vpcs,
  secretAccess,
  secretVersions,
  secrets,
  keyMaterial,
  keyCryptography,
  keys,
  projects,
];
