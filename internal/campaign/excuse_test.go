package campaign

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// This file says what no client can know, so that the audit does not blame the provider.

// denied reports whether the server said that it did not make the code, and the lists did
// not show it either: the provider looks once then.
func (a *audit) denied(code emulator.Code) bool {
	c := a.makers[code.Call]
	return strings.HasPrefix(c.fault, refused) && a.vendor.liedSince(code.MachineNo, code.ProductID, c.sent)
}

// beyond reports whether a code is outside of what the provider promises: belated, or made
// by a request without a clear answer about which the lists lied.
func (a *audit) beyond(code emulator.Code) bool {
	c := a.makers[code.Call]
	return c.belated() && !c.awaited || !c.clear && a.vendor.liedSince(code.MachineNo, code.ProductID, c.sent)
}

// belated reports whether lists show what a call made only after settle_time.
func (c *call) belated() bool { return c.listed.After(c.sent.Add(settleTime)) }

// isExcused reports whether the provider may leave a resource to its user.
func (a *audit) isExcused(key string) bool { return a.twinned(key) || a.robbed(key) || a.mimicked(key) }

// mimicked reports whether others made as many codes at the time of a request of the
// resource whose outcome is unknown, of another expiry or length: a server that changes
// requests looks the same.
func (a *audit) mimicked(key string) bool {
	return slices.ContainsFunc(a.vendor.past(), func(c *call) bool {
		if !c.generates() || c.clear || a.keys[c.number("quantity")] != key {
			return false
		}
		batches := map[string]int{}
		for _, code := range a.codes {
			off := c.offset(code)
			if a.makers[code.Call] != c && c.covers(code) && off > -2*time.Minute && off < 2*settleTime+2*time.Minute {
				batches[fmt.Sprint(code.CreatedAt, " ", code.ExpiredAt, " ", len(code.Code))]++
			}
		}
		for _, n := range batches {
			if c.product == "" || n == c.number("count") {
				return true
			}
		}
		return false
	})
}

// twinned reports whether codes were made that no client can tell from a resource's: same
// product, length and expiry, and without expiry, about the same time. For codes that
// expire, requests of one process do not count: it knows of both.
func (a *audit) twinned(key string) bool {
	return slices.ContainsFunc(a.vendor.past(), func(c *call) bool {
		return a.keys[c.number("quantity")] == key && len(a.twinsOf(c)) > 0
	})
}

// twinsOf is the codes that look like those of a call and are another's.
func (a *audit) twinsOf(c *call) []emulator.Code {
	var twins []emulator.Code
	for _, code := range a.codes {
		other := a.makers[code.Call]
		if !c.generates() || other == c || !c.covers(code) ||
			code.ExpiredAt != c.params["expired_at"] || len(code.Code) != c.number("code_length") {
			continue
		}
		off := c.offset(code)
		// Of a request whose outcome is unknown, later ones keep another one from being sent.
		if code.ExpiredAt == "" && off > -2*time.Minute && (off < 2*settleTime+2*time.Minute || !c.clear) ||
			code.ExpiredAt != "" && (other == nil || other.process != c.process) {
			twins = append(twins, code)
		}
	}
	return twins
}

// covers reports whether a code is where a call makes them.
func (c *call) covers(code emulator.Code) bool {
	return c.machine == code.MachineNo && (c.product == "" || c.product == code.ProductID)
}

// offset is how long after a call a code was made.
func (c *call) offset(code emulator.Code) time.Duration {
	made, err := time.ParseInLocation(time.DateTime, code.CreatedAt, gmt8)
	must(err)
	return made.Sub(c.sent)
}

// coincides reports whether another process happened to choose the expiry of a code's
// request for one of the same place, which is rare; see TestAuditFindsFlaws for a provider
// that always does.
func (a *audit) coincides(code emulator.Code) bool {
	c := a.makers[code.Call]
	return c != nil && code.ExpiredAt != "" && slices.ContainsFunc(a.vendor.past(), func(o *call) bool {
		return o.generates() && o.process != c.process && o.machine == c.machine && (o.product == c.product || o.product == "" || c.product == "") &&
			o.params["expired_at"] == c.params["expired_at"] && o.params["code_length"] == c.params["code_length"]
	})
}

// robbed reports whether others spent codes of a resource before a state held them, or
// the server made them late or others than were asked for: then a request cannot settle
// by itself.
func (a *audit) robbed(key string) bool {
	for id, code := range a.codes {
		if a.maker(code) != key {
			continue
		}
		c := a.makers[code.Call]
		if a.world.spent[id] || c.belated() ||
			code.ExpiredAt != c.params["expired_at"] || len(code.Code) != c.number("code_length") {
			return true
		}
	}
	return false
}
