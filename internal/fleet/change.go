package fleet

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"terraform-provider-dingshang/internal/apidiag"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/interrupt"
)

const (
	// readBackGrace is how long a change is still looked at after an interrupt.
	readBackGrace = 5 * time.Second

	firstReadBackDelay = 200 * time.Millisecond
	longReadBackDelay  = 5 * time.Second
)

// change updates the machine to match the configuration: it sends what differs and reads
// the machine back. It returns the values then, and whether they are known.
func (r *Resource) change(ctx context.Context, schema schemaType, plan, config Values, diags *diag.Diagnostics) (Values, bool) {
	machineNo, wanted := machineNoOf(plan), managed(config)
	r.data.Claims.Release(r.describe(machineNo))
	m, ok := Find(ctx, r.data, machineNo, diags)
	if !ok {
		return nil, false
	}
	before, ok := r.values(ctx, schema, m, diags)
	if !ok {
		return nil, false
	}
	changes := diff(before, wanted)
	if len(changes) == 0 {
		return before, true
	}
	changed := Values{}
	for _, c := range changes {
		changed[c.Attribute] = c.To
	}
	failure := r.Kind.Update(ctx, r.data.Console, m, changed, wanted)
	if failure != nil && !console.OutcomeUnknown(failure) {
		apidiag.AddConsoleFailure(diags, "Cannot change machine "+machineNo, "change machine "+machineNo+" ("+attributes(changes)+")", failure)
		return before, true
	}

	ctx, cancel := interrupt.WithGrace(ctx, readBackGrace)
	defer cancel()
	after, err := r.readBack(ctx, schema, m, before, changed, diags)
	if err != nil {
		apidiag.AddConsoleFailure(diags, "Cannot verify the change of machine "+machineNo, "read machine "+machineNo+" after changing "+attributes(changes), err)
		return nil, false
	}
	if diags.HasError() {
		return nil, false
	}
	refused, others := diff(after, changed), unsent(before, after, changed)
	if len(refused)+len(others) == 0 {
		return after, true
	}
	if failure != nil {
		apidiag.AddConsoleFailure(diags, "Outcome unknown: changing machine "+machineNo, "change machine "+machineNo+" ("+attributes(changes)+")", failure)
	}
	diags.AddError("Machine "+machineNo+" does not match the configuration", mismatch(machineNo, before, after, changed, refused, others))
	return after, true
}

// readBack reads the machine until it shows the change, or settle_time is over: a read
// may lag behind.
func (r *Resource) readBack(ctx context.Context, schema schemaType, m console.Machine, before, changed Values, diags *diag.Diagnostics) (Values, error) {
	clock := r.data.Clock
	until := clock.Now().Add(r.data.SettleTime)
	for delay := firstReadBackDelay; ; delay = min(2*delay, longReadBackDelay) {
		now, err := r.data.Console.MachineNow(ctx, m)
		if err != nil {
			return nil, err
		}
		after, ok := r.values(ctx, schema, now, diags)
		if !ok || len(diff(after, changed)) == 0 || len(unsent(before, after, changed)) > 0 || !clock.Now().Before(until) {
			return after, nil
		}
		if err := clock.Sleep(ctx, delay); err != nil {
			return after, nil //nolint:nilerr // What was read last is what is known.
		}
	}
}

// unsent are the attributes that changed although they were not sent.
func unsent(before, after, changed Values) []Change {
	var others []Change
	for _, name := range slices.Sorted(maps.Keys(before)) {
		if _, sent := changed[name]; !sent && !same(before[name], after[name]) {
			others = append(others, Change{name, before[name], after[name]})
		}
	}
	return others
}

func mismatch(machineNo string, before, after, changed Values, refused, others []Change) string {
	var text strings.Builder
	fmt.Fprintf(&text, "The provider changed machine %s and read it back.", machineNo)
	if len(refused) > 0 {
		text.WriteString(" The console did not accept these values:\n")
		for _, c := range refused {
			fmt.Fprintf(&text, "\n  %s: sent %s, was %s, is now %s", c.Attribute, show(changed[c.Attribute]), show(before[c.Attribute]), show(after[c.Attribute]))
		}
		text.WriteString("\n\nCheck in the merchant console which values it accepts.")
	}
	if len(others) > 0 {
		text.WriteString(" These attributes changed although they were not sent:\n")
		for _, c := range others {
			fmt.Fprintf(&text, "\n  %s: was %s, is now %s", c.Attribute, show(c.From), show(c.To))
		}
		text.WriteString("\n\nThey were not changed back. If nobody else changed them, this console changes attributes that an update leaves out: " +
			"restore them in the merchant console, and make further changes there until the vendor has fixed this.")
	}
	return text.String()
}

func attributes(changes []Change) string {
	names := make([]string, len(changes))
	for i, c := range changes {
		names[i] = c.Attribute
	}
	return strings.Join(names, ", ")
}
