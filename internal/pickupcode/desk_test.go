package pickupcode

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// waiters starts a turn at each place, one after the other, and returns what the order
// of those that got it was. Every turn lasts a second.
func waiters(t *testing.T, places ...place) (starts []time.Duration) {
	t.Helper()
	starts = make([]time.Duration, len(places))
	synctest.Test(t, func(t *testing.T) {
		desk, begin := NewDesk(), time.Now()
		for i, p := range places {
			go func() {
				done, err := desk.turn(t.Context(), p)
				if err != nil {
					t.Error(err)
					return
				}
				starts[i] = time.Since(begin)
				time.Sleep(time.Second)
				done()
			}()
			synctest.Wait()
		}
		time.Sleep(time.Minute)
	})
	return starts
}

func TestTurns(t *testing.T) {
	cola, tea := place{"16327138", "1"}, place{"16327138", "2"}
	every, other := place{"16327138", ""}, place{"16327140", "1"}
	const s = time.Second
	for name, tc := range map[string]struct {
		places []place
		want   []time.Duration
	}{
		"one product":                      {[]place{cola, cola, cola}, []time.Duration{0, s, 2 * s}},
		"two products":                     {[]place{cola, tea}, []time.Duration{0, 0}},
		"two machines":                     {[]place{every, other}, []time.Duration{0, 0}},
		"every product waits for all":      {[]place{cola, tea, every}, []time.Duration{0, 0, s}},
		"all wait for every product":       {[]place{every, cola, tea}, []time.Duration{0, s, s}},
		"every product twice":              {[]place{every, every}, []time.Duration{0, s}},
		"nobody overtakes every product":   {[]place{cola, every, tea}, []time.Duration{0, s, 2 * s}},
		"who waits for a product is alone": {[]place{cola, cola, tea}, []time.Duration{0, s, 0}},
	} {
		t.Run(name, func(t *testing.T) {
			starts := waiters(t, tc.places...)
			for i, want := range tc.want {
				if starts[i] != want {
					t.Errorf("%s, number %d, started after %s instead of %s", tc.places[i], i, starts[i], want)
				}
			}
		})
	}
}

func TestTurnGivenUp(t *testing.T) {
	cola, every := place{"16327138", "1"}, place{"16327138", ""}
	for name, first := range map[string]place{"behind the product": cola, "behind every product": every} {
		t.Run(name, func(t *testing.T) {
			desk := NewDesk()
			done, err := desk.turn(t.Context(), first)
			if err != nil {
				t.Fatal(err)
			}
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if _, err := desk.turn(ctx, cola); !errors.Is(err, context.Canceled) {
				t.Errorf("the turn was given: %v", err)
			}
			done()
			// What the one who gave up held is free again.
			for _, p := range []place{cola, every, cola} {
				next, err := desk.turn(t.Context(), p)
				if err != nil {
					t.Fatal(err)
				}
				next()
			}
		})
	}
}

func TestClosed(t *testing.T) {
	cola, tea := place{"16327138", "1"}, place{"16327138", "2"}
	every, other := place{"16327138", ""}, place{"16327140", "1"}
	desk := NewDesk()
	desk.close(cola)
	if !desk.isClosed(cola) || !desk.isClosed(every) || desk.isClosed(tea) || desk.isClosed(other) {
		t.Error("closing a product must close it and every product of the machine, and nothing else")
	}
	desk = NewDesk()
	desk.close(every)
	if !desk.isClosed(cola) || !desk.isClosed(tea) || !desk.isClosed(every) || desk.isClosed(other) {
		t.Error("closing every product must close the machine, and no other")
	}
}

func TestOwners(t *testing.T) {
	desk := NewDesk()
	desk.own("16327138", []string{"1", "2"}, "a")
	if twice := desk.own("16327138", []string{"2", "3"}, "b"); !slices.Equal(twice, []string{"2"}) {
		t.Errorf("in two resources: %v", twice)
	}
	owned := desk.owned("16327138")
	if !owned("1") || !owned("3") || owned("4") || desk.owned("16327140")("3") {
		t.Error("codes 1 to 3 of the machine are owned, and no other")
	}
	if noted := desk.withOwned("16327138", []string{"9"}); !slices.Equal(noted, []string{"9", "1", "2", "3"}) {
		t.Errorf("noted %v", noted)
	}
}
