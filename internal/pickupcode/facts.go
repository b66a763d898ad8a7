package pickupcode

import (
	"context"
	"sync"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// facts is what the API reports of a target.
type facts struct {
	machine    dingshang.Machine
	machineErr error
	catalog    dingshang.Catalog
	catalogErr error
	gone       bool // this run's refresh found the machine missing, or the product
	codesOff   bool // the console says that pickup codes are switched off
}

// lookUp asks for the facts. Resources that are planned together share the calls.
func (r *Resource) lookUp(ctx context.Context, target issuance.Target) facts {
	f := facts{gone: r.engine.GoneAt(target)}
	var group sync.WaitGroup
	group.Go(func() { f.machine, f.machineErr = r.data.Client.Machine(ctx, target.MachineNo) })
	group.Go(func() { f.catalog, f.catalogErr = r.data.Client.Catalog(ctx, target.MachineNo) })
	group.Go(func() { f.codesOff = r.codesOff(ctx, target.MachineNo) })
	group.Wait()
	if name, ok := r.data.Names.Planned(target.MachineNo); ok {
		f.machine.Name = name
	}
	return f
}

// consolePatience bounds how long a plan waits for an answer that it can do without.
const consolePatience = 5 * time.Second

// codesOff asks the console, since the API reports the switch only when it refuses to
// generate. A console that is not configured, or fails, is no matter of pickup codes.
func (r *Resource) codesOff(ctx context.Context, machineNo string) bool {
	if r.data.Console == nil {
		return false
	}
	ctx, cancel := context.WithTimeout(ctx, consolePatience)
	defer cancel()
	machine, err := r.data.Console.Machine(ctx, machineNo)
	return err == nil && machine.Config != nil && !machine.Config.PickupCodeEnabled
}

// setNames records the names that the API reports; one that it does not know stays as it is.
func (m *model) setNames(f facts) {
	if f.machineErr == nil {
		m.MachineName = customtypes.Text(f.machine.Name)
	}
	if m.target().AllProducts() {
		m.ProductName = types.StringNull()
	} else if stock, ok := f.catalog[m.ProductID.ValueString()]; ok {
		m.ProductName = customtypes.Text(stock.Name)
	}
	m.setName()
}

// setPrice records the price that the API reports, and its currency.
func (m *model) setPrice(f facts) {
	m.ProductPrice, m.Currency = types.StringNull(), types.StringNull()
	stock := f.catalog[m.ProductID.ValueString()]
	if m.target().AllProducts() || stock.Price == "" {
		return
	}
	m.ProductPrice = types.StringValue(stock.Price)
	if f.machine.Currency != nil {
		m.Currency = customtypes.Text(f.machine.Currency.Code)
	}
}
