package campaign

import (
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
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
	machine, product    string // no product: all products
	count, length       int
	expiredAt, validFor string
	// tag is the block's quantity. The server ignores it, and it is in every generating
	// call, so that the audit knows which resource made the call.
	tag         int
	keeper      string
	skipDestroy bool
	noNumbers   bool // store_codes = false
	createFirst bool // create_before_destroy
}

func (c config) replacement() action {
	if c.createFirst {
		return createThenDelete
	}
	return deleteThenCreate
}

// marked reports whether the codes expire.
func (c config) expires() bool { return c.expiredAt != "" || c.validFor != "" }

func (c config) value() tftypes.Value {
	attributes := map[string]any{"machine_no": c.machine, "code_length": c.length, "quantity": c.tag}
	for name, value := range map[string]string{"product_id": c.product, "expired_at": c.expiredAt, "valid_for": c.validFor} {
		if value != "" {
			attributes[name] = value
		}
	}
	if c.product == "" {
		attributes["all_products"] = true
	} else {
		attributes["code_count"] = c.count
	}
	if c.skipDestroy {
		attributes["skip_destroy"] = true
	}
	if c.noNumbers {
		attributes["store_codes"] = false
	}
	if c.keeper != "" {
		attributes["keepers"] = map[string]string{"event": c.keeper}
	}
	return core.Value(pickupCodes().Type, attributes)
}

const nextYear = "2027-06-30T23:59:59+08:00"

// drawConfigs invents the configuration of one workspace. Most resources are of one kind
// and in one place, where they are hardest to tell apart.
func drawConfigs(r *rand.Rand, base config, firstTag int) []config {
	configs := make([]config, 1+r.IntN(3))
	for i := range configs {
		c := base
		c.name = string(rune('a' + i))
		c.tag = firstTag + i
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
		c.noNumbers = r.IntN(8) == 0
		configs[i] = c
	}
	return configs
}

// drawBase is what the resources of a round have in common.
func drawBase(r *rand.Rand) config {
	base := config{length: []int{6, 8}[r.IntN(2)]}
	switch n := r.IntN(20); {
	case n < 12:
		base.expiredAt = nextYear
	case n < 15: // before the round ends, perhaps
		base.expiredAt = time.Now().Add(time.Duration(60+r.IntN(7200)) * time.Second).UTC().Truncate(time.Second).Format(time.RFC3339)
	}
	return base
}

// edit is what the author of the configuration changes before the next run.
func edit(r *rand.Rand, configs []config) {
	c := &configs[r.IntN(len(configs))]
	switch n := r.IntN(20); {
	case n < 12:
		c.count = 1 + r.IntN(8)
	case n < 14:
		c.keeper = fmt.Sprint("event ", r.IntN(100))
	case n < 15:
		c.skipDestroy = !c.skipDestroy
	case n < 16:
		c.createFirst = !c.createFirst
	case n < 17:
		c.length = 6 + r.IntN(3)
	case n < 18:
		c.noNumbers = !c.noNumbers
	}
}
