package campaign

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// applyChange carries out one planned change, leg by leg. After an interrupt no leg begins.
func (p *process) applyChange(ctx context.Context, i *instance, c *change) {
	i.busy <- struct{}{}
	defer func() { <-i.busy }()
	if p.run.stopped() {
		return
	}
	switch c.action {
	case nothing:
	case create:
		p.create(ctx, i, c)
	case update:
		p.update(ctx, i, c)
	case remove:
		if c.deposed != nil {
			p.destroyDeposed(ctx, i, c.deposed, c.name)
			return
		}
		i.current, _ = p.destroy(ctx, i.current, c)
	case deleteThenCreate:
		var ok bool
		if i.current, ok = p.destroy(ctx, i.current, c); ok && !p.run.stopped() {
			p.create(ctx, i, c)
		}
	case createThenDelete:
		old := i.current
		i.current = nil
		i.deposed = append(i.deposed, old)
		if !p.create(ctx, i, c) {
			if i.current == nil {
				i.current = old
				i.deposed = i.deposed[:len(i.deposed)-1]
			}
			return
		}
		if !p.run.stopped() {
			p.destroyDeposed(ctx, i, old, c.name)
		}
	}
}

// create plans again, as Terraform does before it applies, and creates. What comes back
// with an error is tainted.
func (p *process) create(ctx context.Context, i *instance, c *change) bool {
	again, _, ok := p.askForPlan(ctx, c.config, nil, nil)
	if !ok || !p.samePlan(c, again) {
		return false
	}
	made, ok := p.apply(ctx, create, nil, again)
	if made != nil {
		made.tainted = !ok
		i.current = made
	}
	return ok
}

func (p *process) update(ctx context.Context, i *instance, c *change) {
	again, replaces, ok := p.askForPlan(ctx, c.config, i.current, nil)
	if !ok || !p.samePlan(c, again) {
		return
	}
	if replaces {
		p.run.violate("%s: an update became a replacement while applying", c.name)
		return
	}
	i.current, _ = p.apply(ctx, update, i.current, again)
}

// destroy destroys an object with the private state of the plan, which for a replacement
// is the new object's.
func (p *process) destroy(ctx context.Context, o *object, c *change) (*object, bool) {
	return p.apply(ctx, remove, o, &change{
		name: c.name, before: c.before, after: nullState(), private: c.private, identity: c.identity,
	})
}

// destroyDeposed plans the destruction anew, with the object's own private state.
func (p *process) destroyDeposed(ctx context.Context, i *instance, o *object, name string) {
	c, ok := p.planDestroy(ctx, name, o)
	if !ok {
		return
	}
	left, _ := p.apply(ctx, remove, o, c)
	at := slices.Index(i.deposed, o)
	if left != nil {
		i.deposed[at] = left
		return
	}
	i.deposed = slices.Delete(i.deposed, at, at+1)
}

// samePlan checks that the plan made while applying keeps what the first one promised.
func (p *process) samePlan(before, again *change) bool {
	bad := incompatible("", before.after, again.after)
	if len(bad) > 0 {
		p.run.violate("%s: inconsistent final plan of %s", before.name, strings.Join(bad, ", "))
	}
	return len(bad) == 0
}

// apply makes one ApplyResourceChange call and returns what the state holds after it.
func (p *process) apply(ctx context.Context, a action, current *object, c *change) (result *object, ok bool) {
	kind := readSchemas().resource
	result = current
	wanted, planned := nullState(), encode(kind, c.after)
	l := leg{resource: c.name, action: a, first: p.run.workspace.calls()}
	if a != remove {
		wanted, planned = c.config.value(), p.prior(c.after)
		l.asks = max(c.config.count-len(codesOf(current)), 0)
	}
	p.call(string(a)+" "+c.name, func() error {
		p.run.workspace.tally().count("operations", 1)
		p.run.workspace.tally().count("operations: "+string(a), 1)
		resp, err := p.server.ApplyResourceChange(ctx, &tfprotov6.ApplyResourceChangeRequest{
			TypeName: resourceType, PriorState: p.prior(c.before), PlannedState: planned,
			Config: encode(kind, wanted), PlannedPrivate: c.private, PlannedIdentity: c.identity,
		})
		if err != nil {
			return err
		}
		ok = !p.run.note(c.name, said, resp.Diagnostics)
		value := decode(kind, resp.NewState)
		switch {
		case !value.IsFullyKnown():
			p.run.violate("%s: unknown values in the state after %s (error: %t)", c.name, a, !ok)
			return nil
		case a == remove && ok:
			if !value.IsNull() {
				p.run.violate("%s: something is left after a destroy without an error", c.name)
			}
			result = nil
			return nil
		case ok:
			if bad := incompatible("", c.after, value); len(bad) > 0 {
				p.run.violate("%s: inconsistent result after %s: %s", c.name, a, strings.Join(bad, ", "))
			}
		}
		if value.IsNull() {
			return nil
		}
		result = &object{value: value, private: resp.Private, identity: resp.NewIdentity}
		switch a {
		case create:
			p.checkIdentity(c.name, nil, resp.NewIdentity)
		case remove:
			result.identity = current.identity
		default:
			p.checkIdentity(c.name, current.identity, resp.NewIdentity)
		}
		if current != nil {
			result.tainted = current.tainted
		}
		return nil
	})
	l.ok, l.last = ok, p.run.workspace.calls()
	p.run.mu.Lock()
	p.run.legs = append(p.run.legs, l)
	p.run.mu.Unlock()
	return result, ok
}
