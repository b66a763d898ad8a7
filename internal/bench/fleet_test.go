package bench

import (
	"fmt"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// limit is the parallelism of Terraform and of the provider, both by default.
const limit = 10

// firstMachine and firstProduct are where the invented numbers start.
const (
	firstMachine = 20_000_000
	firstProduct = 1_000_000
)

func machineNo(i int) string { return fmt.Sprint(firstMachine + i) }

func productID(i int) string { return fmt.Sprint(firstProduct + i) }

// expiry lets requests carry a mark. Those for codes that never expire are told by
// counting, which takes one look more.
const expiry = "2099-12-31T23:59:59+08:00"

// machinesPerPage is what the vendor's console gives.
const machinesPerPage = 10

// fleet is machines with some products each. Products are numbered through, so that
// resource i belongs to product i and to machine i divided by perMachine.
func fleet(machines, perMachine int) emulator.Fleet {
	var f emulator.Fleet
	for i := range machines {
		m := emulator.Machine{
			MachineNo: machineNo(i), Name: fmt.Sprintf("bench %d", i), Online: true, InOperation: true,
			Model: &emulator.Model{ID: 1, CabinetNames: []string{"A"}}, MachineType: 1, Config: &emulator.MachineConfig{},
		}
		for j := range perMachine {
			m.Products = append(m.Products, emulator.Product{
				ID: productID(i*perMachine + j), Name: "可乐", Price: "3.50", OriginalPrice: "4.00",
				Description:      "330 ml, chilled",
				Thumb:            "https://img.example.com/goods/330ml/thumb.jpg",
				Channel:          emulator.Channel{Name: fmt.Sprintf("A%d", j), CabinetName: "A", Code: fmt.Sprint(j), X: j / 10, Y: j % 10, Addr: 1},
				CurrentInventory: 10, Inventory: 10_000,
			})
		}
		f.Machines = append(f.Machines, m)
	}
	return f
}

// vendor is an emulated vendor, and how a provider reaches it.
type vendor struct {
	*emulator.Server
	*acctest.Fixture
}

func startVendor(t *testing.T, f emulator.Fleet, latency time.Duration) vendor {
	t.Helper()
	fixture := acctest.Start(t, func(c *emulator.Config) {
		c.Fleet, c.Latency, c.Console.MaxPerPage = f, latency, machinesPerPage
	})
	return vendor{fixture.Emulator, fixture}
}

// config is what every configuration for the vendor begins with; all that can be left at its default is.
func (v vendor) config() string {
	return acctest.Requirements("dingshang/dingshang") + v.ProviderConfig("settle_time = null")
}

// total is the number of calls of every kind.
func (v vendor) total() int {
	sum := 0
	for _, n := range v.Count() {
		sum += n
	}
	return sum
}

// ideal is how long requests take if the limit is used all the time.
func ideal(requests int, latency time.Duration) time.Duration {
	return time.Duration(requests) * latency / limit
}
