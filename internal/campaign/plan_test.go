package campaign

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
)

// action is what a plan wants to do.
type action string

const (
	nothing          action = "no-op"
	create           action = "create"
	update           action = "update"
	remove           action = "delete"
	deleteThenCreate action = "delete, then create"
	createThenDelete action = "create, then delete"
)

// change is the plan for one object.
type change struct {
	core.Plan
	name    string
	action  action
	config  *config
	deposed *object // what is to be destroyed, if it is a deposed object
}

// planInstance refreshes and plans one resource with all its objects. The instance gets
// what the refresh found.
func (p *process) planInstance(ctx context.Context, name string, i *instance, c *config) ([]*change, bool) {
	var changes []*change
	var kept []*object
	for _, o := range i.deposed {
		fresh, ok := p.refresh(ctx, name, o)
		if !ok {
			return nil, false
		}
		if fresh == nil {
			continue
		}
		kept = append(kept, fresh)
		planned, ok := p.planDestroy(ctx, name, fresh)
		if !ok {
			return nil, false
		}
		planned.deposed = fresh
		changes = append(changes, planned)
	}
	i.deposed = kept
	if i.current != nil {
		fresh, ok := p.refresh(ctx, name, i.current)
		if !ok {
			return nil, false
		}
		i.current = fresh
	}
	var planned *change
	ok := true
	switch {
	case c != nil:
		planned, ok = p.planChange(ctx, i.current, c)
	case i.current != nil:
		planned, ok = p.planDestroy(ctx, name, i.current)
	}
	if !ok {
		return nil, false
	}
	if planned != nil {
		changes = append(changes, planned)
	}
	return changes, true
}

// refresh reads one object from its state file and, unless the run does without, from the
// provider. It returns nil for one that is gone.
func (p *process) refresh(ctx context.Context, name string, o *object) (fresh *object, ok bool) {
	upgraded, ok := p.upgrade(ctx, name, o)
	if !ok || p.run.noRefresh {
		return o, ok
	}
	ok = false
	p.call("read "+name, func() {
		p.run.workspace.tally().count("refreshes", 1)
		read := p.Refresh(ctx, pickupCodes(), upgraded)
		ok = !p.run.note(name, said, read.Diagnostics)
		if read.Value.IsNull() {
			if ok && !attribute(o, "pending_requests").IsNull() {
				p.run.violate("%s: removed from state while a request is pending", name)
			}
			return
		}
		if !read.Value.IsFullyKnown() {
			p.run.violate("%s: unknown values after the refresh", name)
		}
		p.checkIdentity(name, o.Identity, read.Identity)
		fresh = &object{read.Object, o.tainted}
	})
	return fresh, ok
}

// upgrade is how Terraform reads an object from its state file.
func (p *process) upgrade(ctx context.Context, name string, o *object) (upgraded core.Object, ok bool) {
	upgraded = o.Object
	p.call("upgrade "+name, func() {
		resp, err := p.Server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
			TypeName: pickupCodes().Name, RawState: &tfprotov6.RawState{JSON: stored(o.Value)},
		})
		must(err)
		ok = !p.run.note(name, said, resp.Diagnostics)
		upgraded.Value = core.Decode(pickupCodes().Type, resp.UpgradedState)
	})
	return upgraded, ok
}

func (p *process) checkIdentity(name string, before, after tftypes.Value) {
	switch {
	case after.IsNull():
		p.run.violate("%s: no resource identity", name)
	case !before.IsNull() && !before.Equal(after):
		p.run.violate("%s: the resource identity changed from %s to %s", name, before, after)
	}
}

// planChange plans what the configuration wants. A tainted object is planned as if it
// were not there, and the creation then turned into a replacement; for a replacement the
// provider is asked a second time, without the prior state.
func (p *process) planChange(ctx context.Context, current *object, c *config) (*change, bool) {
	prior, tainted := current, (*object)(nil)
	if current != nil && current.tainted {
		prior, tainted = nil, current
	}
	planned, ok := p.askForPlan(ctx, c, prior, nil)
	if !ok {
		return nil, false
	}
	switch {
	case tainted != nil:
		planned.action, planned.Prior.Value = c.replacement(), tainted.Value
	case prior == nil:
		planned.action = create
	case planned.Replaces || p.run.replace == c.name:
		again, ok := p.askForPlan(ctx, c, nil, planned.Private)
		if !ok {
			return nil, false
		}
		planned = again
		planned.action, planned.Prior.Value = c.replacement(), prior.Value
	case planned.After.Equal(prior.Value):
		planned.action = nothing
	default:
		planned.action = update
	}
	return planned, true
}

// askForPlan makes one PlanResourceChange call. private is what the first call for a
// replacement planned.
func (p *process) askForPlan(ctx context.Context, c *config, prior *object, private []byte) (made *change, ok bool) {
	before, wanted := core.Object{Private: private}, c.value()
	if prior != nil {
		before = prior.Object
	}
	p.call("plan "+c.name, func() {
		p.run.workspace.tally().count("plans", 1)
		plan := p.Plan(ctx, pickupCodes(), before, wanted)
		if p.run.note(c.name, planned, plan.Diagnostics) {
			return
		}
		ok = true
		for _, name := range invalidPlan(before.Value, wanted, plan.After) {
			p.run.violate("%s: invalid plan of %s", c.name, name)
		}
		made = &change{Plan: plan, name: c.name, config: c}
	})
	return made, ok
}

// planDestroy plans that an object goes.
func (p *process) planDestroy(ctx context.Context, name string, o *object) (made *change, ok bool) {
	p.call("plan to destroy "+name, func() {
		plan := p.Plan(ctx, pickupCodes(), o.Object, tftypes.Value{})
		ok = !p.run.note(name, planned, plan.Diagnostics)
		if ok && !plan.After.IsNull() {
			p.run.violate("%s: the plan to destroy leaves something", name)
		}
		made = &change{Plan: plan, name: name, action: remove}
	})
	return made, ok
}
