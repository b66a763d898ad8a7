package bench

import (
	"encoding/json"
	"fmt"
	"maps"
	"testing"

	"terraform-provider-dingshang/internal/acctest"
)

// The time that the CLI takes to apply grows faster than the number of resources, and
// thousands would take it most of the time of a benchmark. A large fleet is therefore
// made by applying one resource, and writing a state with as many like it as needed.

// attributes is a resource in a state file.
type attributes map[string]any

// multiply applies config of one resource and n of its kind, and returns a directory
// with config of n and a state that holds them, each changed by change.
func (b *toolbox) multiply(t *testing.T, one, many string, n int, change func(i int, a attributes)) *acctest.Directory {
	t.Helper()
	single := b.directory(t, one)
	single.Do(applying...)
	var state map[string]any
	if err := json.Unmarshal([]byte(single.Read("terraform.tfstate")), &state); err != nil {
		t.Fatal(err)
	}
	resource := state["resources"].([]any)[0].(map[string]any)
	first := resource["instances"].([]any)[0].(map[string]any)
	instances := make([]any, n)
	for i := range instances {
		instance := maps.Clone(first)
		changed := attributes(maps.Clone(first["attributes"].(map[string]any)))
		change(i, changed)
		instance["index_key"], instance["attributes"] = i, changed
		// The identity, which newer CLIs keep, follows from the attributes at the next refresh.
		delete(instance, "identity")
		instances[i] = instance
	}
	resource["instances"] = instances
	raw, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	d := b.directory(t, many)
	d.Write("terraform.tfstate", string(raw))
	return d
}

// ourMany is n resources, five a machine, whose codes the vendor has.
func (b *toolbox) ourMany(t *testing.T, v vendor, n, perMachine, codes int) *acctest.Directory {
	t.Helper()
	one, many := ourConfig(v, 1, perMachine, codes), ourConfig(v, n, perMachine, codes)
	return b.multiply(t, one, many, n, func(i int, a attributes) {
		machine, product := machineNo(i/perMachine), productID(i)
		a["machine_no"], a["product_id"] = machine, product
		a["machine_name"], a["name"] = fmt.Sprintf("bench %d", i/perMachine), fmt.Sprintf("可乐 @ bench %d", i/perMachine)
		list, ids := make([]any, codes), make([]any, codes)
		for j, c := range v.Generate(machine, product, codes, 6, "2099-12-31 23:59:58") {
			code := maps.Clone(a["codes"].([]any)[0].(map[string]any))
			code["id"], code["product_id"], code["code"], code["created_at"] = c.ID, product, c.Code, c.CreatedAt
			code["expired_at"] = "2099-12-31T23:59:58+08:00"
			list[j], ids[j] = code, c.ID
			if j == 0 {
				a["id"] = machine + "/" + product + "/first-" + c.ID
			}
		}
		a["codes"], a["code_ids"] = list, ids
	})
}
