package pickupcode

import (
	"context"
	"sync"

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
	codesOff   bool // the console was read, and says that pickup codes are switched off
}

// lookUp reads the facts. Resources that are planned together share the calls.
func (r *Resource) lookUp(ctx context.Context, target issuance.Target) facts {
	f := facts{gone: r.engine.GoneAt(target)}
	var group sync.WaitGroup
	group.Go(func() { f.machine, f.machineErr = r.data.Client.Machine(ctx, target.MachineNo) })
	group.Go(func() { f.catalog, f.catalogErr = r.data.Client.Catalog(ctx, target.MachineNo) })
	group.Wait()
	f.codesOff = r.codesOff(target.MachineNo)
	if name, ok := r.data.Names.Planned(target.MachineNo); ok {
		f.machine.Name = name
	}
	return f
}

// codesOff reports whether a console read of this run shows that pickup codes are switched
// off. The API itself reports it only when it refuses to generate.
func (r *Resource) codesOff(machineNo string) bool {
	if r.data.Console == nil {
		return false
	}
	machine, known := r.data.Console.KnownMachine(machineNo)
	return known && machine.Config != nil && !machine.Config.PickupCodeEnabled
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
