import { Call, type Operation, type Platform } from "../src/core/api";
import { type Creation, creation, update } from "../src/core/definition";
import { list, oneOf, ref, text } from "../src/core/fields";
import { resource } from "../src/core/resource";
import { World } from "../src/core/world";
import { temporaryDirectory } from "./helpers/server";

interface Machine {
  readonly id: string;
  readonly name: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly status: "starting" | "running" | "stopping";
  readonly password: string;
}

const machines = resource<Machine>({
  path: "/machines/v1/zones/{zone}/machines",
  kind: "machine",
  terraformType: "example_machine",
  create: creation({ name: text() }, ({ name }, { id, now, zone }) => ({
    id,
    name,
    zone,
    created_at: now,
    updated_at: now,
    status: "starting",
    password: "secret",
  })),
  update: update({ name: text(), status: oneOf("starting", "running") }),
  settled: (machine) => {
    if (machine.status === "stopping") return undefined;
    return machine.status === "starting" ? { ...machine, status: "running" } : machine;
  },
  shownOnce: ["password"],
  list: { key: "machines", orderBy: { name: "name" } },
  actions: { stop: (machine) => ({ ...machine, status: "stopping" }) },
});

interface Disk {
  readonly id: string;
  readonly region: string;
  readonly machine_ids: readonly string[];
  readonly created_at: string;
}

const createDisk: Creation<Disk> = creation(
  { machine_ids: list(ref(machines)) },
  ({ machine_ids }, { id, now, region }) => ({ id, region, machine_ids, created_at: now }),
);

const disks = resource<Disk>({
  path: "/machines/v1/regions/{region}/disks",
  kind: "disk",
  create: createDisk,
  list: { key: "disks", orderBy: { created_at: "created_at" } },
  deletion: {},
});

const world = World.open(temporaryDirectory());
const platform: Platform = { world, liveObjects: () => machines.liveObjects(platform) };

function ask(operations: readonly Operation[], method: string, path: string, params: object, body?: object) {
  const operation = operations.find((one) => one.method === method && one.path.endsWith(path))!;
  const request = { method, path, params: { ...params }, query: new URLSearchParams(), body };
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  return operation.answer(new Call(platform, request)).body as any;
}

const create = (zone: string, name = "m") => ask(machines.operations, "POST", "/machines", { zone }, { name });
const read = (zone: string, machine: string) => ask(machines.operations, "GET", "/{machine}", { zone, machine });

describe("a resource", () => {
  it("is answered in a transient state and found in the state it was heading for", () => {
    const created = create("fr-par-1");
    expect(created.status).toBe("starting");
    expect(read("fr-par-1", created.id).status).toBe("running");
    expect(read("fr-par-1", created.id).updated_at).toBe(created.updated_at);
  });

  it("is gone once the end of its transient state is the end of all", () => {
    const { id } = create("fr-par-1");
    const stopped = ask(machines.operations, "POST", "/stop", { zone: "fr-par-1", machine: id });
    expect(stopped.status).toBe("stopping");
    expect(() => read("fr-par-1", id)).toThrow("resource is not found");
    expect(machines.documents(platform).has(id)).toBe(false);
  });

  it("lives in its zone, and carries it in its Terraform id", () => {
    const { id } = create("fr-par-2");
    expect(() => read("fr-par-1", id)).toThrow("resource is not found");
    expect(ask(machines.operations, "GET", "/machines", { zone: "fr-par-2" })).toMatchObject({ total_count: 1 });
    expect(platform.liveObjects()).toContainEqual(
      expect.objectContaining({ type: "example_machine", id: `fr-par-2/${id}` }),
    );
    expect(() => create("fr-par-9")).toThrow("invalid argument(s)");
  });

  it("can be referred to from its region, and from no other one", () => {
    const { id } = create("fr-par-1");
    const disk = (region: string) => ask(disks.operations, "POST", "/disks", { region }, { machine_ids: [id] });
    expect(disk("fr-par").machine_ids).toEqual([id]);
    expect(() => disk("nl-ams")).toThrow("resource is not found");
  });

  it("shows a secret only when it is created", () => {
    const created = create("fr-par-1");
    expect(created.password).toBe("secret");
    expect(read("fr-par-1", created.id).password).toBeNull();
  });

  it("keeps what a PATCH leaves out, gives as null or as unknown member of an enum", () => {
    const { id } = create("fr-par-1", "before");
    const change = (body: object) =>
      ask(machines.operations, "PATCH", "/{machine}", { zone: "fr-par-1", machine: id }, body);
    expect(change({ name: null, status: "unknown_status" })).toMatchObject({ name: "before", status: "running" });
    expect(change({ name: "" })).toMatchObject({ name: "" });
  });

  it("has the operations that its description names, and no others", () => {
    expect(disks.operations.map(({ method, path }) => `${method} ${path.split("/regions/{region}")[1]}`)).toEqual([
      "GET /disks",
      "GET /disks/{disk}",
      "POST /disks",
      "DELETE /disks/{disk}",
    ]);
  });
});
