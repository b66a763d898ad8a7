package emulator

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
)

var (
	errUnauthorized = errors.New("unauthorized")
	errForbidden    = errors.New("permission denied")
	errSignin       = errors.New("invalid email or password")
	errSignature    = errors.New("invalid signature")
)

// Signin checks the signed payload over e-mail and password, whose key is the AppId, and answers
// a token.
func (*resolver) Signin(ctx context.Context, args struct{ Input string }) (string, error) {
	return resolveFor(ctx, "signin", 0, func(s *Server, c *consoleCall) (string, step, error) {
		params, signature, ok := unwrapPayload(args.Input)
		switch {
		case c.header.Get("Appid") != s.cfg.AppID:
			return "", step{}, errUnauthorized
		case !ok || !s.isRecent(params["timestamp"]) || signature != consoleSignature(params, s.cfg.AppID):
			return "", step{}, errSignature
		case params["email"] != s.cfg.Console.Email || params["password"] != s.cfg.Console.Password:
			return "", step{}, errSignin
		}
		return s.newToken(), step{did: "signed in"}, nil
	})
}

// consoleSignature is the signature that the console's own library makes: values are encoded as
// JavaScript's encodeURI does it.
func consoleSignature(params map[string]string, key string) string {
	encoded := map[string]string{}
	for name, value := range params {
		encoded[name] = encodeURI(value)
	}
	return signatureOf(encoded, key, false)
}

func encodeURI(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		if b < 0x80 && (isLetterOrDigit(b) || strings.IndexByte("-_.!~*'();/?:@&=+$,#", b) >= 0) {
			out.WriteByte(b)
		} else {
			out.WriteString("%" + string([]byte{hexDigits[b>>4], hexDigits[b&15]}))
		}
	}
	return out.String()
}

func isLetterOrDigit(b byte) bool {
	return b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

const hexDigits = "0123456789ABCDEF"

// claims is what a token says.
type claims struct {
	Subject string `json:"sub"`
	Issued  int64  `json:"iat"`
	Expires int64  `json:"exp"`
	Revoked int    `json:"rev"` // revocations before it was issued
}

var tokenHeader = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"HS256","typ":"JWT"}`))

func (s *Server) newToken() string {
	now := s.cfg.Now()
	body, err := json.Marshal(claims{
		Subject: s.cfg.Console.Email,
		Issued:  now.Unix(),
		Expires: now.Add(s.cfg.Console.TokenLifetime).Unix(),
		Revoked: s.console.revoked,
	})
	if err != nil {
		panic(err) // text and numbers
	}
	unsigned := tokenHeader + "." + base64.RawURLEncoding.EncodeToString(body)
	return unsigned + "." + s.tokenSignature(unsigned)
}

func (s *Server) tokenSignature(unsigned string) string {
	mac := hmac.New(sha256.New, s.console.tokenKey)
	mac.Write([]byte(unsigned))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func (s *Server) isValidToken(token string) bool {
	at := strings.LastIndexByte(token, '.')
	if at < 0 || !hmac.Equal([]byte(token[at+1:]), []byte(s.tokenSignature(token[:at]))) {
		return false
	}
	_, body, _ := strings.Cut(token[:at], ".")
	plain, err := base64.RawURLEncoding.DecodeString(body)
	var said claims
	if err != nil || json.Unmarshal(plain, &said) != nil {
		return false
	}
	return said.Revoked == s.console.revoked && s.cfg.Now().Before(time.Unix(said.Expires, 0))
}

// authorize refuses a call without a valid token, and one that the user may not make.
func (s *Server) authorize(c *consoleCall, field string) error {
	token, ok := strings.CutPrefix(c.header.Get("Authorization"), "Bearer ")
	switch {
	case c.header.Get("Appid") != s.cfg.AppID || !ok || !s.isValidToken(token):
		if s.cfg.Console.UnauthorizedStatus {
			c.status = http.StatusUnauthorized
		}
		return errUnauthorized
	case s.console.forbidden[field]:
		return errForbidden
	}
	return nil
}

type userShown struct {
	ID              int32
	Email           string
	EmailVerifiedAt *string
	IsReadonly      bool
	Permissions     *[]string
	ProfileURL      string
	Status          int32
	Username        string
}

// Profile answers who is signed in. Permissions carry the names of the mutations: the vendor's
// own names are not published.
func (*resolver) Profile(ctx context.Context) (userShown, error) {
	return resolve(ctx, "profile", 0, func(s *Server) (userShown, step, error) {
		permissions := []string{}
		for _, mutation := range mutations {
			if !s.console.forbidden[mutation] {
				permissions = append(permissions, mutation)
			}
		}
		name, _, _ := strings.Cut(s.cfg.Console.Email, "@")
		return userShown{
			ID:          1,
			Email:       s.cfg.Console.Email,
			Permissions: &permissions,
			ProfileURL:  "https://img.example.com/" + url.PathEscape(name) + ".png",
			Status:      1,
			Username:    name,
		}, step{did: "showed the user"}, nil
	})
}
