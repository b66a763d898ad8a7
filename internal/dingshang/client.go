package dingshang

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/sync/semaphore"
	"golang.org/x/time/rate"

	"terraform-provider-dingshang/internal/clock"
)

// Defaults of [Config].
const (
	DefaultURL                   = "https://www.awish.vip"
	DefaultRequestTimeout        = 30 * time.Second
	DefaultMaxRetries            = 4
	DefaultMaxConcurrentRequests = 10
)

// Config is what a client needs. Zero values mean the defaults, except for the
// credentials, which have none.
type Config struct {
	URL       string // scheme and host, perhaps with a path before /api
	AppID     string
	AppSecret string
	AppKey    string

	SignatureEncoding     SignatureEncoding
	RequestTimeout        time.Duration // one exchange: sending and reading the whole answer
	MaxRetries            *int          // repetitions of reads and cancellations; default 4
	MaxConcurrentRequests int
	RequestsPerSecond     float64 // 0: no limit
	UserAgent             string

	Clock     clock.Clock       // default: the system's
	Transport http.RoundTripper // default: a pool sized to MaxConcurrentRequests
	Log       func(context.Context, Exchange)
}

// Exchange is what may be logged of one HTTP exchange: no header, payload or body.
type Exchange struct {
	Call       string // the vendor's name of the call
	Operation  string // the vendor's `method` parameter, where the call has one
	HTTPMethod string
	Path       string
	HTTPStatus int // 0: no answer
	Code       int
	Duration   time.Duration
	Failure    string // empty on success
}

// Client calls the API for one developer account. It is safe for concurrent use.
type Client struct {
	cfg        Config
	base       string
	http       *http.Client
	maxRetries int
	slots      *semaphore.Weighted
	limiter    *rate.Limiter

	machines shared[Machine]
	catalogs shared[Catalog]
	codes    shared[PickupCodeList]
}

// New makes a client. The error names the setting that is wrong.
func New(cfg Config) (*Client, error) {
	if cfg.URL == "" {
		cfg.URL = DefaultURL
	}
	base, err := url.Parse(cfg.URL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("url must be an address such as https://www.awish.vip")
	}
	if base.User != nil || strings.ContainsAny(cfg.URL, "?#") {
		return nil, errors.New("url must not hold a user, a query or a fragment")
	}
	if cfg.AppID == "" || cfg.AppSecret == "" || cfg.AppKey == "" {
		return nil, errors.New("app_id, app_secret and app_key are needed")
	}
	if cfg.SignatureEncoding == "" {
		cfg.SignatureEncoding = SignRaw
	}
	if cfg.RequestTimeout <= 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.MaxConcurrentRequests <= 0 {
		cfg.MaxConcurrentRequests = DefaultMaxConcurrentRequests
	}
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	if cfg.Transport == nil {
		cfg.Transport = newTransport(cfg.MaxConcurrentRequests)
	}
	c := &Client{
		cfg:  cfg,
		base: strings.TrimRight(cfg.URL, "/") + "/api/openapi/v1/",
		http: &http.Client{
			Transport: cfg.Transport,
			// AppId and AppSecret travel in headers that Go would forward to any host.
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
	c.machines = newShared[Machine](cfg.Clock, 5*time.Minute)
	c.catalogs = newShared[Catalog](cfg.Clock, 5*time.Minute)
	c.codes = newShared[[]PickupCode](cfg.Clock, time.Minute)
	return c, nil
}

// newTransport keeps as many connections as there may be calls at once, so that none
// is closed and dialled again between two calls.
func newTransport(connections int) *http.Transport {
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

// Pace is the least time that so many calls take at the configured requests per second.
func (c *Client) Pace(calls int) time.Duration {
	if c.cfg.RequestsPerSecond <= 0 {
		return 0
	}
	return time.Duration(float64(calls) / c.cfg.RequestsPerSecond * float64(time.Second))
}

// Ping asks whether the server answers; it does not check the credentials' rights.
func (c *Client) Ping(ctx context.Context) error {
	_, err := repeat(ctx, c, call{name: "ping", path: "ping"}, func(data json.RawMessage) (struct{}, error) {
		var pong text
		if err := decodeData(data, &pong); err != nil || pong != "pong" {
			return struct{}{}, fmt.Errorf("the answer is not pong")
		}
		return struct{}{}, nil
	})
	return err
}
