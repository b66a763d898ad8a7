package campaign

import (
	"math/rand/v2"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// world is what others have done to the fleet in a round, as far as it bears on what can
// be asked of the provider.
type world struct {
	emulator *emulator.Server

	mu    sync.Mutex
	gone  map[string]bool // machines, and machine/product, that were removed
	twins map[string]bool // kinds of codes, as kindOf names them, that others made too
	spent map[string]bool // ids of codes that others spent before a state held them
}

func newWorld(e *emulator.Server) *world {
	return &world{emulator: e, gone: map[string]bool{}, twins: map[string]bool{}, spent: map[string]bool{}}
}

func (w *world) isGone(machine, product string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.gone[machine] || w.gone[machine+"/"+product]
}

// kindOf names what a client can tell codes apart by.
func kindOf(product string, length int, expiredAt string) string {
	return product + " " + string(rune('0'+length)) + " " + expiredAt
}

// repair ends everything that somebody can end, as an operator would before the healing.
func (w *world) repair() {
	for _, machine := range []string{machineA, machineB} {
		w.emulator.SetOnline(machine, true)
		w.emulator.SetCodesEnabled(machine, true)
	}
	w.emulator.HideNewCodesFor(0)
	w.emulator.KeepGoneCodes(0)
}

// drawActors has others act during a step. held reports whether a state holds a code.
func (w *world) drawActors(r *rand.Rand, s *script, configs []config, runs []*run, held func(id string) bool) {
	for range r.IntN(3) {
		c := configs[r.IntN(len(configs))]
		name, product, nth := drawPosition(r, c)
		actors := s.before
		if r.IntN(2) == 0 {
			actors = s.after
		}
		var a actor
		switch n := r.IntN(40); {
		case n < 4:
			a = w.offline(c.machine, time.Duration(r.IntN(60))*time.Second)
		case n < 5:
			a = w.codesOff(c.machine)
		case n < 11 && c.product != "":
			name, product, nth = "generate", c.product, 1
			a = w.sameWish(c, []int{0, 1, 7}[r.IntN(3)])
		case n < 15 && c.product != "":
			name, product, nth, actors = "generate", c.product, 1, s.after
			a = w.twin(r.IntN(6))
		case n < 20:
			a = w.otherKind(c, 1+r.IntN(4))
		case n < 25:
			a = w.customer(c.machine, r.IntN(8), held)
		case n < 28:
			a = w.console(c.machine, r.IntN(8), held)
		case n < 29 && r.IntN(2) == 0:
			a = w.removal(c.machine, "")
		case n < 30 && c.product != "":
			a = w.removal(c.machine, c.product)
		default:
			if name == "machine" || name == "products" {
				name, product, nth = "codes", c.product, 2+r.IntN(3)
			}
			interrupted := runs[r.IntN(len(runs))]
			a = actor{"interrupt", func(*call) bool { return interrupted.stop() }}
		}
		at := position(name, product, nth)
		actors[at] = append(actors[at], a)
	}
}

// offline takes a machine off the network for a while.
func (w *world) offline(machine string, d time.Duration) actor {
	return actor{"machine offline", func(*call) bool {
		w.emulator.SetOnline(machine, false)
		time.AfterFunc(d, func() { w.emulator.SetOnline(machine, true) })
		return true
	}}
}

func (w *world) codesOff(machine string) actor {
	return actor{"codes switched off", func(*call) bool {
		w.emulator.SetCodesEnabled(machine, false)
		return true
	}}
}

// sameWish makes as many codes as the call asks for, in the same second, with the expiry
// that the resource's author wrote. Of codes without one, it would be a twin.
func (w *world) sameWish(c config, more int) actor {
	return actor{"same expiry, number and second", func(k *call) bool {
		at, err := time.Parse(time.RFC3339, c.expiredAt)
		if err != nil || !at.After(time.Now()) {
			return false
		}
		expiredAt := at.In(gmt8).Format(time.DateTime)
		if expiredAt == k.params["expired_at"] {
			return false
		}
		w.emulator.Generate(k.machine, k.product, k.number("count")+more, k.number("code_length"), expiredAt)
		return true
	}}
}

var gmt8 = time.FixedZone("", 8*60*60)

// twin makes codes that look exactly like those of the call that has just acted. Their
// number is such that they cannot be taken for the call's, and nobody else makes or
// spends codes of the kind: else a client could not know better.
func (w *world) twin(pick int) actor {
	return actor{"twins", func(k *call) bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		kind := kindOf(k.product, k.number("code_length"), k.params["expired_at"])
		if w.twins[kind] || !k.acted.Load() || len(w.spent) > 0 {
			return false
		}
		w.twins[kind] = true
		w.emulator.Generate(k.machine, k.product, 9+pick, k.number("code_length"), k.params["expired_at"])
		return true
	}}
}

func (w *world) otherKind(c config, number int) actor {
	return actor{"another kind", func(*call) bool {
		product := c.product
		if product == "" {
			product = cola
		}
		w.emulator.Generate(c.machine, product, number, 10, "")
		return true
	}}
}

// customer redeems a code that is live; console cancels one.
func (w *world) customer(machine string, pick int, held func(string) bool) actor {
	return actor{"customer", w.spending(machine, pick, held, func(code emulator.Code) bool {
		return w.emulator.Redeem(machine, code.ProductID, code.Code) == nil
	})}
}

func (w *world) console(machine string, pick int, held func(string) bool) actor {
	return actor{"console", w.spending(machine, pick, held, func(code emulator.Code) bool {
		w.emulator.Cancel(machine, code.ID)
		return true
	})}
}

// spending takes a live code. One that no state holds is taken only where it has no twins.
func (w *world) spending(machine string, pick int, held func(string) bool, spend func(emulator.Code) bool) func(*call) bool {
	return func(*call) bool {
		live := w.emulator.Live(machine)
		if len(live) == 0 {
			return false
		}
		code := live[pick%len(live)]
		w.mu.Lock()
		defer w.mu.Unlock()
		if !held(code.ID) {
			if len(w.twins) > 0 {
				return false
			}
			w.spent[code.ID] = true
		}
		return spend(code)
	}
}

// removal takes a machine or a product away for good.
func (w *world) removal(machine, product string) actor {
	name := "machine removed"
	if product != "" {
		name = "product removed"
	}
	return actor{name, func(*call) bool {
		w.mu.Lock()
		defer w.mu.Unlock()
		if product == "" {
			w.gone[machine] = true
			w.emulator.RemoveMachine(machine)
		} else {
			w.gone[machine+"/"+product] = true
			w.emulator.RemoveProduct(machine, product)
		}
		return true
	}}
}
