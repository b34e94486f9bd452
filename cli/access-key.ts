/** The access key as object storage takes it for a project that is not the key's own default: `<key>@<project>`. */
export function ofProject(accessKey: string, project: string): string {
  return `${accessKey.split("@")[0]}@${project}`;
}
