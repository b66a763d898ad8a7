package emulator

import (
	"maps"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"
)

func TestHooks(t *testing.T) {
	s, c := start(t, Config{})
	var seen []string
	note := func(where string) func(Call) {
		return func(call Call) {
			seen = append(seen, where+" "+call.Name+" "+strconv.Itoa(len(s.Live("")))+" "+strconv.FormatBool(call.Acted))
		}
	}
	s.Before("generate", note("before"))
	s.After("generate", note("after"))
	s.After("", note("any"))
	s.OnCall(note("told"))
	c.generate(nil).wantOK(t)
	c.codes()
	want := []string{
		"before generate 0 false", "after generate 1 true", "any generate 1 true", "told generate 1 true",
		"any codes 1 false", "told codes 1 false",
	}
	if !slices.Equal(seen, want) {
		t.Errorf("got %q", seen)
	}
}

func TestAHookMayTakeTheMachineOffline(t *testing.T) {
	s, c := start(t, Config{})
	s.Before("generate", func(Call) { s.SetOnline(testMachine, false) })
	c.generate(nil).want(t, 30002, "")
}

func TestRecord(t *testing.T) {
	s, c := start(t, Config{})
	c.generate(map[string]string{"count": "2"}).wantOK(t)
	c.codes()
	c.call("POST", "rent/machines/1", nil)
	call := s.CallsOf("generate")[0]
	if call.N != 1 || call.HTTPMethod != "POST" || call.MachineNo != testMachine || call.ProductID != testCola ||
		call.Params["count"] != "2" || call.Status != 200 || call.Message != "ok" || !call.Acted || call.Did != "generated 2 codes" ||
		!call.Time.Equal(noon) || call.Duration <= 0 {
		t.Errorf("%+v", call)
	}
	call.Params["count"] = "3"
	if s.Calls()[0].Params["count"] != "2" {
		t.Error("the record can be changed from outside")
	}
	if want := map[string]int{"generate": 1, "codes": 1, "machine": 1}; !maps.Equal(s.Count(), want) {
		t.Error(s.Count())
	}
	s.ResetCalls()
	c.codes()
	if calls := s.Calls(); len(calls) != 1 || calls[0].N != 4 {
		t.Error(calls)
	}
}

// Calls meet in a hook that lets nobody go before all have come.
func TestPeakConcurrency(t *testing.T) {
	const clients = 8
	s, c := start(t, Config{})
	var all, done sync.WaitGroup
	all.Add(clients)
	s.Before("machines", func(Call) { all.Done(); all.Wait() })
	for range clients {
		done.Go(func() {
			if _, err := c.send("POST", basePath+"rent/machines", nil); err != nil {
				t.Error(err)
			}
		})
	}
	done.Wait()
	if got := s.PeakConcurrency(); got != clients {
		t.Error(got)
	}
	s.waitIdle()
	s.ResetCalls()
	if got := s.PeakConcurrency(); got != 0 {
		t.Error(got)
	}
}

func TestConcurrentUse(t *testing.T) {
	s, c := start(t, Config{Latency: time.Microsecond})
	s.OnCall(func(Call) { s.Count() })
	var done sync.WaitGroup
	for range 4 {
		done.Go(func() {
			for range 10 {
				body := c.signedBody(generateParams(map[string]string{"count": "5", "code_length": "6"}))
				if got, err := c.send("POST", basePath+"pickup_codes", body); err != nil || got.message != "ok" {
					t.Error(got, err)
				}
				if _, err := c.send("POST", basePath+"products", c.signedBody(map[string]string{"machine_no": testMachine})); err != nil {
					t.Error(err)
				}
			}
		})
		done.Go(func() {
			for range 10 {
				code := s.Generate(testMachine, testCola, 1, 6, "")[0]
				s.SetInventory(testMachine, testCola, 30, 50)
				if err := s.Redeem(testMachine, testCola, code.Code); err != nil {
					t.Error(err)
				}
				s.HideNewCodes(1)
				s.Live("")
				s.Calls()
				s.Fail("codes", 1, Fault{Kind: Reset})
				s.AddProduct(testMachine, Product{ID: "9", Inventory: 1})
			}
		})
	}
	done.Wait()
	numbers := map[string]bool{}
	for _, code := range s.Codes(testMachine, testCola) {
		if numbers[code.Code] {
			t.Error("a number was given twice")
		}
		numbers[code.Code] = true
	}
	if len(numbers) != 4*10*5+4*10 || len(s.Live("")) != 4*10*5 {
		t.Error(len(numbers), len(s.Live("")))
	}
}

func TestControlOfWhatNeverWasPanics(t *testing.T) {
	s := New(Config{})
	for name, misuse := range map[string]func(){
		"machine": func() { s.SetOnline("1", true) },
		"product": func() { s.SetInventory(testMachine, "1", 1, 1) },
		"expiry":  func() { s.Generate(testMachine, testCola, 1, 6, "tomorrow") },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s: no panic", name)
				}
			}()
			misuse()
		}()
	}
	s.Live("") // the lock is free again
}
