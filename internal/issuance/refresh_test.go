package issuance

import (
	"slices"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/clock/clocktest"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/emulator"
)

// made is a resource with n codes of cola.
func (b *bench) made(t *testing.T, n int64) Holding {
	t.Helper()
	o := b.expiring(n)
	outcome := b.generate(t, o)
	if _, ok := outcome.(Made); !ok {
		t.Fatalf("got %s", text(outcome))
	}
	return holding(o, outcome)
}

// unknown is a resource whose creation was lost, and whose request acts when the test
// calls ActLate.
func (b *bench) unknown(t *testing.T, o Spec) Holding {
	t.Helper()
	b.vendor.Fail("generate", 1, emulator.Fault{Kind: emulator.Hangup, ActAfterLists: 1000})
	outcome := b.generate(t, o)
	wantOutcome(t, outcome, "unsettled")
	return holding(o, outcome)
}

func statuses(codes []Code) (all []string) {
	for _, code := range codes {
		all = append(all, code.ID+" "+code.Status)
	}
	return all
}

func TestRefreshStatuses(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 3)
	if err := b.vendor.Redeem(machineNo, cola, h.Codes[0].Code); err != nil {
		t.Fatal(err)
	}
	b.vendor.Cancel(machineNo, "2112")
	r := b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "statuses", statuses(r.Codes), []string{"2111 USED_OR_CANCELLED", "2112 USED_OR_CANCELLED", "2113 UNUSED"})
	h.Codes = r.Codes
	b.clock.Advance(2 * time.Hour)
	r = b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "once expired", statuses(r.Codes), []string{"2111 USED_OR_CANCELLED", "2112 USED_OR_CANCELLED", "2113 EXPIRED"})
	if r.Failure != nil || len(r.Foreign)+len(r.Shared)+len(r.Unreadable)+len(r.Adopted) > 0 {
		t.Errorf("got %+v", r)
	}
}

// A list that lags, or is wrongly empty, or a wrong clock: the next refresh decides anew.
func TestRefreshTakesBack(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 1)
	b.vendor.Fail("codes", 1, emulator.Fault{Kind: emulator.Answer, Message: "ok"})
	r := b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "wrongly empty", statuses(r.Codes), []string{"2111 USED_OR_CANCELLED"})
	h.Codes = r.Codes
	r = b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "listed again", statuses(r.Codes), []string{"2111 UNUSED"})
	h.Codes[0].Status = StatusExpired
	r = b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "after a wrong clock", statuses(r.Codes), []string{"2111 UNUSED"})
}

func TestRefreshOffline(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 2)
	b.vendor.SetOnline(machineNo, false)
	r := b.nextRun(t).Refresh(t.Context(), h)
	if !dingshang.IsKind(r.Failure, dingshang.KindOffline) || r.Listed || !slices.Equal(statuses(r.Codes), statuses(h.Codes)) {
		t.Errorf("got %+v", r)
	}
}

// What is listed under a known id and differs is another code: state keeps what it has.
func TestRefreshAnotherCodeUnderAKnownID(t *testing.T) {
	for name, change := range map[string]func(map[string]any){
		"number": func(e map[string]any) { e["code"] = "000000" },
		"length": func(e map[string]any) { e["code"] = "12345678" },
		"expiry": func(e map[string]any) { e["expired_at"] = "2026-03-02 23:00:00" },
		"never":  func(e map[string]any) { delete(e, "expired_at") },
	} {
		for _, stored := range []bool{true, false} {
			if name == "number" && !stored {
				continue
			}
			b := newBench(t)
			h := b.made(t, 2)
			if !stored {
				h.Codes[0].Code, h.Codes[1].Code = "", ""
			}
			b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
				for _, element := range elements {
					if elementID(element) == "2112" {
						change(element.(map[string]any))
					}
				}
				return elements
			})
			r := b.nextRun(t).Refresh(t.Context(), h)
			wantIDs(t, name+", foreign", r.Foreign, []string{"2112"})
			wantIDs(t, name, statuses(r.Codes), []string{"2111 UNUSED", "2112 UNUSED"})
			if r.Codes[1] != h.Codes[1] {
				t.Errorf("%s: state has %+v, want %+v", name, r.Codes[1], h.Codes[1])
			}
		}
	}
}

// One element that cannot be read is named, keeps its status, and hides no other.
func TestRefreshUnreadableElement(t *testing.T) {
	b := newBench(t)
	h := b.made(t, 3)
	b.vendor.Cancel(machineNo, "2113")
	b.vendor.EditList("codes", func(_ emulator.Call, elements []any) []any {
		for _, element := range elements {
			if elementID(element) == "2112" {
				element.(map[string]any)["expired_at"] = "soon"
			}
		}
		return append(elements, elements[len(elements)-1])
	})
	r := b.nextRun(t).Refresh(t.Context(), h)
	wantIDs(t, "statuses", statuses(r.Codes), []string{"2111 UNUSED", "2112 UNUSED", "2113 USED_OR_CANCELLED"})
	if len(r.Unreadable) != 1 {
		t.Errorf("unreadable: %v", r.Unreadable)
	}
}

// A later refresh adopts the codes of a pending request, in whatever zone the server
// writes; only codes that were created when it was sent.
func TestRefreshAdopts(t *testing.T) {
	chinese := func(at time.Time) string { return at.In(dingshang.China).Format(time.DateTime) }
	utc := func(at time.Time) string { return at.UTC().Format(time.DateTime) }
	const late = "unsettled late 2111,2112"
	for name, tc := range map[string]struct {
		after   time.Duration // created that long after the request was sent
		written func(time.Time) string
		marked  string
		not     string // of an unmarked request
	}{
		"at once, GMT+8":             {time.Second, chinese, "made 2111,2112", "made 2111,2112"},
		"at once, UTC":               {time.Second, utc, "made 2111,2112", "made 2111,2112"},
		"server's clock behind":      {-50 * time.Second, chinese, "made 2111,2112", "made 2111,2112"},
		"at the end of the time":     {2 * settleTime, utc, "made 2111,2112", "made 2111,2112"},
		"after the time":             {2*settleTime + 2*time.Second, utc, late, late},
		"half an hour later":         {30 * time.Minute, chinese, late, late},
		"an hour later":              {time.Hour, chinese, late, late},
		"an hour later, UTC":         {time.Hour, utc, late, late},
		"two hours before":           {-2 * time.Hour, utc, late, late},
		"this clock ten minutes off": {-10 * time.Minute, chinese, late, late},
		"and ahead":                  {10 * time.Minute, utc, late, late},
		"unreadable":                 {0, func(time.Time) string { return "just now" }, late, late},
	} {
		for _, kind := range []string{"marked", "unmarked"} {
			t.Run(name+", "+kind, func(t *testing.T) {
				b := newBench(t)
				o := kinds[kind](b)
				o.Count = 2
				h := b.unknown(t, o)
				b.vendor.EditGenerated(func(g *emulator.Generated) { g.CreatedAt = tc.written(h.Pending[0].SentAt.Add(tc.after)) })
				b.vendor.ActLate()
				later := b.nextRun(t)
				r := later.Refresh(t.Context(), h)
				want := map[string]string{"marked": tc.marked, "unmarked": tc.not}[kind]
				if texts(r.Outcomes) != want || !slices.Equal(IDs(r.Adopted), IDs(Claimed(r.Outcomes))) || len(r.Codes) != len(r.Adopted) {
					t.Errorf("got %s, adopted %v, want %s", texts(r.Outcomes), IDs(r.Adopted), want)
				}
				// What may be the request's keeps it from being taken for one without effect.
				if u, ok := r.Outcomes[0].(Unsettled); ok && u.Abandoned() {
					t.Error("taken to have had no effect")
				}
			})
		}
	}
}

// Part of the codes is adopted at once, the rest by a later refresh; then nothing is pending.
func TestRefreshAdoptsBitByBit(t *testing.T) {
	b := newBench(t)
	o := b.expiring(3)
	h := b.unknown(t, o)
	b.vendor.ActLate()
	b.hideOnce("2112")
	r := b.nextRun(t).Refresh(t.Context(), h)
	if texts(r.Outcomes) != "unsettled codes 2111,2113" {
		t.Fatalf("got %s", texts(r.Outcomes))
	}
	h.Codes, h.Pending = r.Codes, StillPending(r.Outcomes)
	r = b.nextRun(t).Refresh(t.Context(), h)
	if texts(r.Outcomes) != "made 2112" {
		t.Errorf("got %s", texts(r.Outcomes))
	}
	wantIDs(t, "in state: what was there, then what is new", IDs(r.Codes), []string{"2111", "2113", "2112"})
}

// A stranger's codes carry the mark too: nothing is claimed.
func TestRefreshContested(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.stranger(1, 6, h.Pending[0].ExpiresAt)
	b.vendor.ActLate()
	r := b.nextRun(t).Refresh(t.Context(), h)
	if texts(r.Outcomes) != "contested 2111,2112,2113" || len(r.Codes) > 0 {
		t.Fatalf("got %s", texts(r.Outcomes))
	}
	// Once somebody has cancelled them all, the request had no effect.
	h.Pending = StillPending(r.Outcomes)
	for _, id := range []string{"2111", "2112", "2113"} {
		b.vendor.Cancel(machineNo, id)
	}
	outcomes := b.nextRun(t).Resume(t.Context(), h)
	if u, ok := outcomes[0].(Unsettled); !ok || !u.Abandoned() {
		t.Errorf("got %s", texts(outcomes))
	}
}

// A request whose expiry is past can leave nothing that is worth anything.
func TestRefreshAfterTheExpiry(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.clock.Advance(2 * time.Hour)
	r := b.nextRun(t).Refresh(t.Context(), h)
	if texts(r.Outcomes) != "made" || len(StillPending(r.Outcomes)) > 0 {
		t.Errorf("got %s", texts(r.Outcomes))
	}
}

// By a clock that is wrong at one refresh, a pending request is not given up while its
// codes are listed.
func TestRefreshByAWrongClock(t *testing.T) {
	for _, kind := range []string{"marked", "all products"} {
		b := newBench(t)
		o := kinds[kind](b)
		b.vendor.HideNewCodesFor(time.Minute)
		h := holding(o, b.generate(t, o))
		b.clock.Advance(time.Hour - 2*time.Minute)
		later := b.nextRun(t)
		later.Engine.clock = clocktest.New(b.clock.Now().AddDate(1, 0, 0))
		r := later.Refresh(t.Context(), h)
		if !slices.Equal(IDs(r.Codes), b.ours()) || len(r.Codes) == 0 {
			t.Errorf("%s: adopted %v of %v", kind, IDs(r.Codes), b.ours())
		}
	}
}

func TestRefreshPendingAndOffline(t *testing.T) {
	b := newBench(t)
	h := b.unknown(t, b.expiring(2))
	b.vendor.SetOnline(machineNo, false)
	later := b.nextRun(t)
	r := later.Refresh(t.Context(), h)
	if r.Outcomes != nil || r.Failure == nil || !later.PendingAt(h.Target) {
		t.Errorf("got %s, %v, pending %t", texts(r.Outcomes), r.Failure, later.PendingAt(h.Target))
	}
}

// A growth is not tainted, so that errors in plans of new resources need not become
// warnings for it.
func TestPendingAt(t *testing.T) {
	b := newBench(t)
	o := b.expiring(2)
	growth := holding(o, b.generate(t, o))
	growth.Pending = b.unknown(t, o).Pending
	creation := growth
	creation.Codes = nil
	for h, want := range map[*Holding]bool{&growth: false, &creation: true} {
		later := b.nextRun(t)
		later.Refresh(t.Context(), *h)
		if later.PendingAt(o.Target) != want {
			t.Errorf("%d codes, %d requests: pending %t", len(h.Codes), len(h.Pending), !want)
		}
	}
}
