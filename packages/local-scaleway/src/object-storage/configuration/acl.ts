import { accessDenied, invalidArgument, malformedXml } from "../errors";
import { renderDocument, S3_NAMESPACE, type XmlContent, XmlElement } from "../xml";

const PERMISSIONS = ["FULL_CONTROL", "READ", "WRITE", "READ_ACP", "WRITE_ACP"] as const;

export type Permission = (typeof PERMISSIONS)[number];

export interface Grant {
  /** `<project>:<project>`, or the URI of a group. */
  readonly grantee: string;
  readonly permission: Permission;
}

export type Acl = readonly Grant[];

export const ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers";
export const AUTHENTICATED_USERS = "http://acs.amazonaws.com/groups/global/AuthenticatedUsers";

/** The owner of everything in a project, as object storage writes it. */
export const ownerOf = (projectId: string): string => `${projectId}:${projectId}`;

const CANNED: Readonly<Record<string, Acl>> = {
  private: [],
  "public-read": [{ grantee: ALL_USERS, permission: "READ" }],
  "public-read-write": [
    { grantee: ALL_USERS, permission: "READ" },
    { grantee: ALL_USERS, permission: "WRITE" },
  ],
  "authenticated-read": [{ grantee: AUTHENTICATED_USERS, permission: "READ" }],
};

/** The ACL that a name in `x-amz-acl` stands for. @throws S3Error InvalidArgument for another name. */
export function cannedAcl(name: string, projectId: string): Acl {
  const grants = Object.hasOwn(CANNED, name) ? CANNED[name] : undefined;
  if (!grants) throw invalidArgument(`x-amz-acl is one of ${Object.keys(CANNED).join(", ")}; got "${name}"`);
  return [{ grantee: ownerOf(projectId), permission: "FULL_CONTROL" }, ...grants];
}

/** The ACL of an `<AccessControlPolicy>`. @throws S3Error MalformedXML, InvalidArgument, or AccessDenied for another owner. */
export function parseAcl(body: Buffer, projectId: string): Acl {
  const policy = XmlElement.parse(body, "AccessControlPolicy").allow("Owner", "AccessControlList");
  const owner = policy.required("Owner").allow("ID", "DisplayName").required("ID").text;
  if (owner !== ownerOf(projectId)) throw accessDenied(`The owner is ${ownerOf(projectId)} and cannot be changed.`);
  const grants = policy.required("AccessControlList").allow("Grant").all("Grant");
  return grants.map((grant) => {
    grant.allow("Grantee", "Permission");
    return {
      grantee: parseGrantee(grant.required("Grantee")),
      permission: grant.required("Permission").oneOf(...PERMISSIONS),
    };
  });
}

export function renderAcl(acl: Acl, projectId: string): string {
  const owner = ownerOf(projectId);
  return renderDocument("AccessControlPolicy", {
    "@xmlns": S3_NAMESPACE,
    Owner: { DisplayName: owner, ID: owner },
    AccessControlList: { Grant: acl.map(renderGrant) },
  });
}

function renderGrant({ grantee, permission }: Grant): XmlContent {
  const group = grantee.startsWith("http");
  return {
    Grantee: {
      "@xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
      "@xsi:type": group ? "Group" : "CanonicalUser",
      ...(group ? { URI: grantee } : { ID: grantee, DisplayName: grantee }),
    },
    Permission: permission,
  };
}

function parseGrantee(grantee: XmlElement): string {
  grantee.allow("ID", "DisplayName", "URI");
  const type = grantee.attribute("xsi:type");
  if (type === "Group") return grantee.required("URI").oneOf(ALL_USERS, AUTHENTICATED_USERS);
  if (type !== "CanonicalUser") throw malformedXml(`a <Grantee> is a CanonicalUser or a Group; got "${type ?? ""}"`);
  const id = grantee.required("ID").text;
  if (!/^[0-9a-f-]{36}:[0-9a-f-]{36}$/.test(id))
    throw invalidArgument(`Invalid id: a grantee reads <uuid>:<uuid>; got "${id}"`);
  return id;
}
