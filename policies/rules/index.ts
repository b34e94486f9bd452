import type { Rule } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { bucketsAreNeverPublic } from "./buckets-are-never-public";
import { bucketsEncryptWithCustomerKeys } from "./buckets-encrypt-with-customer-keys";
import { bucketsKeepVersions } from "./buckets-keep-versions";
import { labelsArePresentAndConsistent } from "./labels-are-present-and-consistent";
import { localitiesAreStatedLiterally } from "./localities-are-stated-literally";
import { networkAclsDropByDefault } from "./network-acls-drop-by-default";
import { nothingIsDestroyedSilently } from "./nothing-is-destroyed-silently";
import { permissionsAreNeverAllPowerful } from "./permissions-are-never-all-powerful";
import { providersAreListed } from "./providers-are-listed";
import { resourcesStayInAllowedLocalities } from "./resources-stay-in-allowed-localities";

/** Every rule, by id. */
export const rules: readonly Rule<PolicyInputs>[] = [
  bucketsKeepVersions,
  nothingIsDestroyedSilently,
  bucketsAreNeverPublic,
  bucketsEncryptWithCustomerKeys,
  permissionsAreNeverAllPowerful,
  providersAreListed,
  resourcesStayInAllowedLocalities,
  localitiesAreStatedLiterally,
  networkAclsDropByDefault,
  labelsArePresentAndConsistent,
];
