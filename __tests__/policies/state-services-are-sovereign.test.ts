import { evaluate, graphOf, type JsonObject } from "@hdh/policy-engine";
import { stateServicesAreSovereign as rule } from "../../policies/rules/state-services-are-sovereign";
import { planOf } from "../helpers/plan-json";
import { INPUTS, saysOf } from "../helpers/terraform-json";

const of = (json: JsonObject, inputs = INPUTS) => saysOf(rule, { name: "stack", json }, inputs);
const s3 = (settings: JsonObject, inputs = INPUTS) => of({ terraform: { backend: { s3: settings } } }, inputs);
const remote = (state: JsonObject) => of({ data: { terraform_remote_state: { r: state } } });
const SCALEWAY = { endpoints: { s3: "https://s3.fr-par.scw.cloud" } };

describe("HDH-JUR-003", () => {
  it("a state on Scaleway's object storage, or that of a listed French site", () => {
    expect(s3(SCALEWAY)).toEqual([]);
    expect(s3({ endpoint: "s3.nl-ams.scw.cloud" })).toEqual([]); // sovereign; HDH-LOC-005 says where
    const site = { endpoints: { s3: "https://s3.site.example.fr" } };
    expect(s3(site, { ...INPUTS, stateHosts: ["s3.site.example.fr"] })).toEqual([]);
    expect(s3(site)).toEqual(["fail terraform backend.s3.endpoints.s3"]);
  });

  it("a state in a local file: HDH-LOC-005 says where that may be", () => {
    expect(of({ terraform: { backend: { local: {} } } })).toEqual([]);
    expect(of({})).toEqual([]);
  });

  it("a state on anyone else's object storage, or nobody says whose", () => {
    expect(s3({ region: "eu-west-3" })).toEqual(["fail terraform backend.s3.endpoints.s3"]);
    expect(s3({ endpoint: "https://s3.amazonaws.com" })).toEqual(["fail terraform backend.s3.endpoint"]);
    expect(s3({ endpoints: { s3: "https://s3.fr-par.scw.cloud.example.com" } })).toEqual([
      "fail terraform backend.s3.endpoints.s3",
    ]);
  });

  it("a state on object storage whose address only the engine knows", () => {
    expect(s3({ endpoints: { s3: "${var.s3}" } })).toEqual(["unknown terraform backend.s3.endpoints.s3"]);
  });

  it("a state at HCP Terraform, or at any other service", () => {
    expect(of({ terraform: { cloud: { organization: "hdh" } } })).toEqual(["fail terraform cloud"]);
    for (const type of ["remote", "http", "gcs", "azurerm", "pg", "consul"]) {
      expect(of({ terraform: { backend: { [type]: {} } } })).toEqual(["fail terraform backend"]);
    }
  });

  it("a plan, which does not show the backend", () => {
    const graph = graphOf([{ name: "plan", json: planOf([]) }]);
    const { counts } = evaluate({ rules: [rule], graph, inputs: INPUTS });
    expect(counts).toMatchObject({ "not-applicable": 1, pass: 0, fail: 0 });
  });

  it("another stack's state on Scaleway's object storage", () => {
    expect(remote({ backend: "s3", config: SCALEWAY })).toEqual([]);
    expect(remote({ backend: "local", config: { path: "x" } })).toEqual([]);
  });

  it("another stack's state anywhere else", () => {
    expect(remote({ backend: "s3", config: { region: "eu-west-3" } })).toEqual([
      "fail data.terraform_remote_state.r config.endpoints.s3",
    ]);
    expect(remote({ backend: "remote", config: {} })).toEqual(["fail data.terraform_remote_state.r backend"]);
    expect(remote({ config: {} })).toEqual(["fail data.terraform_remote_state.r backend"]);
  });

  it("another stack's state at a service that only the engine knows", () => {
    expect(remote({ backend: "${var.backend}" })).toEqual(["unknown data.terraform_remote_state.r backend"]);
    expect(remote({ backend: "s3", config: "${var.config}" })).toEqual([
      "unknown data.terraform_remote_state.r config.endpoints.s3",
    ]);
  });
});
