package pickupcode

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/dingshang"
)

// review says at plan time what would fail or surprise at apply time: an error where
// the plan cannot succeed, a warning where it may by then.
func (p *proposal) review(s situation, creating bool) {
	var growth int64
	if s.prior != nil {
		if creating {
			p.reviewLoss(*s.prior, "Replacing")
		} else if growth = p.grows(*s.prior); growth < 0 {
			p.reviewShrink(*s.prior, -growth)
		}
	}
	if !creating && growth <= 0 {
		return
	}
	p.reviewExpiry(s)
	if s.ask == nil || p.MachineNo.IsUnknown() || p.ProductID.IsUnknown() || p.AllProducts.IsUnknown() {
		return
	}
	f := s.ask(p.place())
	known := p.reviewMachine(f, creating) && p.reviewProduct(f, creating)
	if known && !p.everyProduct() && !p.CodeCount.IsUnknown() {
		asked := growth
		if creating {
			asked = p.CodeCount.ValueInt64()
		}
		p.reviewCapacity(f, asked)
	}
}

// reviewLoss says what becomes of the unused codes of a resource that goes.
func (p *proposal) reviewLoss(prior model, doing string) {
	unusedCodes := len(unused(codesFromList(prior.Codes)))
	if unusedCodes == 0 {
		return
	}
	if prior.SkipDestroy.ValueBool() {
		p.diags.AddWarning(
			fmt.Sprintf("%s leaves %s alive %s", doing, counted(unusedCodes, "unused code"), prior.title()),
			"skip_destroy is true, so the codes are not cancelled: customers can still redeem them, and Terraform no longer knows them.")
		return
	}
	detail := "Codes that were handed out and are not redeemed yet stop working. Set skip_destroy = true and apply that first if they are to live on."
	if made := p.CodeCount.ValueInt64(); made > 0 {
		detail = fmt.Sprintf("%s made in their place. ", are(int(made), "new code")) + detail
	}
	p.diags.AddWarning(fmt.Sprintf("%s cancels %s %s", doing, counted(unusedCodes, "unused code"), prior.title()), detail)
}

// reviewShrink says how many codes that may have been handed out go.
func (p *proposal) reviewShrink(prior model, fewer int64) {
	codes := codesFromList(prior.Codes)
	live := int64(len(unused(codes)))
	spent := int64(len(codes)) - live
	if cancels := fewer - spent; cancels > 0 {
		var dropped string
		if spent > 0 {
			dropped = fmt.Sprintf("Of the %d codes, %s spent and dropped first. ", len(codes), are(int(spent), "code"))
		}
		p.diags.AddAttributeWarning(path.Root("code_count"),
			fmt.Sprintf("Lowering code_count cancels %s %s", counted(int(cancels), "unused code"), prior.title()),
			dropped+"The newest unused codes are cancelled; they may have been handed out.")
	}
}

// reviewExpiry refuses to make codes that nobody could use.
func (p *proposal) reviewExpiry(s situation) {
	if p.ExpiredAt.IsNull() || p.ExpiredAt.IsUnknown() || !past(p.ExpiredAt.Time(), s.now) {
		return
	}
	if p.ValidFor.IsNull() {
		p.diags.AddAttributeError(path.Root("expired_at"), "Expiry in the past", fmt.Sprintf(
			"expired_at is %q, which is past: codes made now could not be redeemed. Set a time in the future, or remove the attribute for codes that never expire.",
			p.ExpiredAt.ValueString()))
		return
	}
	p.diags.AddAttributeError(path.Root("code_count"), "Expiry in the past", fmt.Sprintf(
		"The codes there are expired at %s, and codes added to them would share that time. Set recreate_if_expired = true, or change a keeper, to make a new set.",
		p.ExpiredAt.ValueString()))
}

// reviewMachine plans the machine's name. It is false where the machine is not known.
func (p *proposal) reviewMachine(f facts, creating bool) bool {
	no := p.MachineNo.ValueString()
	switch err := f.machineErr; {
	case f.gone && err != nil:
		p.diags.AddAttributeWarning(path.Root("machine_no"), "Machine "+no+" does not exist",
			"The refresh of this run found that the server does not know the machine, and took its codes out of the state. Creating codes on it again will fail. "+
				"Correct machine_no, or remove the resource.")
		return false
	case dingshang.IsMachineGone(err), dingshang.IsMachineNotLinked(err):
		p.diags.AddAttributeError(path.Root("machine_no"), "Unknown machine "+no, apidiag.Failure("look up machine "+no, err))
		return false
	case err != nil:
		p.notLookedUp(creating, err, "Cannot look up machine "+no, "look up machine "+no+" for the plan")
		return false
	}
	if creating {
		p.MachineName = types.StringValue(f.machine.Name)
	}
	if !f.machine.IsOnline {
		p.diags.AddAttributeWarning(path.Root("machine_no"), fmt.Sprintf("Machine %s (%s) is offline", f.machine.Name, no),
			"Codes can be made only while the machine is online (or the merchant's debug mode is on). The apply fails if it is still offline then.")
	}
	return true
}

// notLookedUp is an error where the plan needs a name. A growth has its names, and the
// machine may be back by the apply.
func (p *proposal) notLookedUp(creating bool, err error, summary, tried string) {
	if !creating && dingshang.IsKind(err, dingshang.KindOffline, dingshang.KindTransient) {
		p.diags.AddWarning(summary, apidiag.Failure(tried, err))
		return
	}
	p.diags.AddError(summary, apidiag.Failure(tried, err))
}

// reviewProduct plans the product's name. It is false where the product is not known.
func (p *proposal) reviewProduct(f facts, creating bool) bool {
	no, id := p.MachineNo.ValueString(), p.ProductID.ValueString()
	if p.everyProduct() {
		return true
	}
	if err := f.catalogErr; err != nil {
		p.notLookedUp(creating, err, "Cannot look up product "+id+" on machine "+no, "list the products of machine "+no+" for the plan")
		return false
	}
	product, ok := f.catalog[id]
	if !ok && f.gone {
		p.diags.AddAttributeWarning(path.Root("product_id"), "Product "+id+" does not exist on machine "+no,
			"The refresh of this run found that the server does not know the product. Creating codes of it again will fail. Correct product_id, or remove the resource.")
		return false
	}
	if !ok {
		p.diags.AddAttributeError(path.Root("product_id"), "Unknown product "+id, fmt.Sprintf(
			"product_id is %q, and machine %s (%s) has no such product among its %d products. The data source dingshang_products lists them.",
			id, f.machine.Name, no, len(f.catalog)))
		return false
	}
	if creating {
		p.ProductName = types.StringValue(product.Name)
	}
	return true
}

// reviewCapacity refuses more codes in one call than the product's channel holds items.
func (p *proposal) reviewCapacity(f facts, asked int64) {
	product := f.catalog[p.ProductID.ValueString()]
	if product.Capacity == 0 || asked <= product.Capacity {
		return
	}
	p.diags.AddAttributeError(path.Root("code_count"), "More codes than the product's capacity", fmt.Sprintf(
		"code_count asks for %d new codes, and the server makes at most %d at once for %s: the product's capacity in the machine. "+
			"Ask for %d or fewer; raise code_count further in a later apply, or use a second resource.",
		asked, product.Capacity, product.Name, product.Capacity))
}

// are writes "1 code is", "2 codes are".
func are(n int, what string) string {
	if n == 1 {
		return counted(n, what) + " is"
	}
	return counted(n, what) + " are"
}

// counted writes "1 code", "2 codes".
func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
