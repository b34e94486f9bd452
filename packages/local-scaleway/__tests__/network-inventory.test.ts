import { deleteLiveObject } from "../src";
import { withServer } from "./helpers/server";

const GATEWAY = "/vpc-gw/v2/zones/fr-par-1";
const VPC = "/vpc/v2/regions/fr-par";
const host = withServer();

it("leaves nothing when every live object is deleted in the order of the inventory", async () => {
  const { client, server } = host;
  const vpc = await client.create(`${VPC}/vpcs`);
  const network = await client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.64.0.0/22"] });
  const target = await client.create(`${VPC}/vpcs`);
  const gateway = await client.create(`${GATEWAY}/gateways`, { name: "egress", type: "VPC-GW-S" });
  const place = { gateway_id: gateway.id, private_network_id: network.id };
  await client.create(`${GATEWAY}/gateway-networks`, { ...place, push_default_route: true });
  await client.create("/ipam/v1/regions/fr-par/ips", { source: { private_network_id: network.id } });
  const ends = { vpc_id: vpc.id, target_vpc_id: target.id };
  const { id: nexthop_vpc_connector_id } = await client.create(`${VPC}/vpc-connectors`, ends);
  const route = { vpc_id: vpc.id, destination: "10.9.0.0/24", nexthop_vpc_connector_id };
  await client.create(`${VPC}/routes`, route);
  await client.create(`${VPC}/ingress-rules`, {
    vpc_id: vpc.id,
    source: "10.9.0.0/24",
    nexthop_resource_ip: "10.64.0.9",
    nexthop_private_network_id: network.id,
  });
  const pat = { public_port: 1, private_ip: "10.64.0.9", private_port: 1, protocol: "tcp" };
  await client.create(`${GATEWAY}/pat-rules`, { gateway_id: gateway.id, ...pat });

  // What only appears once something else is gone, such as a gateway's own address, takes another round.
  for (let round = 0; round < 2; round++) {
    for (const object of (await client.status()).objects.filter(({ seed }) => !seed)) {
      expect({ object, outcome: await deleteLiveObject(server, object) }).toEqual({ object, outcome: "deleted" });
    }
  }
  expect((await client.status()).objects.filter(({ seed }) => !seed)).toEqual([]);
});
