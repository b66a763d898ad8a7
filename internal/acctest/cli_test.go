package acctest

import "testing"

func TestCLIHas(t *testing.T) {
	for output, want := range map[string]map[Feature]bool{
		"Terraform v1.8.5\non linux_amd64\n": {EphemeralResources: false, WriteOnlyAttributes: false, Actions: false},
		"Terraform v1.11.4":                  {EphemeralResources: true, WriteOnlyAttributes: true, ImportByIdentity: false},
		"Terraform v1.15.9":                  {ImportByIdentity: true, Actions: true, ListResources: true, DestroyFalse: false},
		"Terraform v1.16.0-rc1":              {DestroyFalse: true},
		"OpenTofu v1.10.7\non linux_amd64\n": {EphemeralResources: false},
		"OpenTofu v1.12.6":                   {EphemeralResources: true, ImportByIdentity: true, Actions: false, DestroyFalse: true},
		"OpenTofu v1.14.0":                   {Actions: false, ListResources: false},
	} {
		cli, err := parseVersion("cli", output)
		if err != nil {
			t.Fatal(err)
		}
		for feature, has := range want {
			if cli.Has(feature) != has {
				t.Errorf("%q has %s: %t, want %t", output, feature.name, !has, has)
			}
		}
	}
	for _, output := range []string{"", "Terraform", "Pulumi v3.1.0", "Terraform vNext"} {
		if cli, err := parseVersion("cli", output); err == nil {
			t.Errorf("%q was read as %+v", output, cli)
		}
	}
}
