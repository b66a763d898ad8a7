package emulator

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"
)

// counts is how many codes each of n lists shows.
func (c *client) counts(n int) string {
	c.t.Helper()
	var out []int
	for range n {
		out = append(out, len(c.codes()))
	}
	return fmt.Sprint(out)
}

func TestNewCodesStayHiddenForSomeLists(t *testing.T) {
	s, c := start(t, Config{})
	s.Generate(testMachine, testCola, 1, 6, "")
	s.HideNewCodes(2)
	c.generate(map[string]string{"count": "3"}).wantOK(t)
	s.HideNewCodes(0)
	c.generate(nil).wantOK(t)
	if got := c.counts(4); got != "[2 2 5 5]" {
		t.Error(got)
	}
	if len(s.Live(testMachine)) != 5 {
		t.Error("hidden codes live all the same")
	}
}

func TestSpoiltListsDoNotCountTowardsALag(t *testing.T) {
	s, c := start(t, Config{})
	s.HideNewCodes(1)
	c.generate(nil).wantOK(t)
	s.Fail("codes", 2, Fault{Kind: HTML})
	for range 2 {
		if got := c.call("POST", "products/"+testCola+"/pickup_code", map[string]string{"machine_no": testMachine}); got.status != 502 {
			t.Fatal(got)
		}
	}
	if got := c.counts(2); got != "[0 1]" {
		t.Error(got)
	}
}

func TestNewCodesStayHiddenForSomeTime(t *testing.T) {
	var passed atomic.Int64
	now := func() time.Time { return noon.Add(time.Duration(passed.Load())) }
	s, c := start(t, Config{Now: now})
	s.HideNewCodesFor(time.Minute)
	c.generate(nil).wantOK(t)
	passed.Store(int64(time.Minute) - 1)
	if got := c.counts(2); got != "[0 0]" {
		t.Error(got)
	}
	passed.Add(1)
	if got := c.counts(1); got != "[1]" {
		t.Error(got)
	}
}

func TestGoneCodesStayVisibleForSomeLists(t *testing.T) {
	s, c := start(t, Config{})
	codes := s.Generate(testMachine, testCola, 3, 6, "")
	s.KeepGoneCodes(2)
	s.Cancel(testMachine, codes[0].ID)
	if err := s.Redeem(testMachine, testCola, codes[1].Code); err != nil {
		t.Fatal(err)
	}
	if got := c.counts(3); got != "[3 3 1]" {
		t.Error(got)
	}
}

func TestActAfterLists(t *testing.T) {
	for _, kind := range []FaultKind{None, Reset, Status} {
		t.Run(kind.String(), func(t *testing.T) {
			s, c := start(t, Config{})
			s.Fail("generate", 1, Fault{Kind: kind, ActAfterLists: 2})
			_, err := c.send("POST", basePath+"pickup_codes", c.signedBody(generateParams(map[string]string{"count": "4"})))
			if (err != nil) != (kind == Reset) {
				t.Fatal(err)
			}
			s.Generate(testMachine, "1323443", 1, 6, "")
			c.call("POST", "products/1323443/pickup_code", map[string]string{"machine_no": testMachine}).wantOK(t)
			if s.CallsOf("generate")[0].Acted {
				t.Error("acted at once")
			}
			if got := c.counts(4); got != "[0 0 4 4]" {
				t.Error(got)
			}
			if !s.CallsOf("generate")[0].Acted {
				t.Error("the late act is not recorded")
			}
		})
	}
}

func TestActLate(t *testing.T) {
	s, c := start(t, Config{})
	s.Fail("generate", 2, Fault{ActAfterLists: 9})
	c.generate(map[string]string{"count": "51"}).want(t, 0, "超出货道最大库存")
	c.generate(map[string]string{"count": "50"}).wantOK(t)
	if n := s.ActLate(); n != 1 || len(s.Live("")) != 50 {
		t.Error(n, len(s.Live("")))
	}
	s.Fail("generate", 1, Fault{ActAfterLists: 1})
	c.generate(nil).wantOK(t)
	s.SetOnline(testMachine, false)
	if s.ActLate(); len(s.Live("")) != 50 {
		t.Error("a late call reached a machine that is offline by then")
	}
}
