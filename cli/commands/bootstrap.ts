import { Command } from "commander";
import { environmentNamed } from "../../config/environments";
import { bootstrap } from "../bootstrap";

export function bootstrapCommand(): Command {
  return new Command("bootstrap")
    .description("make the bucket that keeps an environment's Terraform states; can be repeated")
    .addHelpText(
      "after",
      `
The bucket cannot keep the state of its own making before it exists. So the stack "bootstrap" is applied with a state in a
local file first, which then moves into the bucket; from then on it is a stack like the others. An interrupted bootstrap
goes on when it is run again, and a finished one is only brought up to date.

The environment is the one that HDH_ENVIRONMENT names. Credentials and addresses are the caller's, so for the local
Scaleway run it as
  HDH_ENVIRONMENT=production npx hdh local exec -- npx hdh bootstrap
and on Scaleway with SCW_ACCESS_KEY, SCW_SECRET_KEY and SCW_DEFAULT_ORGANIZATION_ID of an owner of the organisation.`,
    )
    .action(() => bootstrap(environmentNamed(process.env.HDH_ENVIRONMENT ?? "sandbox")));
}
