package console

import (
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"terraform-provider-dingshang/internal/emulator"
)

func TestRenewal(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	jwt := func(claims string) string {
		return "e30." + base64.RawURLEncoding.EncodeToString([]byte(claims)) + ".c2ln"
	}
	for name, tc := range map[string]struct {
		token string
		want  time.Time
	}{
		"two weeks":          {jwt(`{"exp": 1801209600}`), time.Unix(1801209600, 0).Add(-renewalMargin)},
		"half a minute":      {jwt(`{"exp": 1800000030}`), now.Add(15 * time.Second)},
		"with a fraction":    {jwt(`{"exp": 1800000200.5}`), now.Add(140 * time.Second)},
		"past, by our clock": {jwt(`{"exp": 1700000000}`), time.Time{}},
		"no end":             {jwt(`{}`), time.Time{}},
		"no claims":          {jwt(`x`), time.Time{}},
		"no base64":          {"a.!!.c", time.Time{}},
		"opaque":             {"0123456789", time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := renewal(tc.token, now); !got.Equal(tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

// A token is renewed ahead of its end, and not before.
func TestTokenIsRenewedAheadOfItsEnd(t *testing.T) {
	b := newBench(t, func(serving *emulator.Config, _ *Config) { serving.Console.TokenLifetime = time.Hour })
	m := b.find(t, testMachine)
	for _, step := range []struct {
		later time.Duration
		want  int
	}{{0, 1}, {58 * time.Minute, 1}, {2 * time.Minute, 2}, {0, 2}, {2 * time.Hour, 3}} {
		b.clock.Advance(step.later)
		if _, err := b.MachineNow(t.Context(), m); err != nil {
			t.Fatal(err)
		}
		if got := len(b.vendor.CallsOf("console.signin")); got != step.want {
			t.Errorf("%d sign-ins %v later, want %d", got, step.later, step.want)
		}
	}
	// No call was made in vain.
	for _, call := range b.vendor.Calls() {
		if call.Message != "ok" {
			t.Errorf("%s: %s", call.Name, call.Message)
		}
	}
}

// A read whose session the server dropped is made once more; sixty at once sign in once.
func TestDroppedSession(t *testing.T) {
	for name, status := range map[string]bool{"HTTP 401": true, "errors only": false} {
		t.Run(name, func(t *testing.T) {
			b := newBench(t, func(serving *emulator.Config, _ *Config) {
				serving.Fleet, serving.Console.UnauthorizedStatus = fleetOf(60), status
			})
			b.find(t, "20000000")
			b.vendor.RevokeTokens()
			var group sync.WaitGroup
			for i := range 60 {
				group.Go(func() {
					m := b.find(t, fmt.Sprint(20000000+i))
					if _, err := b.MachineNow(t.Context(), m); err != nil {
						t.Error(err)
					}
				})
			}
			group.Wait()
			if got := len(b.vendor.CallsOf("console.signin")); got != 2 {
				t.Errorf("%d sign-ins", got)
			}
		})
	}
}

// The very first read may be answered so, too.
func TestFirstReadRejected(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Fail("console.machines", 1, emulator.Fault{Kind: emulator.Status, Status: 401})
	b.find(t, testMachine)
	b.wantCalls(t, map[string]int{"signin": 2, "machines": 2})
}

// A new sign-in does not help a user without the permission, and is not tried for ever.
func TestSigningInAgainEnds(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Forbid("machines")
	for range 5 {
		_, err := b.Machine(t.Context(), testMachine)
		if e := failureOf(t, err); e.Kind != KindRejected || e.Operation != "machines" || e.Message != "permission denied" {
			t.Error(err)
		}
	}
	b.wantCalls(t, map[string]int{"signin": 2, "machines": 6})
}

// What is wrong stays wrong: a rejected sign-in is not tried again, or accounts get locked.
func TestWrongPassword(t *testing.T) {
	b := newBench(t, func(_ *emulator.Config, asking *Config) { asking.Password = "not-the-password" })
	for range 5 {
		_, err := b.Machine(t.Context(), testMachine)
		if e := failureOf(t, err); e.Kind != KindNotSignedIn || e.Operation != "signin" || e.Message != "invalid email or password" {
			t.Error(err)
		}
	}
	b.wantCalls(t, map[string]int{"signin": 1})
}

func TestSigningInIsRepeatedOnTheWay(t *testing.T) {
	b := newBench(t, nil)
	b.vendor.Fail("console.signin", 1, emulator.Fault{Kind: emulator.Reset})
	b.vendor.Fail("console.signin", 1, emulator.Fault{Kind: emulator.HTML})
	b.find(t, testMachine)
	b.wantCalls(t, map[string]int{"signin": 3, "machines": 1})
}

// Characters outside those that a browser's console leaves alone enter the signature encoded.
func TestUnusualPasswords(t *testing.T) {
	for _, password := range []string{"p a%s\"s", "密码", "a&b=c+d", strings.Repeat("x", 100)} {
		b := newBench(t, func(serving *emulator.Config, asking *Config) {
			serving.Console.Password, asking.Password = password, password
		})
		b.find(t, testMachine)
	}
}

func TestNotConfigured(t *testing.T) {
	b := newBench(t, func(_ *emulator.Config, asking *Config) { asking.Email, asking.Password = "", "" })
	_, err := b.Machine(t.Context(), testMachine)
	if e := failureOf(t, err); e.Kind != KindNotConfigured || fmt.Sprint(e.Missing) != fmt.Sprint([]Setting{SettingEmail, SettingPassword}) {
		t.Errorf("%v, missing %v", err, e.Missing)
	}
	b.wantCalls(t, nil)
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for _, address := range []string{"console.example.com", "ftp://console.example.com", "https:///graphql", "https://me:secret@console.example.com/", "https://console.example.com/#a"} {
		if _, err := New(Config{URL: address}); err == nil || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", address, err)
		}
	}
}
