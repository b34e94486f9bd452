import type { Call } from "../../core/api";
import { notFound } from "../../core/errors";

/** What others need to know of a server: those that a server itself is made of cannot ask it. */
export interface ServerReference {
  readonly id: string;
  readonly name: string;
  readonly project_id: string;
  readonly security_group: string;
  readonly zone: string;
}

export const SERVERS = "instance/servers";

/** @throws ApiError 404 */
export function serverOf(call: Call, id: string): ServerReference {
  const found = call.platform.world.collection<ServerReference>(SERVERS).get(id);
  if (!found || !call.reaches(found)) throw notFound("instance_server", id);
  return found;
}
