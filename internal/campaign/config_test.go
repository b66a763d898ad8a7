package campaign

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/emulator"
)

// The fleet of a round: one machine with two products in stock and one that is sold
// out, and another machine with one product.
const (
	machineA = "16327138"
	machineB = "16327139"
	cola     = "1323442"
	water    = "1323443"
	tea      = "1323444" // sold out
	crisps   = "1323451" // on machineB
)

func fleet() emulator.Fleet {
	product := func(id, name string, stock int) emulator.Product {
		return emulator.Product{
			ID: id, Name: name, Price: "3.50", CurrentInventory: stock, Inventory: 30,
			Channel: emulator.Channel{Name: "A1", CabinetName: "A", Addr: 1},
		}
	}
	return emulator.Fleet{Machines: []emulator.Machine{
		{
			MachineNo: machineA, Name: "one", Online: true, InOperation: true,
			Products: []emulator.Product{product(cola, "cola", 8), product(water, "water", 5), product(tea, "tea", 0)},
		},
		{MachineNo: machineB, Name: "two", Online: true, InOperation: true, Products: []emulator.Product{product(crisps, "crisps", 6)}},
	}}
}

// config is one resource block.
type config struct {
	name                string
	machine, product    string // no product: every product
	count, length       int
	expiredAt, validFor string
	// mark is the block's quantity. The server ignores it, and it is in every generating
	// call, so that the audit knows which resource made the call.
	mark        int
	keeper      string
	skipDestroy bool
	createFirst bool // create_before_destroy
}

func (c config) replacement() action {
	if c.createFirst {
		return createThenDelete
	}
	return deleteThenCreate
}

func (c config) value() tftypes.Value {
	kind := readSchemas().resource
	attributes := nullAttributes(kind)
	set := func(name, value string) {
		if value != "" {
			attributes[name] = tftypes.NewValue(tftypes.String, value)
		}
	}
	set("machine_no", c.machine)
	set("product_id", c.product)
	set("expired_at", c.expiredAt)
	set("valid_for", c.validFor)
	if c.product == "" {
		attributes["all_products"] = tftypes.NewValue(tftypes.Bool, true)
	} else {
		attributes["code_count"] = tftypes.NewValue(tftypes.Number, c.count)
	}
	attributes["code_length"] = tftypes.NewValue(tftypes.Number, c.length)
	attributes["quantity"] = tftypes.NewValue(tftypes.Number, c.mark)
	if c.skipDestroy {
		attributes["skip_destroy"] = tftypes.NewValue(tftypes.Bool, true)
	}
	if c.keeper != "" {
		attributes["keepers"] = tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{
			"event": tftypes.NewValue(tftypes.String, c.keeper),
		})
	}
	return tftypes.NewValue(kind, attributes)
}

var nextYear = fmt.Sprintf("%d-06-30T23:59:59+08:00", time.Now().Year()+1)

// drawConfigs invents the configuration of a round. Most resources are of one kind and
// in one place, where they are hardest to tell apart.
func drawConfigs(r *rand.Rand) []config {
	lengths := []int{6, 8}
	base := config{length: lengths[r.IntN(2)]}
	if r.IntN(2) == 0 {
		base.expiredAt = nextYear
	}
	configs := make([]config, 1+r.IntN(3))
	for i := range configs {
		c := base
		c.name = string(rune('a' + i))
		c.mark = i + 2
		c.count = 1 + r.IntN(8)
		switch n := r.IntN(20); {
		case n < 11:
			c.machine, c.product = machineA, cola
		case n < 14:
			c.machine, c.product = machineA, water
		case n < 15:
			c.machine, c.product = machineA, tea
		case n < 18:
			c.machine, c.product = machineA, ""
		default:
			c.machine, c.product = machineB, crisps
		}
		switch n := r.IntN(20); {
		case n < 3:
			c.length = 7
		case n < 5:
			c.expiredAt, c.validFor = "", "720h"
		}
		c.createFirst = r.IntN(4) == 0
		c.skipDestroy = r.IntN(8) == 0
		configs[i] = c
	}
	return configs
}

// edit is what the author of the configuration changes before the next run.
func edit(r *rand.Rand, configs []config) {
	c := &configs[r.IntN(len(configs))]
	switch n := r.IntN(20); {
	case n < 9:
		c.count = 1 + r.IntN(8)
	case n < 13:
		c.keeper = fmt.Sprint("event ", r.IntN(100))
	case n < 14:
		c.skipDestroy = !c.skipDestroy
	case n < 15:
		c.createFirst = !c.createFirst
	case n < 16:
		c.length = 6 + r.IntN(3)
	}
}
