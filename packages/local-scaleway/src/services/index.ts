import type { Service } from "../core/api";
import { projects } from "./account/projects";
import { budgetAlertNotifications, budgetAlerts, budgets } from "./billing/budgets";
import { volumes } from "./block/volumes";
import { alertManagers } from "./cockpit/alert-manager";
import { cockpitAlerts } from "./cockpit/alerts";
import { contactPoints } from "./cockpit/contact-points";
import { dataSources } from "./cockpit/data-sources";
import { exporters } from "./cockpit/exporters";
import { grafana } from "./cockpit/grafana";
import { cockpitProducts } from "./cockpit/products";
import { cockpitConfiguration } from "./cockpit/retention";
import { cockpitTokens } from "./cockpit/tokens";
import { apiKeys } from "./iam/api-keys";
import { applications } from "./iam/applications";
import { groupMembers, groups } from "./iam/groups";
import { policies, policyRules } from "./iam/policies";
import { saml, samlCertificates } from "./iam/saml";
import { scim, scimTokens } from "./iam/scim";
import { sshKeys } from "./iam/ssh-keys";
import { users } from "./iam/users";
import { instanceIps } from "./instance/ips";
import { privateNics, serverNics } from "./instance/private-nics";
import { securityGroupRules, securityGroups } from "./instance/security-groups";
import { serverTypes } from "./instance/server-types";
import { serverActions, servers } from "./instance/servers";
import { ipamIps } from "./ipam/ips";
import { clusterAcls } from "./k8s/acls";
import { clusterViews } from "./k8s/cluster-views";
import { clusters } from "./k8s/clusters";
import { kubernetesNodes } from "./k8s/nodes";
import { poolMarks, pools } from "./k8s/pools";
import { kubernetesVersions } from "./k8s/versions";
import { keyCryptography } from "./key-manager/cryptography";
import { keyMaterial } from "./key-manager/key-material";
import { keys } from "./key-manager/keys";
import { acls } from "./lb/acls";
import { backendServers, backends } from "./lb/backends";
import { certificates } from "./lb/certificates";
import { frontends } from "./lb/frontends";
import { loadBalancerIps } from "./lb/ips";
import { loadBalancers } from "./lb/lbs";
import { attaching, attachments } from "./lb/private-networks";
import { loadBalancerRoutes } from "./lb/routes";
import { localImages } from "./marketplace/local-images";
import { instanceAcls } from "./rdb/acls";
import { backups } from "./rdb/backups";
import { instanceCertificates } from "./rdb/certificates";
import { databases } from "./rdb/databases";
import { instanceEndpoints } from "./rdb/endpoints";
import { instances as databaseInstances } from "./rdb/instances";
import { privileges } from "./rdb/privileges";
import { instanceSettings } from "./rdb/settings";
import { snapshots, snapshotting } from "./rdb/snapshots";
import { users as databaseUsers } from "./rdb/users";
import { registryImages } from "./registry/images";
import { registryNamespaces } from "./registry/namespaces";
import { connections, preSharedKeys } from "./s2s-vpn/connections";
import { customerGateways } from "./s2s-vpn/customer-gateways";
import { routingPolicies } from "./s2s-vpn/routing-policies";
import { vpnGateways } from "./s2s-vpn/vpn-gateways";
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
  kubernetesNodes,
  poolMarks,
  pools,
  clusterAcls,
  clusterViews,
  clusters,
  kubernetesVersions,
  registryImages,
  registryNamespaces,
  aclRules,
  ingressRules,
  routes,
  routesWithNexthop,
  acls,
  loadBalancerRoutes,
  frontends,
  backendServers,
  backends,
  certificates,
  attaching,
  attachments,
  loadBalancers,
  loadBalancerIps,
  serverTypes,
  localImages,
  serverActions,
  serverNics,
  privateNics,
  servers,
  instanceIps,
  volumes,
  securityGroupRules,
  securityGroups,
  patRules,
  gatewayNetworks,
  bastionAllowedIps,
  gateways,
  gatewayIps,
  backups,
  snapshotting,
  snapshots,
  privileges,
  instanceAcls,
  databaseUsers,
  databases,
  instanceSettings,
  instanceEndpoints,
  instanceCertificates,
  databaseInstances,
  preSharedKeys,
  connections,
  routingPolicies,
  customerGateways,
  vpnGateways,
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
  contactPoints,
  cockpitAlerts,
  alertManagers,
  exporters,
  cockpitTokens,
  grafana,
  cockpitProducts,
  cockpitConfiguration,
  dataSources,
  budgetAlertNotifications,
  budgetAlerts,
  budgets,
  projects,
];
