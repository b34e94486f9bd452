import { permissionsDenied } from "../../core/errors";
import { uuid } from "../../core/fields";
import { projects } from "../account/projects";

/** The id of a project: each has a Cockpit of its own. One that is not there answers 403, as one of others does. */
export const cockpitOf = (action: "read" | "write") =>
  uuid().map((id, { call }) => {
    if (!projects.documents(call.platform).has(id)) throw permissionsDenied(action, "cockpit");
    return id;
  });
