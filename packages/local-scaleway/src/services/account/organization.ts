import { CREDENTIALS } from "../../core/credentials";
import type { Parent } from "../../core/definition";
import { permissionsDenied } from "../../core/errors";
import { uuid } from "../../core/fields";

/** The only organisation that there is. */
export const ORGANIZATION_ID = CREDENTIALS.organizationId;
export const DEFAULT_PROJECT_ID = CREDENTIALS.projectId;

/** The id of the caller's organisation; another one's answers 403. */
export const organization = () =>
  uuid().map((id) => {
    if (id !== ORGANIZATION_ID) throw permissionsDenied("write", "organization");
    return id;
  });

/** Filters things that do not say their organisation: they all belong to the only one. */
export const ofTheOrganization = uuid()
  .map((id) => () => id === ORGANIZATION_ID)
  .optional();

/** Something that the organisation has, by its path. */
export const organizations: Parent = {
  kind: "organization",
  find: (call, id) => organization().read(id, { argument: "organization_id", call }),
};
