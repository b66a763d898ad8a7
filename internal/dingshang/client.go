package dingshang

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"time"

	"terraform-provider-dingshang/internal/cache"
	"terraform-provider-dingshang/internal/signature"
	"terraform-provider-dingshang/internal/transport"
)

// DefaultURL is the address of the vendor's cloud.
const DefaultURL = "https://www.awish.vip"

// Config is what a client needs. Zero values mean the defaults, except for the
// credentials, which have none.
type Config struct {
	URL       string // scheme and host, perhaps with a path before /api
	AppID     string
	AppSecret string
	AppKey    string

	SignatureEncoding signature.Encoding
	Transport         *transport.Client // default: one with the defaults
	Log               func(context.Context, transport.Exchange)
}

// Client calls the API for one developer account. It is safe for concurrent use.
type Client struct {
	cfg  Config
	base string

	machines cache.Cache[Machine]
	catalogs cache.Cache[Catalog]
	codes    cache.Cache[PickupCodeList]
}

// New returns a client. The error names the setting that is wrong.
func New(cfg Config) (*Client, error) {
	if cfg.URL == "" {
		cfg.URL = DefaultURL
	}
	base, err := url.Parse(cfg.URL)
	if err != nil || base.Host == "" || base.Scheme != "https" && base.Scheme != "http" {
		return nil, errors.New("url must be an address such as https://www.awish.vip")
	}
	if base.User != nil || strings.ContainsAny(cfg.URL, "?#") {
		return nil, errors.New("url must not contain a user, a query or a fragment")
	}
	if cfg.AppID == "" || cfg.AppSecret == "" || cfg.AppKey == "" {
		return nil, errors.New("app_id, app_secret and app_key are required")
	}
	if cfg.SignatureEncoding == "" {
		cfg.SignatureEncoding = signature.Raw
	}
	if cfg.Transport == nil {
		cfg.Transport = transport.New(transport.Config{})
	}
	clock := cfg.Transport.Clock()
	return &Client{
		cfg:      cfg,
		base:     strings.TrimRight(cfg.URL, "/") + "/api/openapi/v1/",
		machines: cache.New[Machine](clock, 5*time.Minute),
		catalogs: cache.New[Catalog](clock, 5*time.Minute),
		codes:    cache.New[PickupCodeList](clock, time.Minute),
	}, nil
}
