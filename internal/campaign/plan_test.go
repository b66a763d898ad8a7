package campaign

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
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
	name          string
	action        action
	config        *config
	before, after tftypes.Value
	private       []byte
	identity      *tfprotov6.ResourceIdentityData
	deposed       *object // what is to be destroyed, if it is a deposed object
}

func nullState() tftypes.Value { return tftypes.NewValue(readSchemas().resource, nil) }

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
	kind := readSchemas().resource
	upgraded, ok := p.upgrade(ctx, name, o)
	if !ok || p.run.noRefresh {
		return o, ok
	}
	ok = false
	p.call("read "+name, func() error {
		p.run.workspace.tally().count("refreshes", 1)
		resp, err := p.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
			TypeName: resourceType, CurrentState: p.prior(decode(kind, upgraded)), Private: o.private, CurrentIdentity: o.identity,
		})
		if err != nil {
			return err
		}
		ok = !p.run.note(name, said, resp.Diagnostics)
		value := decode(kind, resp.NewState)
		if value.IsNull() {
			if ok && !attribute(o, "pending_requests").IsNull() {
				p.run.violate("%s: removed from state while a request is pending", name)
			}
			return nil
		}
		if !value.IsFullyKnown() {
			p.run.violate("%s: unknown values after the refresh", name)
		}
		p.checkIdentity(name, o.identity, resp.NewIdentity)
		fresh = &object{value: value, private: resp.Private, identity: resp.NewIdentity, tainted: o.tainted}
		return nil
	})
	return fresh, ok
}

// upgrade is how Terraform reads an object from its state file.
func (p *process) upgrade(ctx context.Context, name string, o *object) (upgraded *tfprotov6.DynamicValue, ok bool) {
	p.call("upgrade "+name, func() error {
		resp, err := p.server.UpgradeResourceState(ctx, &tfprotov6.UpgradeResourceStateRequest{
			TypeName: resourceType, RawState: &tfprotov6.RawState{JSON: stored(o.value)},
		})
		if err == nil {
			ok = !p.run.note(name, said, resp.Diagnostics)
			upgraded = resp.UpgradedState
		}
		return err
	})
	return upgraded, ok
}

func (p *process) checkIdentity(name string, before, after *tfprotov6.ResourceIdentityData) {
	if after == nil || after.IdentityData == nil {
		p.run.violate("%s: no resource identity", name)
		return
	}
	kind := readSchemas().identity
	if before != nil && !decode(kind, before.IdentityData).Equal(decode(kind, after.IdentityData)) {
		p.run.violate("%s: the resource identity changed from %s to %s", name, decode(kind, before.IdentityData), decode(kind, after.IdentityData))
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
	planned, replaces, ok := p.askForPlan(ctx, c, prior, nil)
	if !ok {
		return nil, false
	}
	switch {
	case tainted != nil:
		planned.action, planned.before = c.replacement(), tainted.value
	case prior == nil:
		planned.action = create
	case replaces || p.run.replace == c.name:
		again, _, ok := p.askForPlan(ctx, c, nil, planned.private)
		if !ok {
			return nil, false
		}
		planned = again
		planned.action, planned.before = c.replacement(), prior.value
	case planned.after.Equal(prior.value):
		planned.action = nothing
	default:
		planned.action = update
	}
	return planned, true
}

// askForPlan makes one PlanResourceChange call. private is what the first call for a
// replacement planned.
func (p *process) askForPlan(ctx context.Context, c *config, prior *object, private []byte) (made *change, replaces, ok bool) {
	kind := readSchemas().resource
	before, wanted := nullState(), c.value()
	var identity *tfprotov6.ResourceIdentityData
	if prior != nil {
		before, private, identity = prior.value, prior.private, prior.identity
	}
	p.call("plan "+c.name, func() error {
		p.run.workspace.tally().count("plans", 1)
		resp, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
			TypeName: resourceType, PriorState: p.prior(before), Config: encode(kind, wanted),
			ProposedNewState: p.prior(proposedNew(before, wanted)), PriorPrivate: private, PriorIdentity: identity,
		})
		if err != nil {
			return err
		}
		if p.run.note(c.name, planned, resp.Diagnostics) {
			return nil
		}
		ok = true
		after := decode(kind, resp.PlannedState)
		for _, name := range invalidPlan(before, wanted, after) {
			p.run.violate("%s: invalid plan of %s", c.name, name)
		}
		for _, path := range resp.RequiresReplace {
			name := string(path.Steps()[0].(tftypes.AttributeName))
			replaces = replaces || prior != nil && !attributesOf(after)[name].Equal(attributesOf(before)[name])
		}
		made = &change{name: c.name, config: c, before: before, after: after, private: resp.PlannedPrivate, identity: resp.PlannedIdentity}
		return nil
	})
	return made, replaces, ok
}

// planDestroy plans that an object goes.
func (p *process) planDestroy(ctx context.Context, name string, o *object) (made *change, ok bool) {
	kind := readSchemas().resource
	null := encode(kind, nullState())
	p.call("plan to destroy "+name, func() error {
		resp, err := p.server.PlanResourceChange(ctx, &tfprotov6.PlanResourceChangeRequest{
			TypeName: resourceType, PriorState: p.prior(o.value), Config: null, ProposedNewState: null,
			PriorPrivate: o.private, PriorIdentity: o.identity,
		})
		if err != nil {
			return err
		}
		ok = !p.run.note(name, planned, resp.Diagnostics)
		if after := decode(kind, resp.PlannedState); ok && !after.IsNull() {
			p.run.violate("%s: the plan to destroy leaves something", name)
		}
		made = &change{name: name, action: remove, before: o.value, after: nullState(), private: resp.PlannedPrivate, identity: resp.PlannedIdentity}
		return nil
	})
	return made, ok
}
