package emulator

import (
	"context"
	"crypto/rand"
	_ "embed"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/graph-gophers/graphql-go"
)

//go:embed console.graphql
var consoleSchema string

// parsedSchema is shared by all servers: a resolver finds its server in the context.
var parsedSchema = sync.OnceValue(func() *graphql.Schema {
	return graphql.MustParseSchema(consoleSchema, &resolver{}, graphql.UseFieldResolvers())
})

// console is the state of the GraphQL API that a server has besides its fleet.
type console struct {
	groups        []Group
	lastMachineID int32
	tokenKey      []byte
	revoked       int // tokens of fewer revocations are no longer valid
	forbidden     map[string]bool
	lag           int
}

func newConsole(cfg *ConsoleConfig, groups []Group) console {
	cfg.setDefaults()
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return console{
		groups:        groups,
		lastMachineID: firstMachineID - 1,
		tokenKey:      key,
		forbidden:     map[string]bool{},
	}
}

// consoleCall is one request to the console while it is answered.
type consoleCall struct {
	server *Server
	header http.Header
	began  atomic.Bool
	rec    *Call
	fault  Fault
	status int
	did    string

	variables map[string]any
}

type consoleCallKey struct{}

var errOneField = errors.New("the emulator answers one field a request")

// serveConsole answers one request to the console. The resolver of its field lets a fault or a
// hook interfere and acts; what is left for here is to record and to answer.
func (s *Server) serveConsole(w http.ResponseWriter, r *http.Request) {
	began := time.Now()
	c := &consoleCall{server: s, header: r.Header, status: http.StatusOK}
	var body []byte
	var message string
	if query, ok := readQuery(r); ok {
		c.variables = query.Variables
		// A real server would not notice either that the client has left.
		ctx := context.WithValue(context.WithoutCancel(r.Context()), consoleCallKey{}, c)
		body, message = encodeResult(parsedSchema().Exec(ctx, query.Query, query.OperationName, query.Variables))
	} else {
		c.status = http.StatusBadRequest
		body, message = graphQLError("not a GraphQL request"), "not a GraphQL request"
	}
	if c.rec == nil { // no field was reached
		_ = c.begin("", 0, nil)
		c.did = "refused"
	}
	answer := reply{status: c.status, message: message, did: c.did}
	s.settle(w, r, c.rec, settled{began: began, fault: c.fault, answer: answer, body: body, format: graphQLFormat})
}

type graphQLQuery struct {
	Query         string         `json:"query"`
	OperationName string         `json:"operationName"`
	Variables     map[string]any `json:"variables"`
}

func readQuery(r *http.Request) (graphQLQuery, bool) {
	var query graphQLQuery
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	ok := err == nil && r.Method == http.MethodPost && json.Unmarshal(body, &query) == nil
	return query, ok && query.Query != ""
}

// begin records the call under its field's name, and waits as long as latency, fault and hooks
// want it to.
func (c *consoleCall) begin(field string, machineID int32, selected []string) error {
	if !c.began.CompareAndSwap(false, true) {
		return errOneField
	}
	s := c.server
	name := "console"
	if field != "" {
		name += "." + field
	}
	s.mu.Lock()
	rec := &Call{
		HTTPMethod: http.MethodPost,
		Path:       ConsolePath,
		Name:       name,
		Variables:  withoutSecrets(field, c.variables),
		Fields:     selected,
	}
	if m := s.machineByID(machineID); m != nil {
		rec.MachineNo = m.MachineNo
	}
	s.mu.Unlock()
	c.rec = rec
	call := s.arrived(rec)
	s.pause(s.cfg.Latency)
	c.fault = s.faultFor(call)
	s.runHooks(s.before, call)
	s.pause(c.fault.Delay)
	return nil
}

// step is what a resolver does besides computing its value.
type step struct {
	did    string
	effect func() // changes the state; nil for a query
	shown  func() // runs only when the answer goes out unspoilt
}

// resolve runs a resolver for a signed-in user and with the server's lock held.
func resolve[T any](ctx context.Context, field string, machineID int32, act func(*Server) (T, step, error)) (T, error) {
	return resolveFor(ctx, field, machineID, func(s *Server, c *consoleCall) (T, step, error) {
		if err := s.authorize(c, field); err != nil {
			var none T
			return none, step{}, err
		}
		return act(s)
	})
}

func resolveFor[T any](ctx context.Context, field string, machineID int32, act func(*Server, *consoleCall) (T, step, error)) (T, error) {
	var none T
	c, ok := ctx.Value(consoleCallKey{}).(*consoleCall)
	if !ok {
		return none, errors.New("no call")
	}
	if err := c.begin(field, machineID, graphql.SelectedFieldNames(ctx)); err != nil {
		return none, err
	}
	s := c.server
	s.mu.Lock()
	defer s.mu.Unlock()
	value, done, err := act(s, c)
	if err != nil {
		c.did = "refused"
		return none, err
	}
	c.did = done.did
	if done.effect != nil && (c.fault.Kind == None || c.fault.Act) {
		done.effect()
		c.rec.Acted = true
	}
	if done.shown != nil && c.fault.Kind == None {
		done.shown()
	}
	return value, nil
}

// withoutSecrets is what a record keeps of a call's variables: nothing of a sign-in, and no
// password.
func withoutSecrets(field string, variables map[string]any) map[string]any {
	if field == "signin" {
		return nil
	}
	kept := map[string]any{}
	for name, value := range variables {
		if nested, ok := value.(map[string]any); ok {
			value = withoutSecrets(field, nested)
		}
		if name != "password" {
			kept[name] = value
		}
	}
	return kept
}
