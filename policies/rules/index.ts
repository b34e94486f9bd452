import type { SovereigntyRule } from "../sovereignty-rule";
import { alertsReachSomebody } from "./alerts-reach-somebody";
import { apiKeysExpireAndBelongToApplications } from "./api-keys-expire-and-belong-to-applications";
import { artefactsComeFromListedSources } from "./artefacts-come-from-listed-sources";
import { auditTrailExportIsEvidenced } from "./audit-trail-export-is-evidenced";
import { azureIsReachedOnlyToLeaveIt } from "./azure-is-reached-only-to-leave-it";
import { backupsAreApartAndRestoresAreProven } from "./backups-are-apart-and-restores-are-proven";
import { bucketsAreNeverPublic } from "./buckets-are-never-public";
import { bucketsEncryptWithCustomerKeys } from "./buckets-encrypt-with-customer-keys";
import { bucketsKeepVersions } from "./buckets-keep-versions";
import { controlEndpointsAreClean } from "./control-endpoints-are-clean";
import { copiesAbroadAreDeclaredCiphertext } from "./copies-abroad-are-declared-ciphertext";
import { dataClassesWaitForTheirPhase } from "./data-classes-wait-for-their-phase";
import { dataIsKeptNoLongerThanAuthorised } from "./data-is-kept-no-longer-than-authorised";
import { dataOutlivesAZone } from "./data-outlives-a-zone";
import { dataServicesHavePrivateEndpointsOnly } from "./data-services-have-private-endpoints-only";
import { databaseBackupsStayInTheirRegion } from "./database-backups-stay-in-their-region";
import { databasesEncryptAtRest } from "./databases-encrypt-at-rest";
import { destructionHasARecord } from "./destruction-has-a-record";
import { dutiesAreSeparated } from "./duties-are-separated";
import { exitIsPossible } from "./exit-is-possible";
import { gatesHaveFreshEvidence } from "./gates-have-fresh-evidence";
import { gatewaysAndBastionsAreConfined } from "./gateways-and-bastions-are-confined";
import { grantsNameTheirProjects } from "./grants-name-their-projects";
import { grantsStayInTheirProject } from "./grants-stay-in-their-project";
import { healthBucketsKeepTheHdsProfile } from "./health-buckets-keep-the-hds-profile";
import { healthObjectsAreEncryptedBeforeTheyArrive } from "./health-objects-are-encrypted-before-they-arrive";
import { identitiesAndCertificatesAreAcceptable } from "./identities-and-certificates-are-acceptable";
import { imagesAndChartsAreImmutable } from "./images-and-charts-are-immutable";
import { imagesComeFromTheSovereignRegistry } from "./images-come-from-the-sovereign-registry";
import { keysAreStrongAndKept } from "./keys-are-strong-and-kept";
import { kubernetesIsNotPublic } from "./kubernetes-is-not-public";
import { kubernetesIsSupportedAndEnforcesPolicy } from "./kubernetes-is-supported-and-enforces-policy";
import { labelsArePresentAndConsistent } from "./labels-are-present-and-consistent";
import { localitiesAreStatedLiterally } from "./localities-are-stated-literally";
import { logArchivesAreImmutableAndApart } from "./log-archives-are-immutable-and-apart";
import { logsAreCollectedEverywhere } from "./logs-are-collected-everywhere";
import { logsAreKeptOneToThreeYears } from "./logs-are-kept-one-to-three-years";
import { namesAndMailStayUnderEuControl } from "./names-and-mail-stay-under-eu-control";
import { nestedLocalitiesAgree } from "./nested-localities-agree";
import { networkAclsDropByDefault } from "./network-acls-drop-by-default";
import { networksMeetOnlyWhereDeclared } from "./networks-meet-only-where-declared";
import { nobodyUnknownIsLetIn } from "./nobody-unknown-is-let-in";
import { nonProductionHoldsNoHealthData } from "./non-production-holds-no-health-data";
import { nothingIsDestroyedSilently } from "./nothing-is-destroyed-silently";
import { nothingRunsAtPlanOrApply } from "./nothing-runs-at-plan-or-apply";
import { onlyThePortalIsAPublicLoadBalancer } from "./only-the-portal-is-a-public-load-balancer";
import { outputsLeaveThroughTheAirlock } from "./outputs-leave-through-the-airlock";
import { peopleSignInWithTwoFactors } from "./people-sign-in-with-two-factors";
import { permissionsAreNeverAllPowerful } from "./permissions-are-never-all-powerful";
import { productsAreAttested } from "./products-are-attested";
import { productsThatCannotBePrivateAreRefused } from "./products-that-cannot-be-private-are-refused";
import { projectsAreNamedAndKeptApart } from "./projects-are-named-and-kept-apart";
import { providersAndModulesArePinned } from "./providers-and-modules-are-pinned";
import { providersAreListed } from "./providers-are-listed";
import { pseudonymisationIsADomainOfItsOwn } from "./pseudonymisation-is-a-domain-of-its-own";
import { resourcesStayInAllowedLocalities } from "./resources-stay-in-allowed-localities";
import { secretsStayOutOfCodeAndState } from "./secrets-stay-out-of-code-and-state";
import { securityGroupsDropByDefault } from "./security-groups-drop-by-default";
import { serverlessWorkloadsArePrivate } from "./serverless-workloads-are-private";
import { snapshotsStayInsideTheirClass } from "./snapshots-stay-inside-their-class";
import { sshKeysAndDatabaseRolesAreBounded } from "./ssh-keys-and-database-roles-are-bounded";
import { stateIsKeptInFrance } from "./state-is-kept-in-france";
import { stateServicesAreSovereign } from "./state-services-are-sovereign";
import { telemetryStaysInside } from "./telemetry-stays-inside";
import { tiersSpanZones } from "./tiers-span-zones";
import { trafficIsEncrypted } from "./traffic-is-encrypted";
import { twoFrenchRegionsAreReportedTruthfully } from "./two-french-regions-are-reported-truthfully";
import { volumesAreEncryptedByTheCustomer } from "./volumes-are-encrypted-by-the-customer";
import { workloadsHaveNoPublicAddress } from "./workloads-have-no-public-address";
import { workspacesHaveNoWayOut } from "./workspaces-have-no-way-out";

/** Every rule, by id. */
export const rules: readonly SovereigntyRule[] = [
  bucketsKeepVersions,
  nothingIsDestroyedSilently,
  bucketsAreNeverPublic,
  healthBucketsKeepTheHdsProfile,
  snapshotsStayInsideTheirClass,
  destructionHasARecord,
  dataIsKeptNoLongerThanAuthorised,
  databasesEncryptAtRest,
  bucketsEncryptWithCustomerKeys,
  healthObjectsAreEncryptedBeforeTheyArrive,
  keysAreStrongAndKept,
  trafficIsEncrypted,
  volumesAreEncryptedByTheCustomer,
  secretsStayOutOfCodeAndState,
  permissionsAreNeverAllPowerful,
  grantsNameTheirProjects,
  apiKeysExpireAndBelongToApplications,
  dutiesAreSeparated,
  peopleSignInWithTwoFactors,
  sshKeysAndDatabaseRolesAreBounded,
  providersAreListed,
  controlEndpointsAreClean,
  stateServicesAreSovereign,
  imagesComeFromTheSovereignRegistry,
  artefactsComeFromListedSources,
  telemetryStaysInside,
  namesAndMailStayUnderEuControl,
  identitiesAndCertificatesAreAcceptable,
  resourcesStayInAllowedLocalities,
  localitiesAreStatedLiterally,
  databaseBackupsStayInTheirRegion,
  nestedLocalitiesAgree,
  stateIsKeptInFrance,
  copiesAbroadAreDeclaredCiphertext,
  logsAreKeptOneToThreeYears,
  logsAreCollectedEverywhere,
  logArchivesAreImmutableAndApart,
  alertsReachSomebody,
  auditTrailExportIsEvidenced,
  dataClassesWaitForTheirPhase,
  productsAreAttested,
  azureIsReachedOnlyToLeaveIt,
  gatesHaveFreshEvidence,
  exitIsPossible,
  workloadsHaveNoPublicAddress,
  securityGroupsDropByDefault,
  nobodyUnknownIsLetIn,
  networkAclsDropByDefault,
  dataServicesHavePrivateEndpointsOnly,
  productsThatCannotBePrivateAreRefused,
  kubernetesIsNotPublic,
  gatewaysAndBastionsAreConfined,
  onlyThePortalIsAPublicLoadBalancer,
  serverlessWorkloadsArePrivate,
  projectsAreNamedAndKeptApart,
  networksMeetOnlyWhereDeclared,
  workspacesHaveNoWayOut,
  outputsLeaveThroughTheAirlock,
  grantsStayInTheirProject,
  labelsArePresentAndConsistent,
  pseudonymisationIsADomainOfItsOwn,
  nonProductionHoldsNoHealthData,
  tiersSpanZones,
  dataOutlivesAZone,
  twoFrenchRegionsAreReportedTruthfully,
  backupsAreApartAndRestoresAreProven,
  providersAndModulesArePinned,
  imagesAndChartsAreImmutable,
  kubernetesIsSupportedAndEnforcesPolicy,
  nothingRunsAtPlanOrApply,
];
