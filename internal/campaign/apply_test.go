package campaign

import (
	"context"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"terraform-provider-dingshang/internal/acctest/core"
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
	again, ok := p.askForPlan(ctx, c.config, nil, nil)
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
	again, ok := p.askForPlan(ctx, c.config, i.current, nil)
	if !ok || !p.samePlan(c, again) {
		return
	}
	if again.Replaces {
		p.run.violate("%s: an update became a replacement while applying", c.name)
		return
	}
	i.current, _ = p.apply(ctx, update, i.current, again)
}

// destroy destroys an object with the private state of the plan, which for a replacement
// is the new object's.
func (p *process) destroy(ctx context.Context, o *object, c *change) (*object, bool) {
	plan := core.Plan{Prior: c.Prior, Private: c.Private, Identity: c.Identity}
	return p.apply(ctx, remove, o, &change{Plan: plan, name: c.name})
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
	bad := incompatible("", before.After, again.After)
	if len(bad) > 0 {
		p.run.violate("%s: inconsistent final plan of %s", before.name, strings.Join(bad, ", "))
	}
	return len(bad) == 0
}

// apply makes one ApplyResourceChange call and returns what the state holds after it.
func (p *process) apply(ctx context.Context, a action, current *object, c *change) (result *object, ok bool) {
	result = current
	l := leg{resource: c.name, action: a, first: p.run.workspace.calls()}
	if a != remove {
		l.asks = max(c.config.count-len(codesOf(current)), 0)
	}
	p.call(string(a)+" "+c.name, func() {
		p.run.workspace.tally().count("operations", 1)
		p.run.workspace.tally().count("operations: "+string(a), 1)
		applied := p.Apply(ctx, pickupCodes(), c.Plan)
		ok = !p.run.note(c.name, said, applied.Diagnostics)
		value := applied.Value
		switch {
		case !value.IsFullyKnown():
			p.run.violate("%s: unknown values in the state after %s (error: %t)", c.name, a, !ok)
			return
		case a == remove && ok:
			if !value.IsNull() {
				p.run.violate("%s: something is left after a destroy without an error", c.name)
			}
			result = nil
			return
		case ok:
			if bad := incompatible("", c.After, value); len(bad) > 0 {
				p.run.violate("%s: inconsistent result after %s: %s", c.name, a, strings.Join(bad, ", "))
			}
		}
		if value.IsNull() {
			return
		}
		result = &object{Object: applied.Object}
		switch a {
		case create:
			p.checkIdentity(c.name, tftypes.Value{}, applied.Identity)
		case remove:
			result.Identity = current.Identity
		default:
			p.checkIdentity(c.name, current.Identity, applied.Identity)
		}
		if current != nil {
			result.tainted = current.tainted
		}
	})
	l.ok, l.last = ok, p.run.workspace.calls()
	p.run.mu.Lock()
	p.run.legs = append(p.run.legs, l)
	p.run.mu.Unlock()
	return result, ok
}
