/** A server of its own process, to be killed: `node --import tsx object-storage-server.ts <directory>` prints its URL. */
import { Fixture } from "./object-storage-fixture";

void Fixture.start({}, process.argv[2]).then(({ url }) => console.log(url));
