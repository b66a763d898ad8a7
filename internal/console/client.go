package console

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"sync"
	"time"

	"terraform-provider-dingshang/internal/cache"
	"terraform-provider-dingshang/internal/transport"
)

// fleetLifetime is longer than a run, and bounds what a process that lives on believes.
const fleetLifetime = time.Hour

// Config is what a client needs. URL, Email and Password may be missing: then every call
// fails with [KindNotConfigured].
type Config struct {
	URL      string // where the browser's console posts its queries to
	AppID    string
	Email    string
	Password string

	Transport *transport.Client // default: one of its own
	Log       func(context.Context, transport.Exchange)
}

// Setting is one that a client cannot do without.
type Setting int

// Settings that may be missing.
const (
	SettingURL Setting = iota
	SettingEmail
	SettingPassword
)

// Client calls the console's API as one user. It is safe for concurrent use.
type Client struct {
	cfg     Config
	path    string
	missing []Setting
	session *session

	fleet    cache.Cache[map[string]Machine] // the whole fleet, by machine number
	machines cache.Cache[Machine]            // machines that this client changed

	mu      sync.Mutex
	changed map[string]int64 // record ids of the machines that this client changed, by machine number
}

// New returns a client. The error says what is wrong with the URL.
func New(cfg Config) (*Client, error) {
	if cfg.Transport == nil {
		cfg.Transport = transport.New(transport.Config{})
	}
	clock := cfg.Transport.Clock()
	c := &Client{
		cfg: cfg, session: newSession(), changed: map[string]int64{},
		fleet:    cache.New[map[string]Machine](clock, fleetLifetime),
		machines: cache.New[Machine](clock, fleetLifetime),
	}
	for setting, value := range []string{SettingURL: cfg.URL, SettingEmail: cfg.Email, SettingPassword: cfg.Password} {
		if value == "" {
			c.missing = append(c.missing, Setting(setting))
		}
	}
	if cfg.URL == "" {
		return c, nil
	}
	u, err := url.Parse(cfg.URL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return nil, errors.New("the console's url must be an http or https address")
	}
	if u.User != nil || strings.Contains(cfg.URL, "#") {
		return nil, errors.New("the console's url must not hold a user or a fragment")
	}
	c.path = u.Path
	return c, nil
}

// User is the e-mail address that the client signs in with.
func (c *Client) User() string { return c.cfg.Email }

// redact makes a server's text safe to show. token is what the request carried.
func (c *Client) redact(text, token string) string {
	return transport.OneLine(transport.Redact(text, c.cfg.Password, token))
}
