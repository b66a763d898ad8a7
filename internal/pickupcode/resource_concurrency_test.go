package pickupcode_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

// several is n resources of one product.
func several(n int, arguments ...string) string {
	var body strings.Builder
	for i := range n {
		body.WriteString(colaCodes(fmt.Sprintf("r%d", i), arguments...))
	}
	return body.String()
}

// Resources of one product that have marks do not wait for each other: their generating
// calls overlap, and each creation costs three calls.
func TestAccPickupCodesResource_noQueue(t *testing.T) {
	const latency = 100 * time.Millisecond
	w := acctest.NewWorkspace(t, func(c *emulator.Config) { c.Latency = latency })
	w.Config(several(20, "code_count = 2", expiry)).Apply()
	balanced(t, w)
	n := w.Vendor.Count()
	same(t, "calls", [2]int{n["generate"], n["codes"]}, [2]int{20, 40})

	calls := w.Vendor.CallsOf("generate")
	overlapping := 0
	for _, a := range calls {
		for _, b := range calls {
			if a.N != b.N && !b.Time.Before(a.Time) && b.Time.Before(a.Time.Add(latency)) {
				overlapping++
				break
			}
		}
	}
	// Terraform works at ten resources at a time: the last of each ten may be alone.
	if overlapping < 10 {
		t.Errorf("%d of 20 generating calls were sent while another was under way: they wait for each other", overlapping)
	}
	marks := map[string]bool{}
	for _, call := range calls {
		marks[call.Params["expired_at"]] = true
	}
	same(t, "marks", len(marks), 20)
	all := w.Vendor.Calls()
	t.Logf("20 creations took %s from the first call to the last; one takes %s", calls[19].Time.Add(2*latency).Sub(first(all, "codes").Time), 3*latency)
	w.Empty()
	w.Destroy()
	gone(t, w)
}

func first(calls []emulator.Call, name string) emulator.Call {
	for _, call := range calls {
		if call.Name == name {
			return call
		}
	}
	return emulator.Call{}
}

// Without an expiry they take turns, and no code is in two states.
func TestAccPickupCodesResource_queueWithoutExpiry(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.HideNewCodes(1)
	w.Vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Delay: 20 * time.Millisecond} })
	w.Config(several(3, "code_count = 3") + everyProduct(acctest.Machine)).Apply("-parallelism=50")
	balanced(t, w)
	w.Vendor.HideNewCodes(0)
	for i, call := range w.Vendor.Calls() {
		if !strings.HasPrefix(call.Name, "generate") {
			continue
		}
		for _, next := range w.Vendor.Calls()[i+1:] {
			if strings.HasPrefix(next.Name, "generate") && next.Time.Before(call.Time.Add(call.Duration)) {
				t.Errorf("%s %d was sent before %d was answered", next.Name, next.N, call.N)
			}
		}
	}
	w.Apply()
	w.Empty()
	w.Destroy()
	gone(t, w)
}

// Resources for one product, another one and all products of one machine, with and
// without an expiry, all at once, with lists that lag.
func TestAccPickupCodesResource_mixed(t *testing.T) {
	w := acctest.NewWorkspace(t)
	w.Vendor.HideNewCodes(1)
	w.Config(colaCodes("a", "code_count = 3") + colaCodes("b", "code_count = 3", expiry) + colaCodes("c", "code_count = 2", expiry) +
		strings.ReplaceAll(colaCodes("d", "code_count = 2"), acctest.Cola, "1323443") + everyProduct(acctest.Machine, expiry))
	w.Apply("-parallelism=50")
	balanced(t, w)
	same(t, "resources in state", len(instances(t, w)), 5)
	same(t, "live codes", len(w.Vendor.Live("")), 26)
	w.Vendor.HideNewCodes(0)
	w.Apply()
	w.Empty()
	w.Destroy()
	gone(t, w)
}

// Two resources of one product are replaced at once.
func TestAccPickupCodesResource_replacedTogether(t *testing.T) {
	for kind, arguments := range map[string]string{"with expiry": expiry, "without expiry": ""} {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			for length := 6; length < 8; length++ {
				w.Config(several(2, "code_count = 3", fmt.Sprintf("code_length = %d", length), arguments, createBeforeDestroy)).Apply()
				balanced(t, w)
			}
			w.Empty()
			same(t, "live codes", len(w.Vendor.Live("")), 6)
		})
	}
}

// Two aliases of a provider are two processes that know nothing of each other.
func TestAccPickupCodesResource_twoAliases(t *testing.T) {
	for kind, arguments := range map[string]string{"with expiry": expiry, "without expiry": ""} {
		t.Run(kind, func(t *testing.T) {
			w := acctest.NewWorkspace(t)
			settings := w.Fixture.ProviderConfig(`settle_time = "1s"`)
			alias := strings.Replace(settings, "provider \"dingshang\" {", "provider \"dingshang\" {\n  alias = \"b\"", 1)
			w.Vendor.Inject(func(emulator.Call) *emulator.Fault { return &emulator.Fault{Delay: 30 * time.Millisecond} })
			w.WholeConfig(settings + alias + colaCodes("a", "code_count = 2", arguments) + colaCodes("b", "code_count = 2", arguments, "provider = dingshang.b"))
			said, _ := w.Run("apply", "-auto-approve")
			nothingLost(t, w, said)
			owner := map[string]string{}
			for _, i := range instances(t, w) {
				for _, id := range i.ids() {
					if owner[id] != "" {
						t.Errorf("code %s is in %s and %s", id, owner[id], i.Name)
					}
					owner[id] = i.Name
				}
			}
			if kind == "with expiry" && len(owner) == 4 {
				w.Empty()
			}
		})
	}
}

// Keys of for_each come, go and move, at once and with lists that still show what is gone.
func TestAccPickupCodesResource_forEach(t *testing.T) {
	w := acctest.NewWorkspace(t)
	list := func(keys ...string) string {
		return colaCodes("s", `for_each = toset(["`+strings.Join(keys, `", "`)+`"])`, "code_count = 3", expiry)
	}
	w.Config(list("a", "b", "c")).Apply("-parallelism=50")
	balanced(t, w)
	w.Vendor.KeepGoneCodes(2)
	w.Config(list("b", "x", "y") + "moved {\n  from = dingshang_pickup_codes.s[\"a\"]\n  to   = dingshang_pickup_codes.s[\"x\"]\n}\n").Apply("-parallelism=50")
	w.Vendor.KeepGoneCodes(0)
	w.Apply("-refresh-only")
	balanced(t, w)
	w.Do("state", "mv", `dingshang_pickup_codes.s["x"]`, `dingshang_pickup_codes.s["z"]`)
	w.Config(list("b", "z", "y")).Empty()
	w.Apply(`-replace=dingshang_pickup_codes.s["z"]`)
	balanced(t, w)
	w.Destroy()
	gone(t, w)
}

// Planning 60 resources on one machine asks for the machine once and for its products
// once, cabinet by cabinet; refreshing them lists each product once.
func TestAccPickupCodesResource_sharedRequests(t *testing.T) {
	w := acctest.NewWorkspace(t)
	var body strings.Builder
	for i := range 60 {
		product := emulator.SampleFleet().Machines[0].Products[i%3].ID
		body.WriteString(strings.ReplaceAll(colaCodes(fmt.Sprintf("r%d", i), expiry), acctest.Cola, product))
	}
	w.Config(body.String())
	w.Do("plan")
	same(t, "calls of the plan", w.Vendor.Count(), map[string]int{"machine": 1, "products": 2})
	w.Vendor.ResetCalls()
	w.Apply("-parallelism=60")
	n := w.Vendor.Count()
	same(t, "calls of the apply", [2]int{n["generate"], n["codes"]}, [2]int{60, 120})
	balanced(t, w)
	w.Vendor.ResetCalls()
	w.Empty()
	same(t, "calls of the refresh", w.Vendor.Count(), map[string]int{"codes": 3})
	w.Destroy()
	gone(t, w)
}
