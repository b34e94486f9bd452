/** Why an argument was refused, in the API's own words. */
export type Reason = "required" | "format" | "constraint" | "unknown";

export interface InvalidArgument {
  readonly argument_name: string;
  readonly help_message: string;
  readonly reason: Reason;
}

/**
 * An answer that is an error. Bodies are those of the real API: `type` is what its SDKs recognise errors by
 * (scaleway-sdk-go, scw/errors.go).
 */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: { readonly message: string; readonly type?: string; readonly [key: string]: unknown },
  ) {
    super(body.message);
  }
}

/** Arguments that break a rule; all of one request together. */
export class InvalidArguments extends ApiError {
  constructor(readonly details: readonly InvalidArgument[]) {
    super(400, { details, message: "invalid argument(s)", type: "invalid_arguments" });
  }
}

export const invalidArgument = (argument_name: string, reason: Reason, help_message: string) =>
  new InvalidArguments([{ argument_name, help_message, reason }]);

export const deniedAuthentication = (reason: "invalid_argument" | "not_found" | "expired") =>
  new ApiError(401, { message: "authentication is denied", method: "api_key", reason, type: "denied_authentication" });

export const permissionsDenied = (action: string, resource: string) =>
  new ApiError(403, {
    details: [{ action, resource }],
    message: "insufficient permissions",
    type: "permissions_denied",
  });

/** An `unknown` resource is said to have no id either. */
export const notFound = (resource: string, resource_id: string) =>
  new ApiError(404, {
    message: "resource is not found",
    resource,
    resource_id: resource === "unknown" ? "" : resource_id,
    type: "not_found",
  });

/** A 404 of the older APIs, which say nothing but a sentence: `lbs not Found`. */
export const notFoundInWords = (message: string) => new ApiError(404, { message });

/** The resource is being changed: the client looks at it until it has settled, and tries again. */
export const transientState = (resource: string, resource_id: string, current_state: string) =>
  new ApiError(409, {
    current_state,
    message: "resource is in a transient state",
    resource,
    resource_id,
    type: "transient_state",
  });

export type Precondition = "resource_still_in_use" | "resource_not_usable" | "protected_resource";

export const preconditionFailed = (precondition: Precondition, help_message: string) =>
  new ApiError(412, {
    help_message,
    message: "precondition is not respected",
    precondition,
    type: "precondition_failed",
  });

/** Not an answer of the real API: the local one does not know this request, and says so instead of guessing. */
export const notImplemented = (method: string, path: string) =>
  new ApiError(501, {
    message: `${method} ${path} is not implemented by the local Scaleway`,
    method,
    path,
    type: "not_implemented",
  });
