import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import createRouter, { type HTTPMethod } from "find-my-way";
import { type Answer, Call, noContent, type Operation, ok, type Platform, type Service } from "../core/api";
import { ApiError, invalidArgument, notImplemented } from "../core/errors";
import { outageOf, unavailable } from "../core/outages";
import { authenticated } from "../services/iam/api-keys";

/** A request that nobody here knows how to answer, and how often it came. */
export interface Unhandled {
  readonly method: string;
  readonly path: string;
  readonly count: number;
}

/** What only this machine may ask, without a token: `GET /-/status`, `POST /-/reset`, `PUT` and `DELETE /-/outages/fr-par`. */
export interface Administration {
  status(): object;
  /** Forgets everything that exists, but for the seeds. */
  reset(): void;
  /** @throws ApiError 400 for a locality that does not exist */
  beginOutage(locality: string): object;
  /** @throws ApiError 400 for a locality that does not exist */
  endOutage(locality: string): void;
}

export interface ApiFront {
  readonly handler: RequestListener;
  unhandled(): Unhandled[];
}

/** Bytes; the longest JSON body that is read. */
const LONGEST_BODY = 1024 * 1024;

/** Answers the JSON APIs: finds the operation, checks the token, and turns whatever happens into an answer. */
export function createApiFront(
  platform: Platform,
  services: readonly Service[],
  administration: Administration,
): ApiFront {
  const unhandled = new Map<string, { method: string; path: string; count: number }>();
  const router = createRouter({ caseSensitive: true, maxParamLength: 300 });
  for (const operation of services.flatMap(({ operations }) => operations)) {
    const path = operation.path.replace(/\{(\w+)\}/g, ":$1");
    // The router only finds: running what it found is left to `answer`.
    router.on(operation.method as HTTPMethod, path, () => {}, operation);
  }

  async function answer(request: IncomingMessage): Promise<Answer> {
    const method = request.method ?? "GET";
    const [path = "/", search = ""] = (request.url ?? "/").split("?", 2);
    refuseForeign(request);
    if (path.startsWith("/-/")) return administer(method, path, administration);

    const found = router.find(method as HTTPMethod, path);
    if (!found?.store) {
      const key = `${method} ${path}`;
      unhandled.set(key, { method, path, count: (unhandled.get(key)?.count ?? 0) + 1 });
      throw notImplemented(method, path);
    }
    const operation = found.store as Operation;
    const locality = found.params.zone ?? found.params.region;
    const outage = locality === undefined ? undefined : outageOf(platform.world, locality);
    if (outage) return unavailable(outage);
    authenticated(platform, header(request, "x-auth-token"));
    const body = hasBody(request) ? parsed(await read(request)) : undefined;
    const query = new URLSearchParams(search);
    const call = new Call(platform, { method, path, params: found.params, query, body });
    return platform.world.transaction(() => operation.answer(call));
  }

  return {
    handler: (request, response) => {
      answer(request)
        .catch((error: unknown) => refusal(error, request))
        .then((given) => send(response, given))
        .catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
    },
    unhandled: () => [...unhandled.values()],
  };
}

function administer(method: string, path: string, administration: Administration): Answer {
  const [, locality] = /^\/-\/outages\/([^/]+)$/.exec(path) ?? [];
  switch (`${method} ${locality === undefined ? path : "/-/outages/{locality}"}`) {
    case "GET /-/status":
      return ok(administration.status());
    case "POST /-/reset":
      administration.reset();
      return noContent;
    case "PUT /-/outages/{locality}":
      return ok(administration.beginOutage(locality ?? ""));
    case "DELETE /-/outages/{locality}":
      administration.endOutage(locality ?? "");
      return noContent;
    default:
      throw new ApiError(404, {
        message: `${method} ${path}: there are GET /-/status, POST /-/reset, PUT and DELETE /-/outages/{locality}`,
        type: "not_found",
      });
  }
}

/** Keeps web pages out: neither cross-origin requests nor names that were rebound to this machine are answered. */
function refuseForeign(request: IncomingMessage): void {
  const host = header(request, "host") ?? "";
  if (header(request, "origin") === undefined && /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) return;
  throw new ApiError(403, {
    message: `this server answers programs on this machine only; Host was "${host}"`,
    type: "permissions_denied",
    details: [],
  });
}

function refusal(error: unknown, request: IncomingMessage): Answer {
  if (error instanceof ApiError) return { status: error.status, body: error.body };
  console.error(`${request.method} ${request.url}`, error);
  return {
    status: 500,
    body: { message: "internal error of the local Scaleway; its log says more", type: "internal" },
  };
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const payload = Buffer.from(JSON.stringify(body));
  const described = { ...headers, "Content-Type": "application/json", "Content-Length": payload.length };
  response.writeHead(status, described).end(payload);
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) throw invalidArgument("body", "constraint", `has more than ${LONGEST_BODY} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw invalidArgument("body", "format", "is not JSON");
  }
}
