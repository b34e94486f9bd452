/** The local Scaleway's own identity. Published and worthless on purpose: nothing outside this machine knows it. */
export interface Credentials {
  readonly accessKey: string;
  readonly secretKey: string;
  readonly organizationId: string;
  /** The default project: its id is the organisation's, as on the real Scaleway. */
  readonly projectId: string;
}

export const CREDENTIALS: Credentials = {
  accessKey: "SCWEMULATORXXXXXXXXX",
  secretKey: "11111111-1111-1111-1111-111111111111",
  organizationId: "11111111-1111-1111-1111-111111111111",
  projectId: "11111111-1111-1111-1111-111111111111",
};
