import { creation, update } from "../../core/definition";
import { flag, text } from "../../core/fields";
import { contains, equalId, isSet } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { fingerprintOf, publicKey } from "./ssh-public-key";

export interface SshKey {
  readonly id: string;
  readonly name: string;
  readonly public_key: string;
  readonly fingerprint: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly disabled: boolean;
}

const name = text({ max: 1000 });

/** IAM API v1alpha1, SSH keys. */
export const sshKeys = resource<SshKey>({
  path: "/iam/v1alpha1/ssh-keys",
  kind: "ssh_key",
  terraformType: "scaleway_iam_ssh_key",
  create: creation(
    { name: name.default(""), public_key: publicKey(), project_id: projectRef() },
    ({ public_key, ...given }, { id, now }) => ({
      id,
      ...given,
      public_key,
      fingerprint: fingerprintOf(public_key),
      created_at: now,
      updated_at: now,
      organization_id: ORGANIZATION_ID,
      disabled: false,
    }),
  ),
  update: update({ name, disabled: flag() }),
  list: {
    key: "ssh_keys",
    orderBy: { created_at: "created_at", updated_at: "updated_at", name: "name" },
    filters: {
      organization_id: equalId("organization_id"),
      name: contains("name"),
      project_id: equalId("project_id"),
      disabled: isSet("disabled"),
    },
  },
  deletion: {},
});
