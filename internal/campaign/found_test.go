package campaign

import (
	"testing"

	"terraform-provider-dingshang/internal/emulator"
)

// Rounds that the campaign found once, played by a fixed script.

func scripted(r *round, do func(*run, []config), configs []config, target string, faults map[string]emulator.Fault) {
	current := r.newRun()
	current.order, current.parallelism, current.target = nil, 1, target
	s := newScript(r.emulator, r.tally)
	for at, f := range faults {
		s.faults[at] = namedFault{name: "scripted", Fault: f}
	}
	r.do(current, s, configs, do)
}

// Another resource makes as many codes of the same kind after a request did not settle.
func TestCodesMadeLaterAreNotClaimed(t *testing.T) {
	for name, names := range map[string][2]string{"unsettled first": {"a", "b"}, "unsettled second": {"b", "a"}} {
		t.Run(name, func(t *testing.T) {
			r := newRound(1, newTally(), nil)
			defer r.end()
			mark := map[string]int{"a": 2, "b": 3}
			configs := []config{
				{name: names[0], machine: machineA, product: cola, count: 3, length: 6, mark: mark[names[0]]},
				{name: names[1], machine: machineA, product: cola, count: 3, length: 6, mark: mark[names[1]]},
			}
			scripted(r, r.terraform.apply, configs, names[0], map[string]emulator.Fault{position("generate", cola, 1): {Kind: emulator.Reset}})
			scripted(r, r.terraform.apply, configs, names[1], nil)
			scripted(r, r.terraform.apply, configs, "", nil)
			r.heal(configs)
			t.Log(r.violations)
			t.Log(r.story())
			if len(r.violations) > 0 {
				t.Fail()
			}
		})
	}
}

// One list that is throttled makes the look late; the other list is from the beginning.
func TestOnlyALateLookEndsTheWait(t *testing.T) {
	r := newRound(1, newTally(), nil)
	defer r.end()
	configs := []config{{name: "a", machine: machineA, length: 6, mark: 2}}
	r.emulator.HideNewCodesFor(settleTime / 5)
	scripted(r, r.terraform.apply, configs, "", map[string]emulator.Fault{
		position("codes", water, 2): {Kind: emulator.Status, Status: 429, RetryAfter: "1"},
	})
	t.Log(r.violations)
	t.Log(r.story())
	for _, code := range r.emulator.Live("") {
		if r.audit.held[code.ID] == "" {
			t.Errorf("code %s is lost", code.ID)
		}
	}
}

// An unsettled creation can be destroyed after its product was removed.
func TestDestroyAfterTheProductIsGone(t *testing.T) {
	r := newRound(1, newTally(), nil)
	defer r.end()
	configs := []config{{name: "a", machine: machineA, product: cola, count: 3, length: 6, mark: 2}}
	scripted(r, r.terraform.apply, configs, "", map[string]emulator.Fault{position("generate", cola, 1): {Kind: emulator.Reset}})
	r.emulator.RemoveProduct(machineA, cola)
	scripted(r, r.terraform.destroy, configs, "", nil)
	t.Log(r.story())
	if len(r.terraform.state) > 0 {
		t.Error("still there")
	}
}
