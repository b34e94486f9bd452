import { hostOfModule } from "../../policies/network/module-source";

describe("hostOfModule", () => {
  it.each([
    ["./network", ""],
    ["../network", ""],
    [".", ""],
    ["..", ""],
    ["git::https://git.example.fr/vpc.git?ref=main", "git.example.fr"],
    ["https://Files.example.fr/vpc.zip", "files.example.fr"],
    ["git@Git.example.fr:team/vpc.git", "git.example.fr"],
    ["git::git@git.example.fr:team/vpc.git", "git.example.fr"],
    ["https://files.example.fr/a@b.example.com:c", "files.example.fr"],
    ["https://files.example.fr/../vpc", "files.example.fr"],
    ["GitHub.com/team/vpc", "github.com"],
    ["mirror.example.fr/team/vpc/scaleway//modules/x", "mirror.example.fr"],
    ["team/vpc/scaleway", "registry.terraform.io"],
    ["team/vpc/scaleway//modules/x", "registry.terraform.io"],
  ])("is where an address leads: %s", (source, host) => {
    expect(hostOfModule(source)).toBe(host);
  });

  it.each(["network", "network.zip", "team/vpc", "team/vpc/scaleway/x", ""])(
    "is not known of an address in none of the forms: %p",
    (source) => {
      expect(hostOfModule(source)).toBeUndefined();
    },
  );
});
