package campaign

import (
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

// script is what goes wrong in one run: faults and other actors, each at a position
// such as "the second list of product 1323442". Positions do not depend on how the
// goroutines of a run happen to be scheduled, so that a seed plays the same script again.
type script struct {
	emulator *emulator.Server
	tally    *tally

	mu        sync.Mutex
	seen      map[string]int // calls so far, by kind and product
	positions map[int]string // by number of the call
	faults    map[string]namedFault
	before    map[string][]actor
	after     map[string][]actor
	timers    []*time.Timer
}

type namedFault struct {
	name string
	emulator.Fault
}

// actor is somebody who acts at the moment of a call; it returns false where there was
// nothing to do.
type actor struct {
	name string
	act  func(emulator.Call) bool
}

func newScript(e *emulator.Server, t *tally) *script {
	return &script{
		emulator: e, tally: t, seen: map[string]int{}, positions: map[int]string{},
		faults: map[string]namedFault{}, before: map[string][]actor{}, after: map[string][]actor{},
	}
}

func position(call, product string, nth int) string {
	return fmt.Sprintf("%s/%s#%d", call, product, nth)
}

// inject decides about one call.
func (s *script) inject(call emulator.Call) *emulator.Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tally.count("calls", 1)
	kind := call.Name + "/" + call.ProductID
	s.seen[kind]++
	at := position(call.Name, call.ProductID, s.seen[kind])
	s.positions[call.N] = at
	f, ok := s.faults[at]
	if !ok {
		return nil
	}
	s.tally.fault(call.Name, f.name)
	if f.ActAfterLists > 0 {
		// What has not happened by the end of settle_time is outside the promises.
		s.timers = append(s.timers, time.AfterFunc(settleTime*2/5, func() { s.emulator.ActLate() }))
	}
	return &f.Fault
}

func (s *script) runActors(actors map[string][]actor, call emulator.Call) {
	s.mu.Lock()
	due := actors[s.positions[call.N]]
	s.mu.Unlock()
	for _, a := range due {
		if a.act(call) {
			s.tally.count("actor: "+a.name, 1)
		}
	}
}

// drawFaults invents the faults of a run.
func (s *script) drawFaults(r *rand.Rand, configs []config, lagging bool) {
	for range r.IntN(5) {
		c := configs[r.IntN(len(configs))]
		call, product, nth := drawPosition(r, c)
		times := 1
		if call != "generate" && r.IntN(3) == 0 {
			times += r.IntN(5)
		}
		for i := range times {
			var f namedFault
			switch call {
			case "generate", "generate_all":
				f = drawGenerateFault(r, lagging)
			case "cancel":
				f = drawCancelFault(r)
			default:
				f = drawReadFault(r)
			}
			s.faults[position(call, product, nth+i)] = f
		}
	}
}

// drawPosition chooses a call that the configuration is likely to make.
func drawPosition(r *rand.Rand, c config) (call, product string, nth int) {
	product = c.product
	if product == "" {
		product = []string{cola, water, tea}[r.IntN(3)]
	}
	switch n := r.IntN(20); {
	case n < 9 && c.product == "":
		return "generate_all", "", 1 + r.IntN(2)
	case n < 9:
		return "generate", product, 1 + r.IntN(2)
	case n < 15:
		return "codes", product, 1 + r.IntN(8)
	case n < 18:
		return "cancel", "", 1 + r.IntN(8)
	case n < 19:
		return "machine", "", 1 + r.IntN(2)
	}
	return "products", "", 1 + r.IntN(2)
}

// lost is an answer that leaves open whether the server acted.
func lost(r *rand.Rand) emulator.Fault {
	switch r.IntN(15) {
	case 0, 1:
		return emulator.Fault{Kind: emulator.Reset}
	case 2, 3:
		return emulator.Fault{Kind: emulator.Hangup}
	case 4:
		return emulator.Fault{Kind: emulator.Truncate}
	case 5:
		return emulator.Fault{Kind: emulator.HTML}
	case 6:
		return emulator.Fault{Kind: emulator.Garbage}
	case 7:
		return emulator.Fault{Kind: emulator.Status, Status: []int{500, 503, 504}[r.IntN(3)], RetryAfter: []string{"", "1"}[r.IntN(2)]}
	case 8:
		return emulator.Fault{Kind: emulator.Redirect, Location: "http://127.0.0.1:9/elsewhere"}
	case 9, 10:
		return emulator.Fault{Kind: emulator.Stall}
	case 11:
		return emulator.Fault{Kind: emulator.Answer, Code: 6015, Message: "timed out"}
	case 12:
		return emulator.Fault{Kind: emulator.Answer, Code: 99999, Message: "busy"}
	case 13:
		return emulator.Fault{Kind: emulator.Answer, Code: 0, Message: "超出货道最大库存"}
	}
	return emulator.Fault{Kind: emulator.Answer, Code: 30004, Message: "not in operation", Status: 500}
}

var throttled = []string{"", "0", "1"}

// refusals are codes of the vendor's by which it says that it did not act.
var refusals = []int{10023, 30002, 30004, 6047, 6046, 10001, 6029, 4002, 10009, 4006}

func drawGenerateFault(r *rand.Rand, lagging bool) namedFault {
	switch n := r.IntN(20); {
	case n < 2:
		f := emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: throttled[r.IntN(3)]}
		return namedFault{"throttled", f}
	case n < 4:
		f := emulator.Fault{Kind: emulator.Answer, Code: refusals[r.IntN(len(refusals))], Message: "no"}
		// A refusal that is not true is looked into once, so it must show at once.
		if f.Act = !lagging && r.IntN(4) == 0; f.Act {
			return namedFault{"refused, and acted", f}
		}
		return namedFault{"refused", f}
	case n < 5:
		return namedFault{"credentials", emulator.Fault{Kind: emulator.Answer, Status: 401, Code: 10013, Message: "no"}}
	case n < 7:
		f := emulator.Fault{Kind: emulator.None, Delay: time.Duration(50+r.IntN(500)) * time.Millisecond}
		return namedFault{"slow", f}
	}
	f := lost(r)
	if r.IntN(8) == 0 {
		f = emulator.Fault{Kind: emulator.Answer, Code: 6030, Message: "exists"}
	}
	when := "did not act"
	switch n := r.IntN(10); {
	case n < 5:
		f.Act, when = true, "acted"
	case n < 7:
		f.ActAfterLists, when = 1+r.IntN(2), "acted late"
	}
	if f.Kind == emulator.Stall && f.Act && r.IntN(2) == 0 {
		f.Delay = requestTimeout + time.Duration(r.IntN(150))*time.Millisecond
	}
	return namedFault{label(f) + ", " + when, f}
}

func drawCancelFault(r *rand.Rand) namedFault {
	switch n := r.IntN(10); {
	case n < 1:
		return namedFault{"throttled", emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: throttled[r.IntN(3)]}}
	case n < 3:
		return namedFault{"refused", emulator.Fault{Kind: emulator.Answer, Code: []int{30002, 30004, 4002, 10001}[r.IntN(4)], Message: "no"}}
	}
	f := lost(r)
	if f.Act = r.IntN(2) == 0; f.Act {
		return namedFault{label(f) + ", acted", f}
	}
	return namedFault{label(f) + ", did not act", f}
}

func drawReadFault(r *rand.Rand) namedFault {
	switch n := r.IntN(20); {
	case n < 2:
		return namedFault{"throttled", emulator.Fault{Kind: emulator.Status, Status: 429, RetryAfter: throttled[r.IntN(3)]}}
	case n < 6:
		return namedFault{"refused", emulator.Fault{Kind: emulator.Answer, Code: []int{30002, 30004, 30001, 4002, 10001, 10009}[r.IntN(6)], Message: "no"}}
	case n < 7:
		return namedFault{"credentials", emulator.Fault{Kind: emulator.Answer, Status: 401, Code: 10013, Message: "no"}}
	}
	f := lost(r)
	return namedFault{label(f), f}
}

// label names a fault in the report.
func label(f emulator.Fault) string {
	switch f.Kind {
	case emulator.Answer:
		return fmt.Sprintf("code %d", f.Code)
	case emulator.Status:
		return fmt.Sprintf("HTTP %d", f.Status)
	default:
		return f.Kind.String()
	}
}
