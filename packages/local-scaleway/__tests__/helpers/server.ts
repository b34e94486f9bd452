import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LocalScaleway, type Status, startLocalScaleway } from "../../src";
import { violations } from "./contract";

// Bodies are read as tests need them: each assertion says what it expects.
// biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
type Json = any;

export interface Answered {
  readonly status: number;
  readonly body: Json;
}

export const PROJECT = "11111111-1111-1111-1111-111111111111";
export const NOBODY = "99999999-9999-4999-8999-999999999999";

/** A client of one running server, which holds every answer to the contract. */
export class Client {
  constructor(
    private readonly server: LocalScaleway,
    private readonly token = server.credentials.secretKey,
  ) {}

  as(token: string): Client {
    return new Client(this.server, token);
  }

  get = (path: string) => this.send("GET", path);
  post = (path: string, body: object = {}) => this.send("POST", path, body);
  put = (path: string, body: object) => this.send("PUT", path, body);
  patch = (path: string, body: object) => this.send("PATCH", path, body);
  delete = (path: string, body?: object) => this.send("DELETE", path, body);

  /** Creates something that is expected to be possible, and returns it. */
  async create(path: string, body: object = {}): Promise<Json> {
    const { status, body: created } = await this.post(path, body);
    expect({ status, created }).toMatchObject({ status: 200 });
    return created;
  }

  async status(): Promise<Status> {
    return (await fetch(`${this.server.apiUrl}/-/status`)).json() as Promise<Status>;
  }

  private async send(method: string, path: string, body?: object): Promise<Answered> {
    const answer = await fetch(`${this.server.apiUrl}${path}`, {
      method,
      headers: { "X-Auth-Token": this.token },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    if (text !== "") expect(answer.headers.get("content-type")).toBe("application/json");
    const parsed = text === "" ? undefined : JSON.parse(text);
    const [pathname = ""] = path.split("?");
    expect({ [`${method} ${path}`]: violations(pathname, answer.status, parsed) }).toEqual({
      [`${method} ${path}`]: [],
    });
    return { status: answer.status, body: parsed };
  }
}

/** A folder that is gone when the tests of the file are over. */
export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), "local-scaleway-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** One server for all tests of a file. */
export function withServer(): { readonly client: Client; readonly server: LocalScaleway } {
  const directory = temporaryDirectory();
  let server: LocalScaleway;
  beforeAll(async () => {
    server = await startLocalScaleway({ directory });
  });
  afterAll(() => server.stop());
  return {
    get server() {
      return server;
    },
    get client() {
      return new Client(server);
    },
  };
}

/** The error that names these arguments, and why each was refused. */
export const invalid = (...details: readonly (readonly [argument: string, reason: string])[]) => ({
  status: 400,
  body: {
    type: "invalid_arguments",
    details: details.map(([argument_name, reason]) => expect.objectContaining({ argument_name, reason })),
  },
});

export const missing = (resource: string, resource_id: string) => ({
  status: 404,
  body: { type: "not_found", message: "resource is not found", resource, resource_id },
});

export const blocked = (precondition: string) => ({
  status: 412,
  body: { type: "precondition_failed", precondition },
});
