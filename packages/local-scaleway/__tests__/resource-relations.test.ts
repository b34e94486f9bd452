import { Call, type Operation, type Platform } from "../src/core/api";
import { creation, taking } from "../src/core/definition";
import { flagParameter, ref, text } from "../src/core/fields";
import { resource } from "../src/core/resource";
import { World } from "../src/core/world";
import { temporaryDirectory } from "./helpers/server";

interface Ship {
  readonly id: string;
  readonly created_at: string;
  readonly flag: string;
  readonly tons: number;
  readonly status: "afloat" | "sinking";
}

const ships = resource<Ship>({
  path: "/sea/v1/ships",
  kind: "ship",
  terraformType: "sea_ship",
  create: creation({ flag: text() }, ({ flag }, { id, now }) => ({
    id,
    created_at: now,
    flag,
    tons: flag.length,
    status: "afloat",
  })),
  list: { key: "ships", orderBy: { tons: "tons" }, direction: "desc" },
  settled: (ship) => (ship.status === "sinking" ? undefined : ship),
  actions: { hoist: taking({ flag: text() }, (ship, { flag }) => ({ ...ship, flag })), salute: (ship) => ship },
  deletion: {
    query: { with_crew: flagParameter().default(false) },
    leaves: (ship) => ({ ...ship, status: "sinking" }),
    answersWhatStays: true,
  },
});

interface Sailor {
  readonly id: string;
  readonly created_at: string;
  readonly ship_id: string;
  readonly madeFor?: string;
}

const sailors = resource<Sailor>({
  path: "/sea/v1/sailors",
  kind: "sailor",
  notFoundAs: "unknown",
  notListed: true,
  terraformType: "sea_sailor",
  create: creation({ ship_id: ref(ships) }, ({ ship_id }, { id, now }) => ({ id, ship_id, created_at: now })),
  holds: { ship_id: ships },
  deletion: {},
});

interface Buoy {
  readonly id: string;
  readonly created_at: string;
  readonly region: string;
  readonly zone: string;
  readonly tended: boolean;
}

const buoys = resource<Buoy>({
  path: "/sea/v1/regions/{region}/buoys",
  kind: "buoy",
  notListed: true,
  terraformType: "sea_buoy",
  settled: (buoy, platform) => {
    const tended = sailors.existing(platform).some(({ ship_id }) => ship_id === buoy.id);
    return tended === buoy.tended ? buoy : { ...buoy, tended };
  },
});

const world = World.open(temporaryDirectory());
const platform: Platform = { world, liveObjects: () => [ships, sailors].flatMap((one) => one.liveObjects(platform)) };

function ask(
  operations: readonly Operation[],
  method: string,
  path: string,
  params: object,
  body?: object,
  query = "",
) {
  const operation = operations.find((one) => one.method === method && one.path.endsWith(path))!;
  const request = { method, path, params: { ...params }, query: new URLSearchParams(query), body };
  const { status, body: answered } = operation.answer(new Call(platform, request));
  // biome-ignore lint/suspicious/noExplicitAny: JSON of any shape
  return { status, body: answered as any };
}

const launch = (flag = "fr") => ask(ships.operations, "POST", "/ships", {}, { flag }).body;
const hire = (ship_id: string) => ask(sailors.operations, "POST", "/sailors", {}, { ship_id }).body;
const sink = (ship: string, query = "") => ask(ships.operations, "DELETE", "/{ship}", { ship }, undefined, query);

describe("a resource among others", () => {
  it("cannot be deleted as long as something holds it", () => {
    const ship = launch();
    const sailor = hire(ship.id);
    expect(() => sink(ship.id)).toThrow("precondition is not respected");
    ask(sailors.operations, "DELETE", "/{sailor}", { sailor: sailor.id });
    expect(sink(ship.id).status).toBe(200);
  });

  it("answers its deletion with what stays of it, and is not live while that goes", () => {
    const { id } = launch();
    expect(sink(id)).toMatchObject({ status: 200, body: { id, status: "sinking" } });
    expect(platform.liveObjects().map((object) => object.id)).not.toContain(id);
    expect(() => ask(ships.operations, "GET", "/{ship}", { ship: id })).toThrow("resource is not found");
  });

  it("refuses parameters of a deletion that it does not know", () => {
    const { id } = launch();
    expect(() => sink(id, "with_cargo=true")).toThrow("invalid argument(s)");
    expect(ask(ships.operations, "GET", "/{ship}", { ship: id }).status).toBe(200);
  });

  it("takes the arguments of an action, and none where there are none", () => {
    const params = { ship: launch().id };
    expect(ask(ships.operations, "POST", "/hoist", params, { flag: "it" }).body.flag).toBe("it");
    expect(() => ask(ships.operations, "POST", "/hoist", params, {})).toThrow("invalid argument(s)");
    expect(() => ask(ships.operations, "POST", "/salute", params, { guns: 21 })).toThrow("invalid argument(s)");
  });

  it("is neither live nor marked as long as it is part of something that the API made it for", () => {
    const ship = launch();
    const sailor = { id: "cook", created_at: ship.created_at, ship_id: ship.id, madeFor: ship.id };
    sailors.put(platform, sailor);
    expect(ask(sailors.operations, "GET", "/{sailor}", { sailor: "cook" }).body).not.toHaveProperty("madeFor");
    expect(platform.liveObjects().map(({ id }) => id)).not.toContain("cook");
    sailors.put(platform, { ...sailor, madeFor: undefined });
    expect(platform.liveObjects().map(({ id }) => id)).toContain("cook");
  });

  it("settles by what else there is", () => {
    const buoy = { id: "north", created_at: "2026-01-01T00:00:00Z", region: "fr-par", zone: "fr-par-2", tended: false };
    buoys.put(platform, buoy);
    const read = () => ask(buoys.operations, "GET", "/{buoy}", { region: "fr-par", buoy: "north" }).body;
    expect(read()).toEqual(buoy);
    sailors.put(platform, { id: "keeper", created_at: buoy.created_at, ship_id: "north" });
    expect(read()).toEqual({ ...buoy, tended: true });
    sailors.documents(platform).delete("keeper");
    expect(read()).toEqual(buoy);
  });

  it("is called by the locality in its path, whatever else it says of its place", () => {
    buoys.put(platform, { id: "south", created_at: "", region: "fr-par", zone: "fr-par-2", tended: false });
    expect(buoys.liveObjects(platform).map(({ id }) => id)).toContain("fr-par/south");
  });

  it("says what still needs it", () => {
    const ship = launch();
    const call = new Call(platform, { method: "GET", path: "/", params: {}, query: new URLSearchParams(), body: {} });
    expect(ships.stillNeeded(ship, call)).toBeUndefined();
    hire(ship.id);
    expect(ships.stillNeeded(ship, call)?.body).toMatchObject({ help_message: "the ship still has 1 sailor(s)" });
  });

  it("sorts numbers by value, in the direction that is its default", () => {
    launch("a flag of many letters");
    const { body } = ask(ships.operations, "GET", "/ships", {});
    expect(body.ships[0].tons).toBe(22);
  });

  it("has no list when no path lists it, and may be said to be unknown", () => {
    expect(sailors.operations.map(({ method, path }) => `${method} ${path}`)).toEqual([
      "GET /sea/v1/sailors/{sailor}",
      "POST /sea/v1/sailors",
      "DELETE /sea/v1/sailors/{sailor}",
    ]);
    const error = () => ask(sailors.operations, "GET", "/{sailor}", { sailor: "nobody" });
    expect(error).toThrow(
      expect.objectContaining({ body: expect.objectContaining({ resource: "unknown", resource_id: "" }) }),
    );
  });
});
