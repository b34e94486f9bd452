import { TerraformOutput } from "cdktf";
import { MetadataCatalogue, type MetadataCatalogueProps } from "../../../constructs/storage/metadata-catalogue";
import { render, type TestStack, vpcIn } from "../../helpers/render";

function catalogue(stack: TestStack, props: Partial<MetadataCatalogueProps> = {}): MetadataCatalogue {
  return new MetadataCatalogue(stack, "metadata", {
    purpose: "catalogue",
    vpc: vpcIn(stack),
    network: "services",
    callers: ["nodes"],
    ...props,
  });
}

describe("MetadataCatalogue", () => {
  it("is PostgreSQL on two nodes, encrypted at rest", () => {
    expect(render((stack) => void catalogue(stack)).one("rdb_instance")).toMatchObject({
      name: "hdh-production-catalogue",
      project_id: expect.stringContaining("scaleway_account_project.shared_"),
      region: "fr-par",
      engine: "PostgreSQL-17",
      node_type: "DB-POP2-2C-8G",
      is_ha_cluster: true,
      volume_type: "sbs_5k",
      volume_size_in_gb: 20,
      encryption_at_rest: true,
      tags: expect.arrayContaining(["hdh-class=C3", "hdh-project=shared", "hdh-zone=platform"]),
      lifecycle: { prevent_destroy: true },
    });
  });

  it("has one address, given by the private network, and never a public endpoint", () => {
    const instance = render((stack) => void catalogue(stack)).one("rdb_instance");

    expect(instance.private_network).toEqual({
      pn_id: expect.stringContaining("scaleway_vpc_private_network.vpc_network-services_"),
      enable_ipam: true,
    });
    expect(instance).not.toHaveProperty("load_balancer");
  });

  it("is backed up every day, for 30 days, within its region, which provider 2.81.0 would leave unless told", () => {
    expect(render((stack) => void catalogue(stack)).one("rdb_instance")).toMatchObject({
      disable_backup: false,
      backup_same_region: true,
      backup_schedule_frequency: 24,
      backup_schedule_retention: 30,
      logs_policy: { max_age_retention: 365 },
    });
  });

  it("lists the networks whose programs call it, in place of the API's 0.0.0.0/0", () => {
    expect(render((stack) => void catalogue(stack, { callers: ["nodes", "services"] })).one("rdb_acl")).toMatchObject({
      instance_id: expect.stringContaining("scaleway_rdb_instance.metadata_instance_"),
      region: "fr-par",
      acl_rules: [
        { ip: "10.64.0.0/22", description: "Programs in nodes" },
        { ip: "10.64.4.0/22", description: "Programs in services" },
      ],
    });
  });

  it("lets its program read and write one database, and nothing more", () => {
    const template = render((stack) => void catalogue(stack));

    expect(template.one("rdb_database")).toMatchObject({ name: "catalogue", lifecycle: { prevent_destroy: true } });
    expect(template.one("rdb_user")).toMatchObject({ name: "catalogue_program", is_admin: false });
    expect(template.one("rdb_privilege")).toMatchObject({
      database_name: expect.stringMatching(/^\$\{scaleway_rdb_database\.metadata_database_\w+\.name\}$/),
      user_name: expect.stringMatching(/^\$\{scaleway_rdb_user\.metadata_program_\w+\.name\}$/),
      permission: "readwrite",
    });
    for (const type of ["rdb_database", "rdb_user", "rdb_privilege"]) {
      expect(template.one(type)).toMatchObject({
        instance_id: expect.stringContaining("scaleway_rdb_instance.metadata_instance_"),
        region: "fr-par",
      });
    }
  });

  it("has passwords that the engine makes up, that neither code nor state holds, and that stay sensitive while unread", () => {
    const template = render((stack) => void catalogue(stack));
    const users = { owner: template.one("rdb_instance"), program: template.one("rdb_user") };

    expect(template.one("rdb_instance").user_name).toBe("catalogue_owner");
    for (const [user, block] of Object.entries(users)) {
      expect(template.at(`metadata/password-${user}/secret`)).toMatchObject({
        name: `hdh-production-catalogue-${user}`,
        description: `Password of the ${user} of the database catalogue.`,
        tags: expect.arrayContaining(["hdh-class=C3"]),
      });
      expect(template.at(`metadata/password-${user}/version`)).toMatchObject({
        data_wo: '${format("%s-aA1!", uuid())}',
        data_wo_version: 1,
      });
      expect(block).toMatchObject({
        password_wo: expect.stringMatching(
          new RegExp(
            `^\\$\\{sensitive\\(base64decode\\(ephemeral\\.scaleway_secret_version\\.metadata_password-${user}_version_\\w+\\.data\\)\\)\\}$`,
          ),
        ),
        password_wo_version: 1,
      });
      expect(block).not.toHaveProperty("password");
    }
    expect(template.json).not.toHaveProperty("variable");
  });

  it("can be taken down where the environment has switched protection off", () => {
    const template = render((stack) => void catalogue(stack), "sandbox");

    for (const type of ["rdb_instance", "rdb_database"]) expect(template.one(type)).not.toHaveProperty("lifecycle");
  });

  it("takes the size that is asked for", () => {
    const props = { nodeType: "DB-PRO2-M", volumeSizeGb: 10_000, backupDays: 365 };

    expect(render((stack) => void catalogue(stack, props)).one("rdb_instance")).toMatchObject({
      node_type: "DB-PRO2-M",
      volume_size_in_gb: 10_000,
      backup_schedule_retention: 365,
    });
  });

  it("hands on the id of the instance", () => {
    const { output } = render((stack) => {
      new TerraformOutput(stack, "instance", { value: catalogue(stack).instanceId });
    }).json;

    expect(output).toMatchObject({
      instance: { value: expect.stringMatching(/^\$\{scaleway_rdb_instance\.metadata_instance_\w+\.id\}$/) },
    });
  });

  it.each<[string, Partial<MetadataCatalogueProps>, string]>([
    [
      "a bad purpose",
      { purpose: "Catalogue" },
      'purpose: lower case, digits and hyphens, 3–12 characters, starting with a letter; got "Catalogue"',
    ],
    [
      "a purpose that is too long for the names of its passwords",
      { purpose: "data-catalogue" },
      'purpose: lower case, digits and hyphens, 3–12 characters, starting with a letter; got "data-catalogue"',
    ],
    ["no callers", { callers: [] }, "callers: at least one network; a catalogue that nobody calls has no use"],
    [
      "the type of an instance",
      { nodeType: "POP2-2C-8G" },
      'nodeType: a database type such as DB-POP2-2C-8G; got "POP2-2C-8G"',
    ],
    ["half a type", { nodeType: "DB-POP2" }, 'nodeType: a database type such as DB-POP2-2C-8G; got "DB-POP2"'],
    ["a volume of 5 GB", { volumeSizeGb: 5 }, "volumeSizeGb: a multiple of 5 from 10 to 10,000; got 5"],
    ["a volume of 22 GB", { volumeSizeGb: 22 }, "volumeSizeGb: a multiple of 5 from 10 to 10,000; got 22"],
    ["a volume of 10,005 GB", { volumeSizeGb: 10_005 }, "volumeSizeGb: a multiple of 5 from 10 to 10,000; got 10005"],
    ["backups for 29 days", { backupDays: 29 }, "backupDays: whole days from 30 to 365; got 29"],
    ["backups for 366 days", { backupDays: 366 }, "backupDays: whole days from 30 to 365; got 366"],
    ["backups for 30 days and a half", { backupDays: 30.5 }, "backupDays: whole days from 30 to 365; got 30.5"],
  ])("refuses %s", (_, props, reason) => {
    expect(() => render((stack) => void catalogue(stack, props))).toThrow(new Error(`test/metadata\n  ${reason}`));
  });

  it.each<[string, Partial<MetadataCatalogueProps>]>([
    ["to stand in", { network: "gpu" }],
    ["to be called from", { callers: ["gpu"] }],
  ])("refuses a network %s that the VPC has not", (_, props) => {
    expect(() => render((stack) => void catalogue(stack, props))).toThrow(
      new Error('test/vpc: has no network "gpu"; it has nodes, services'),
    );
  });
});
