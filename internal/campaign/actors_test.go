package campaign

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// world is what others have done to the fleet in a round, as far as it bears on what can
// be asked of the provider.
type world struct {
	emulator *emulator.Server

	mu      sync.Mutex
	gone    map[string]bool // machines, and machine/product, that were removed
	foreign map[string]bool // places where others made codes of the resources' kind
	spent   map[string]bool // places where others spent codes that no state held yet
}

func newWorld(e *emulator.Server) *world {
	return &world{emulator: e, gone: map[string]bool{}, foreign: map[string]bool{}, spent: map[string]bool{}}
}

func (w *world) isGone(machine, product string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.gone[machine] || w.gone[machine+"/"+product]
}

// murky tells whether others made it impossible at the place to tell codes apart.
func (w *world) murky(machine, product string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for place := range w.foreign {
		if overlaps(place, machine, product) {
			return true
		}
	}
	for place := range w.spent {
		if overlaps(place, machine, product) {
			return true
		}
	}
	return false
}

func overlaps(place, machine, product string) bool {
	return place == machine+"/"+product || product == "" && len(place) > len(machine) && place[:len(machine)] == machine
}

// repair ends everything that somebody can end, as an operator would before the healing.
func (w *world) repair() {
	for _, machine := range []string{machineA, machineB} {
		w.emulator.SetOnline(machine, true)
		w.emulator.SetCodesEnabled(machine, true)
	}
	w.emulator.HideNewCodesFor(0)
	w.emulator.KeepGoneCodes(0)
	w.emulator.ActLate()
}

// drawActors has others act during a run. held tells whether a state holds a code.
func (w *world) drawActors(r *rand.Rand, s *script, configs []config, current *run, held func(id string) bool) {
	for range r.IntN(3) {
		c := configs[r.IntN(len(configs))]
		call, product, nth := drawPosition(r, c)
		actors := s.before
		if r.IntN(2) == 0 {
			actors = s.after
		}
		var a actor
		switch n := r.IntN(40); {
		case n < 5:
			a = w.offline(c.machine, time.Duration(r.IntN(600))*time.Millisecond)
		case n < 7:
			a = w.codesOff(c.machine)
		case n < 15 && c.product != "":
			call, product, nth = "generate", c.product, 1
			a = w.sameKind(r.IntN(6), c)
		case n < 20:
			a = w.otherKind(c, 1+r.IntN(4))
		case n < 25:
			a = w.customer(c.machine, r.IntN(8), held)
		case n < 28:
			a = w.console(c.machine, r.IntN(8), held)
		case n < 29:
			a = w.removal(c.machine, "")
		case n < 30 && c.product != "":
			a = w.removal(c.machine, c.product)
		default:
			if call == "machine" || call == "products" {
				call, product, nth = "codes", c.product, 2+r.IntN(3)
			}
			a = actor{"interrupt", func(emulator.Call) bool { return current.stop() }}
		}
		at := position(call, product, nth)
		actors[at] = append(actors[at], a)
	}
}

// offline takes a machine off the network for a while.
func (w *world) offline(machine string, d time.Duration) actor {
	return actor{"machine offline", func(emulator.Call) bool {
		w.emulator.SetOnline(machine, false)
		time.AfterFunc(d, func() { w.emulator.SetOnline(machine, true) })
		return true
	}}
}

func (w *world) codesOff(machine string) actor {
	return actor{"codes switched off", func(emulator.Call) bool {
		w.emulator.SetCodesEnabled(machine, false)
		return true
	}}
}

// sameKind makes codes that look exactly like those of the call they come with. Their
// number is one that no request at the place asked for: were it the same, and the
// request lost, nobody could tell them apart. More than one such actor, or customers who
// take codes out again, could add up to the same.
func (w *world) sameKind(pick int, c config) actor {
	var once atomic.Bool
	return actor{"same kind made elsewhere", func(call emulator.Call) bool {
		place := c.machine + "/" + c.product
		w.mu.Lock()
		taken := w.foreign[place] || w.spent[place]
		w.mu.Unlock()
		if taken || !once.CompareAndSwap(false, true) {
			return false
		}
		number := 9 + pick // above what any resource asks for
		if asked := w.asked(call); len(asked) == 1 && asked[0] > 1 {
			number = 1 + pick%(asked[0]-1)
		}
		w.mu.Lock()
		w.foreign[place] = true
		w.mu.Unlock()
		w.emulator.Generate(call.MachineNo, call.ProductID, number, parameter(call, "code_length"), call.Params["expired_at"])
		return true
	}}
}

// asked is the different numbers that have been asked for at a call's place so far, or
// several zeros where it cannot be known what else there is.
func (w *world) asked(call emulator.Call) []int {
	if len(w.emulator.CallsOf("generate_all")) > 0 {
		return []int{0, 0}
	}
	var numbers []int
	for _, other := range w.emulator.CallsOf("generate") {
		if n := parameter(other, "count"); other.ProductID == call.ProductID && !slices.Contains(numbers, n) {
			numbers = append(numbers, n)
		}
	}
	return numbers
}

func (w *world) otherKind(c config, number int) actor {
	return actor{"another kind made elsewhere", func(call emulator.Call) bool {
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
	return actor{"cancelled in the console", w.spending(machine, pick, held, func(code emulator.Code) bool {
		w.emulator.Cancel(machine, code.ID)
		return true
	})}
}

// spending takes a live code. One that no state holds yet is taken only where nobody
// else makes codes of the kind: see sameKind.
func (w *world) spending(machine string, pick int, held func(string) bool, spend func(emulator.Code) bool) func(emulator.Call) bool {
	return func(emulator.Call) bool {
		live := w.emulator.Live(machine)
		if len(live) == 0 {
			return false
		}
		code := live[pick%len(live)]
		if !held(code.ID) {
			place := machine + "/" + code.ProductID
			w.mu.Lock()
			if w.foreign[place] {
				w.mu.Unlock()
				return false
			}
			w.spent[place] = true
			w.mu.Unlock()
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
	return actor{name, func(emulator.Call) bool {
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

// parameter reads a number of a call; 0 where there is none.
func parameter(call emulator.Call, name string) int {
	n, _ := strconv.Atoi(call.Params[name])
	return n
}
