import { cannedAcl, parseAcl, renderAcl } from "./configuration/acl";
import { parseObjectTagging, renderTagging } from "./configuration/tagging";
import { headerOf, NO_CONTENT, OK, type Operation, xml } from "./operation";
import {
  parseLegalHold,
  parseRetention,
  readLegalHold,
  readRetention,
  refuseWeakerRetention,
  requireObjectLock,
} from "./retention";
import { bypassesGovernance, ofVersion, presentVersion } from "./versions";

const getObjectAcl: Operation<"object"> = {
  name: "GetObjectAcl",
  method: "GET",
  scope: "object",
  needs: ["acl"],
  accepts: ["versionId"],
  action: "s3:GetObjectAcl",
  handle: (request) => xml(renderAcl(presentVersion(request).attributes.acl, request.bucket().projectId)),
};

const putObjectAcl: Operation<"object"> = {
  name: "PutObjectAcl",
  method: "PUT",
  scope: "object",
  needs: ["acl"],
  accepts: ["versionId"],
  action: "s3:PutObjectAcl",
  handle: async (request) => {
    const body = await request.body();
    const { projectId } = request.bucket();
    const canned = headerOf(request, "x-amz-acl");
    const acl = canned === undefined ? parseAcl(body, projectId) : cannedAcl(canned, projectId);
    request.store.describeVersion(presentVersion(request), { acl });
    return OK;
  },
};

const getObjectTagging: Operation<"object"> = {
  name: "GetObjectTagging",
  method: "GET",
  scope: "object",
  needs: ["tagging"],
  accepts: ["versionId"],
  action: ofVersion("s3:GetObjectTagging", "s3:GetObjectVersionTagging"),
  handle: (request) => xml(renderTagging(presentVersion(request).attributes.tagging)),
};

const putObjectTagging: Operation<"object"> = {
  name: "PutObjectTagging",
  method: "PUT",
  scope: "object",
  needs: ["tagging"],
  accepts: ["versionId"],
  action: ofVersion("s3:PutObjectTagging", "s3:PutObjectVersionTagging"),
  handle: async (request) => {
    const tagging = parseObjectTagging(await request.body());
    request.store.describeVersion(presentVersion(request), { tagging });
    return OK;
  },
};

const deleteObjectTagging: Operation<"object"> = {
  name: "DeleteObjectTagging",
  method: "DELETE",
  scope: "object",
  needs: ["tagging"],
  accepts: ["versionId"],
  action: ofVersion("s3:DeleteObjectTagging", "s3:DeleteObjectVersionTagging"),
  handle: (request) => {
    request.store.describeVersion(presentVersion(request), { tagging: [] });
    return NO_CONTENT;
  },
};

const getObjectRetention: Operation<"object"> = {
  name: "GetObjectRetention",
  method: "GET",
  scope: "object",
  needs: ["retention"],
  accepts: ["versionId"],
  action: "s3:GetObjectRetention",
  handle: (request) => {
    requireObjectLock(request.bucket());
    return xml(readRetention(presentVersion(request)));
  },
};

const putObjectRetention: Operation<"object"> = {
  name: "PutObjectRetention",
  method: "PUT",
  scope: "object",
  needs: ["retention"],
  accepts: ["versionId"],
  action: "s3:PutObjectRetention",
  handle: async (request) => {
    const retention = parseRetention(await request.body());
    requireObjectLock(request.bucket());
    const version = presentVersion(request);
    refuseWeakerRetention(version, retention, bypassesGovernance(request));
    request.store.describeVersion(version, { retention });
    return OK;
  },
};

const getObjectLegalHold: Operation<"object"> = {
  name: "GetObjectLegalHold",
  method: "GET",
  scope: "object",
  needs: ["legal-hold"],
  accepts: ["versionId"],
  action: "s3:GetObjectLegalHold",
  handle: (request) => {
    requireObjectLock(request.bucket());
    return xml(readLegalHold(presentVersion(request)));
  },
};

const putObjectLegalHold: Operation<"object"> = {
  name: "PutObjectLegalHold",
  method: "PUT",
  scope: "object",
  needs: ["legal-hold"],
  accepts: ["versionId"],
  action: "s3:PutObjectLegalHold",
  handle: async (request) => {
    const legalHold = parseLegalHold(await request.body());
    requireObjectLock(request.bucket());
    request.store.describeVersion(presentVersion(request), { legalHold });
    return OK;
  },
};

export const objectConfigurationOperations: readonly Operation<"object">[] = [
  getObjectAcl,
  putObjectAcl,
  getObjectTagging,
  putObjectTagging,
  deleteObjectTagging,
  getObjectRetention,
  putObjectRetention,
  getObjectLegalHold,
  putObjectLegalHold,
];
