package issuance

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/emulator"
	"terraform-provider-dingshang/internal/transport"
)

// The server makes codes of every product that the machine has when the request arrives,
// also of one that the list of products from before does not show.
func TestAllProductsThatAreNotListedBefore(t *testing.T) {
	for name, prepare := range map[string]func(*emulator.Server){
		"added meanwhile": func(vendor *emulator.Server) {
			vendor.Before("generate_all", func(emulator.Call) {
				vendor.AddProduct(machineNo, emulator.Product{ID: "1323499", Name: "橙汁", Channel: emulator.Channel{CabinetName: "B"}, CurrentInventory: 5, Inventory: 5})
			})
		},
		"left out once": func(vendor *emulator.Server) {
			vendor.EditList("products", func(_ emulator.Call, products []any) []any {
				if len(products) < 2 {
					return products
				}
				vendor.EditList("products", nil)
				return products[1:]
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
				prepare(b.vendor)
				outcome := b.generate(t, o)
				b.wantNothingLost(t, outcome, 1)
				if made, ok := outcome.(Made); !ok || len(made.Codes) != len(b.ours()) {
					t.Errorf("got %s", text(outcome))
				}
			})
		})
	}
}

// What a look shows counts where another product cannot be listed, and later lists leave
// it out.
func TestAllProductsSeenInAPartOfTheLists(t *testing.T) {
	forAllProducts(t, func(t *testing.T, b *bench, o Spec) {
		b.vendor.After("generate_all", func(emulator.Call) {
			failed, shown := 0, 0
			b.vendor.Inject(func(c emulator.Call) *emulator.Fault {
				if c.Name != "codes" || c.ProductID != cola || failed == 2 {
					return nil
				}
				failed++ // the call and its repetition
				return &emulator.Fault{Kind: emulator.HTML}
			})
			b.vendor.EditList("codes", func(c emulator.Call, codes []any) []any {
				if c.ProductID != "1323443" {
					return codes
				}
				if shown++; shown > 1 {
					return nil
				}
				return codes
			})
		})
		outcome := b.generate(t, o)
		b.wantNothingLost(t, outcome, 1)
	})
}

// Products that cannot be listed after the request do not hide the codes of the others,
// nor hold up the end.
func TestAllProductsNotListedAfterwards(t *testing.T) {
	t.Run("failing", func(t *testing.T) {
		b := newBench(t)
		b.vendor.After("generate_all", func(emulator.Call) {
			b.vendor.Fail("products", 1000, emulator.Fault{Kind: emulator.Answer, Code: 6015, Message: "timed out"})
		})
		outcome := b.generate(t, kinds["all products"](b))
		b.wantNothingLost(t, outcome, 1)
		if u, ok := outcome.(Unsettled); !ok || !slices.Equal(IDs(u.Codes), b.ours()) {
			t.Errorf("got %s", text(outcome))
		}
	})
	t.Run("queueing", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			busy := transport.New(transport.Config{MaxConcurrentRequests: 1, RequestTimeout: time.Hour, RoundTripper: roundTripper(func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == "/slow" {
					time.Sleep(3 * settleTime)
				}
				return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody}, nil
			})})
			s := &silent{products: func(ctx context.Context) error {
				_, failure := busy.Send(ctx, requestFor("/products"))
				if failure == nil {
					return nil
				}
				return failure.Cause
			}}
			var others sync.WaitGroup
			s.onGenerate = func() {
				others.Go(func() { _, _ = busy.Send(t.Context(), requestFor("/slow")) })
				synctest.Wait()
			}
			New(s, clock.System{}, settleTime).Generate(t.Context(), "resource", Spec{Target: Target{MachineNo: machineNo}, Length: 6}, timeout)
			others.Wait()
			if len(s.failures) > 0 {
				t.Errorf("given up while it waited: %v", s.failures)
			}
		})
	})
	t.Run("hanging", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			s := &silent{}
			s.onGenerate = func() {
				s.products = func(ctx context.Context) error {
					<-ctx.Done()
					return ctx.Err()
				}
			}
			begin := time.Now()
			New(s, clock.System{}, settleTime).Generate(t.Context(), "resource", Spec{Target: Target{MachineNo: machineNo}, Length: 6}, timeout)
			if took := time.Since(begin); took < settleTime || took > settleTime+2*leastLook+10*time.Second {
				t.Errorf("took %s", took)
			}
		})
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func requestFor(path string) transport.Request {
	return transport.Request{
		Method: http.MethodGet, URL: "http://one.test" + path, Header: http.Header{},
		Body:   func() ([]byte, error) { return nil, nil },
		Redact: func(text string) string { return text },
	}
}
