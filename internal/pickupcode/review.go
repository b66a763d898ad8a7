package pickupcode

import (
	"fmt"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
)

// A review says at plan time what would fail or surprise at apply time: an error where
// the plan cannot succeed, a warning where it may by then. Terraform merges warnings of
// one summary, so summaries name the target.

// planDestroy reviews a destroy.
func planDestroy(in planInput) diag.Diagnostics {
	var p plannedState
	p.reviewLoss(*in.prior, "Destroying", in)
	return p.diags
}

// reviewLoss says what becomes of the unused codes of a resource that goes.
func (p *plannedState) reviewLoss(prior model, doing string, in planInput) {
	if unused := len(issuance.Unused(prior.codes())); unused > 0 {
		if prior.SkipDestroy.ValueBool() {
			p.diags.AddWarning(fmt.Sprintf("%s leaves %s valid: %s", doing, counted(unused, "unused code"), prior.describe()),
				"skip_destroy is true: the codes are not cancelled and customers can still redeem them.")
		} else {
			p.diags.AddWarning(fmt.Sprintf("%s cancels %s: %s", doing, counted(unused, "unused code"), prior.describe()),
				"Codes that were handed out stop working. To keep them valid, apply skip_destroy = true first.")
		}
	}
	if prior.lossNeedsAccount(in.now) {
		p.reviewAccount(prior, in.account, "destroy the codes")
	}
}

// lossNeedsAccount reports whether a destroy has something to cancel, or to find.
func (m model) lossNeedsAccount(now time.Time) bool {
	return !m.SkipDestroy.ValueBool() && slices.ContainsFunc(m.codes(), func(c issuance.Code) bool { return !issuance.Past(c, now) }) ||
		slices.ContainsFunc(m.pending(), func(r issuance.Request) bool { return !r.PastAt(now) })
}

// reviewAccount refuses to change codes of another account. It is false then.
func (p *plannedState) reviewAccount(prior model, account, doing string) bool {
	if account == "" || prior.Account.IsNull() || prior.Account.ValueString() == account {
		return true
	}
	p.diags.Append(otherAccount(prior, account, doing))
	return false
}

// reviewShrink says which codes that may have been handed out go.
func (p *plannedState) reviewShrink(prior model, fewer int) {
	codes := prior.codes()
	_, drop := shrink(codes, len(codes)-fewer)
	cancel := issuance.Unused(drop)
	if len(cancel) == 0 {
		return
	}
	detail := "The newest unused codes are cancelled: " + firstIDs(issuance.IDs(cancel)) + ". They may have been handed out."
	if spent := len(drop) - len(cancel); spent > 0 {
		detail = fmt.Sprintf("Spent codes go first (%d). ", spent) + detail
	}
	p.diags.AddAttributeWarning(path.Root("code_count"),
		fmt.Sprintf("Lowering code_count cancels %s: %s", counted(len(cancel), "unused code"), prior.describe()), detail)
}

// planGeneration plans what the API reports of the target, and reviews whether as many
// codes can be generated there.
func (p *plannedState) planGeneration(in planInput, count types.Int64, creating bool) {
	p.reviewExpiry(in)
	if in.ask == nil || p.MachineNo.IsUnknown() || p.ProductID.IsUnknown() || p.AllProducts.IsUnknown() {
		if !creating {
			p.ProductPrice, p.Currency = types.StringUnknown(), types.StringUnknown()
		}
		return
	}
	f := in.ask(p.target())
	if creating {
		p.setNames(f)
	}
	if !p.reviewMachine(f) || !p.reviewProducts(f) {
		return
	}
	p.setPrice(f)
	if p.target().AllProducts() {
		p.reviewAllProducts(f)
		return
	}
	p.reviewPrice()
	if !count.IsUnknown() {
		existing := 0
		if !creating {
			existing = len(issuance.Unused(in.prior.codes()))
		}
		p.reviewStock(f, count.ValueInt64(), int64(existing))
	}
}

// maxYear is the last one that the vendor's times can be written in.
const maxYear = 9999

// reviewExpiry refuses to generate codes that nobody could use, or that the vendor's
// times cannot express.
func (p *plannedState) reviewExpiry(in planInput) {
	if !set(p.ExpiredAt) {
		return
	}
	at := p.ExpiredAt.Time()
	switch past := !at.After(in.now); {
	case at.In(dingshang.China).Year() > maxYear:
		p.diags.AddAttributeError(path.Root("expired_at"), "Expiry too late", fmt.Sprintf(
			"expired_at is %q, which is beyond the year %d in GMT+8. Set an earlier time, or remove the attribute for codes that never expire.", p.ExpiredAt.ValueString(), maxYear))
	case past && p.ValidFor.IsNull():
		p.diags.AddAttributeError(path.Root("expired_at"), "Expiry in the past", fmt.Sprintf(
			"expired_at is %q, which is in the past: codes created now could not be redeemed. Set a time in the future, or remove the attribute for codes that never expire.",
			p.ExpiredAt.ValueString()))
	case past:
		p.diags.AddAttributeError(path.Root("code_count"), "Expiry in the past", fmt.Sprintf(
			"The existing codes expired at %s, and added codes would share that time. Set recreate_if_expired = true or change a keeper to create a new set.",
			p.ExpiredAt.ValueString()))
	}
}

// reviewMachine is false where the machine is not known.
func (p *plannedState) reviewMachine(f facts) bool {
	no := p.MachineNo.ValueString()
	switch err := f.machineErr; {
	case f.gone && err != nil:
		p.diags.AddAttributeWarning(path.Root("machine_no"), "Machine "+no+" does not exist",
			"The refresh found that the machine does not exist. Creating codes on it will fail: correct machine_no, or remove the resource.")
		return false
	case dingshang.IsMachineGone(err), dingshang.IsMachineNotLinked(err):
		p.diags.AddAttributeError(path.Root("machine_no"), "Unknown machine "+no, apidiag.Failure("look up machine "+no, err))
		return false
	case err != nil:
		p.diags.AddError("Cannot look up machine "+no, apidiag.Failure("look up machine "+no+" for the plan", err))
		return false
	}
	if !f.machine.IsOnline {
		p.diags.AddAttributeWarning(path.Root("machine_no"), fmt.Sprintf("Machine %s (%s) is offline", f.machine.Name, no),
			"Codes can be generated only while the machine is online (or the merchant's debug mode is on). The apply fails if the machine is still offline.")
	}
	if f.codesOff {
		p.diags.AddAttributeWarning(path.Root("machine_no"), fmt.Sprintf("Pickup codes are switched off on machine %s (%s)", f.machine.Name, no),
			"The apply fails if they are still switched off. Set pickup_code_enabled = true in a dingshang_machine_config resource, or switch them on in the merchant console: machine, basic settings.")
	}
	return true
}

// reviewProducts is false where the product is not known.
func (p *plannedState) reviewProducts(f facts) bool {
	no, id := p.MachineNo.ValueString(), p.ProductID.ValueString()
	if err := f.catalogErr; err != nil {
		p.diags.AddError("Cannot look up the products of machine "+no, apidiag.Failure("list the products of machine "+no+" for the plan", err))
		return false
	}
	if _, ok := f.catalog[id]; ok || p.target().AllProducts() {
		return true
	}
	if f.gone {
		p.diags.AddAttributeWarning(path.Root("product_id"), "Product "+id+" does not exist on machine "+no,
			"The refresh found that the product does not exist. Creating codes for it will fail: correct product_id, or remove the resource.")
		return false
	}
	p.diags.AddAttributeError(path.Root("product_id"), "Unknown product "+id, fmt.Sprintf(
		"product_id is %q, and machine %s (%s) has no such product among its %s. The data source dingshang_products lists them.",
		id, f.machine.Name, no, counted(len(f.catalog), "product")))
	return false
}

// reviewAllProducts says how much is given away.
func (p *plannedState) reviewAllProducts(f facts) {
	var items int64
	for _, stock := range f.catalog {
		items += stock.Inventory
	}
	p.diags.AddAttributeWarning(path.Root("all_products"),
		fmt.Sprintf("Codes for %s, %s in stock: %s", counted(len(f.catalog), "product"), counted(int(items), "item"), p.describe()),
		"all_products is true. The server decides how many codes each product gets: one, or one for each item in stock.")
}

// reviewPrice says why there is no retail value.
func (p *plannedState) reviewPrice() {
	if price := p.ProductPrice.ValueString(); price != "" && !decimalForm.MatchString(price) {
		p.diags.AddWarning("No retail value: "+p.describe(), fmt.Sprintf(
			"The API reports the price %q, which is not a decimal number such as \"3.50\", so retail_value is null.", price))
	}
}

// reviewStock refuses more codes in one call than the product's channel holds items, and
// says when there are more codes than items.
func (p *plannedState) reviewStock(f facts, count, existing int64) {
	product := f.catalog[p.ProductID.ValueString()]
	if product.Capacity > 0 && count > product.Capacity {
		p.diags.AddAttributeError(path.Root("code_count"), "More codes than the product's capacity", fmt.Sprintf(
			"code_count asks for %d new codes, and the server generates at most %d at once for %s: the product's capacity in the machine. "+
				"Request %d or fewer; raise code_count again in a later apply, or use a second resource.",
			count, product.Capacity, product.Name, product.Capacity))
		return
	}
	if total := existing + count; total > product.Inventory {
		p.diags.AddAttributeWarning(path.Root("code_count"), fmt.Sprintf("%s for %s in stock: %s",
			counted(int(total), "unused code"), counted(int(product.Inventory), "item"), p.describe()),
			"Customers cannot redeem a code while the product is sold out. Refill the machine, or create fewer codes.")
	}
}
