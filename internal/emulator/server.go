package emulator

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"
)

// Credentials that an emulator accepts when its Config names no others.
const (
	AppID     = "ds0123456789abcdef"
	AppSecret = "emulator-app-secret"
	AppKey    = "emulator-app-key"
)

// Config says what an emulator holds and how it answers. The zero value is a
// server of the older generation with the sample fleet.
type Config struct {
	// Fleet is what the server starts with; the sample if it is left out.
	Fleet Fleet

	AppID     string // AppID when empty
	AppSecret string // AppSecret when empty
	AppKey    string // AppKey when empty

	// Console is the merchant console's part.
	Console ConsoleConfig

	// URLEncodedSignatures makes the server expect signatures of URL-encoded
	// names and values instead of raw ones.
	URLEncodedSignatures bool
	// NewGeneration makes the server answer with the newer error codes, with
	// numbers as strings, and with null as the data of a failure.
	NewGeneration bool
	// KeepQuantity makes codes report the quantity they were asked for. The
	// vendor documents the parameter as not used, so by default they report 1.
	KeepQuantity bool

	// Now is the server's clock; time.Now when nil.
	Now func() time.Time
	// Latency is added to every call.
	Latency time.Duration
	// CodesPerProduct is how many codes a call for all products generates for
	// one; nil generates one for each product with stock.
	CodesPerProduct func(Product) int
}

// Server is an emulated vendor. All its methods may be called at any time
// from any goroutine.
type Server struct {
	cfg     Config
	closing chan struct{} // closed by Close: nothing waits any longer

	mu       sync.Mutex
	idle     *sync.Cond // signalled when the last call in flight ends
	closed   bool
	inFlight int
	peak     int

	machines    map[string]*machine
	order       []*machine // as in the fleet: lists keep it
	categories  map[int]Category
	console     console
	lastCodeID  int64
	hideLists   int
	hideFor     time.Duration
	keepLists   int
	late        []*lateAct
	calls       []*Call
	lastCall    int
	onCall      []func(Call)
	before      map[string][]func(Call)
	after       map[string][]func(Call)
	inject      func(Call) *Fault
	queuedFails []*queuedFail

	listEdits     map[string]func(Call, []any) []any
	generatedEdit func(*Generated)
}

// New returns a server; it listens once it is started or handed to net/http.
func New(cfg Config) *Server {
	if cfg.Fleet.Machines == nil && cfg.Fleet.Categories == nil {
		cfg.Fleet = SampleFleet()
	}
	if cfg.AppID == "" {
		cfg.AppID = AppID
	}
	if cfg.AppSecret == "" {
		cfg.AppSecret = AppSecret
	}
	if cfg.AppKey == "" {
		cfg.AppKey = AppKey
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.CodesPerProduct == nil {
		cfg.CodesPerProduct = oneIfInStock
	}
	s := &Server{
		cfg:        cfg,
		closing:    make(chan struct{}),
		machines:   map[string]*machine{},
		categories: map[int]Category{},
		lastCodeID: firstCodeID - 1,
		before:     map[string][]func(Call){},
		after:      map[string][]func(Call){},
		listEdits:  map[string]func(Call, []any) []any{},
	}
	s.idle = sync.NewCond(&s.mu)
	s.console = newConsole(&s.cfg.Console, cfg.Fleet.Groups)
	for _, c := range cfg.Fleet.Categories {
		s.categories[c.ID] = c
	}
	for _, m := range cfg.Fleet.Machines {
		s.addMachine(m)
	}
	return s
}

// TB is the part of testing.TB that Start needs. Naming it here keeps the
// testing package out of the stand-alone program.
type TB interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// Start serves on a loopback port of its own until the test ends, and returns
// the base URL.
func (s *Server) Start(t TB) string {
	t.Helper()
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("emulator: %v", err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: time.Minute}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		s.Close()
		_ = server.Close()
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			t.Fatalf("emulator: %v", err)
		}
		s.waitIdle()
	})
	return "http://" + listener.Addr().String()
}

// Close ends every wait of a call that stalls or is delayed. Who serves the
// emulator without Start calls it.
func (s *Server) Close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.closed {
		s.closed = true
		close(s.closing)
	}
}

func (s *Server) waitIdle() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.inFlight > 0 {
		s.idle.Wait()
	}
}

func (s *Server) enter() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight++
	s.peak = max(s.peak, s.inFlight)
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.inFlight--
	if s.inFlight == 0 {
		s.idle.Broadcast()
	}
}

// pause waits on behalf of a call. It goes on although the client may have
// left: a real server would not notice either.
func (s *Server) pause(d time.Duration) {
	if d <= 0 {
		return
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-s.closing:
	}
}
