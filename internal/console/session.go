package console

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/signature"
	"terraform-provider-dingshang/internal/transport"
)

// renewalMargin is how long before a token's end it is no longer used.
const renewalMargin = time.Minute

// session is the sign-in that all calls of a client share.
type session struct {
	turn chan struct{} // held by the one call that signs in

	mu      sync.Mutex
	current *token
	refused *Error // a rejected sign-in is not tried again: accounts get locked
}

type token struct {
	text    string
	renewAt time.Time // zero: when it no longer works
	renewal bool      // it took the place of a token that no longer worked
	worked  bool      // a call with it succeeded
}

func newSession() *session { return &session{turn: make(chan struct{}, 1)} }

// token returns a token that may be used, and never rejected, which is one that did not work.
func (c *Client) token(ctx context.Context, rejected *token) (*token, *Error) {
	if len(c.missing) > 0 {
		return nil, &Error{Operation: opSignin.name, Kind: KindNotConfigured, Missing: c.missing}
	}
	s := c.session
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return nil, &Error{Operation: opSignin.name, Kind: KindNotReached, Cause: ctx.Err()}
	}
	s.mu.Lock()
	current, refused := s.current, s.refused
	s.mu.Unlock()
	if refused != nil {
		return nil, refused
	}
	if current != nil && current != rejected && !current.due(c.cfg.Transport.Clock().Now()) {
		return current, nil
	}
	text, err := transport.Retry(ctx, c.cfg.Transport, func() (string, error) {
		text, failure := c.signIn(ctx)
		if failure != nil {
			return "", failure
		}
		return text, nil
	})
	s.mu.Lock()
	defer s.mu.Unlock()
	if err != nil {
		failure, _ := errors.AsType[*Error](err)
		if failure.Kind == KindNotSignedIn {
			s.refused = failure
		}
		return nil, failure
	}
	s.current = &token{text: text, renewAt: renewal(text, c.cfg.Transport.Clock().Now()), renewal: rejected != nil}
	return s.current, nil
}

// signIn asks for a token once.
func (c *Client) signIn(ctx context.Context) (string, *Error) {
	data, failure := c.exchange(ctx, opSignin, func() (map[string]any, error) {
		input, err := signature.Payload(map[string]string{"email": c.cfg.Email, "password": c.cfg.Password},
			c.cfg.AppID, signature.URI, c.cfg.Transport.Clock().Now())
		return map[string]any{"input": input}, err
	}, "")
	if failure != nil {
		if failure.Kind == KindRejected {
			failure.Kind = KindNotSignedIn
		}
		return "", failure
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil || text == "" {
		return "", &Error{Operation: opSignin.name, Kind: KindUnreadable, HTTPStatus: http.StatusOK, Cause: errors.New("the answer is not a token")}
	}
	return text, nil
}

func (t *token) due(now time.Time) bool { return !t.renewAt.IsZero() && !now.Before(t.renewAt) }

// renewal is when a token received now is to be renewed: ahead of its end. It is zero
// where the token has no end, or one that is past, because one of the clocks is wrong.
func renewal(text string, now time.Time) time.Time {
	left := expiry(text).Sub(now)
	if left <= 0 {
		return time.Time{}
	}
	return now.Add(left - min(renewalMargin, left/2))
}

// mayRenew reports whether a new sign-in may help where t did not: not when t is one
// itself and has not worked since.
func (s *session) mayRenew(t *token) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !t.renewal || t.worked
}

func (s *session) works(t *token) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.worked = true
}

// expiry reads the end of a JWT; zero where it has none.
func expiry(text string) time.Time {
	parts := strings.Split(text, ".")
	if len(parts) != 3 {
		return time.Time{}
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return time.Time{}
	}
	var claims struct {
		Exp float64 `json:"exp"`
	}
	if json.Unmarshal(raw, &claims) != nil || claims.Exp <= 0 {
		return time.Time{}
	}
	return time.Unix(int64(claims.Exp), 0)
}
