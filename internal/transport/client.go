package transport

import (
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"terraform-provider-dingshang/internal/clock"
)

// Defaults of [Config].
const (
	DefaultRequestTimeout        = 30 * time.Second
	DefaultMaxRetries            = 4
	DefaultMaxConcurrentRequests = 10
)

// Config limits what a [Client] sends. Zero values mean the defaults.
type Config struct {
	RequestTimeout        time.Duration // for one request, until the whole answer is read
	MaxRetries            *int          // of calls that may be retried; nil: the default
	MaxConcurrentRequests int
	RequestsPerSecond     float64 // 0: no limit
	UserAgent             string

	Clock        clock.Clock       // default: the system's
	RoundTripper http.RoundTripper // default: a pool sized to MaxConcurrentRequests
}

// Client sends requests. API clients that share one share its limits. It is safe for
// concurrent use.
type Client struct {
	cfg        Config
	http       *http.Client
	maxRetries int
	slots      *semaphore.Weighted
	limiter    *rate.Limiter
}

// New returns a client.
func New(cfg Config) *Client {
	if cfg.RequestTimeout <= 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.MaxConcurrentRequests <= 0 {
		cfg.MaxConcurrentRequests = DefaultMaxConcurrentRequests
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	if cfg.RoundTripper == nil {
		cfg.RoundTripper = newPool(cfg.MaxConcurrentRequests)
	}
	c := &Client{
		cfg: cfg,
		http: &http.Client{
			Transport: cfg.RoundTripper,
			// Secrets travel in headers that Go would forward to any host.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		maxRetries: DefaultMaxRetries,
		slots:      semaphore.NewWeighted(int64(cfg.MaxConcurrentRequests)),
	}
	if cfg.MaxRetries != nil {
		c.maxRetries = *cfg.MaxRetries
	}
	if cfg.RequestsPerSecond > 0 {
		c.limiter = rate.NewLimiter(rate.Limit(cfg.RequestsPerSecond), 1)
	}
	return c
}

// newPool keeps as many connections as there may be requests at once, so that none is
// closed and dialled again between two requests.
func newPool(connections int) *http.Transport {
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		TLSHandshakeTimeout:   10 * time.Second,
		TLSClientConfig:       &tls.Config{MinVersion: tls.VersionTLS12},
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          connections,
		MaxIdleConnsPerHost:   connections,
		IdleConnTimeout:       60 * time.Second,
		ExpectContinueTimeout: time.Second,
	}
}

// Clock returns the clock that the client uses.
func (c *Client) Clock() clock.Clock { return c.cfg.Clock }

// CloseIdleConnections closes the connections that no request uses.
func (c *Client) CloseIdleConnections() { c.http.CloseIdleConnections() }
