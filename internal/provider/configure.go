package provider

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/providerdata"
)

type model struct {
	URL                   types.String  `tfsdk:"url"`
	AppID                 types.String  `tfsdk:"app_id"`
	AppSecret             types.String  `tfsdk:"app_secret"`
	AppKey                types.String  `tfsdk:"app_key"`
	SignatureEncoding     types.String  `tfsdk:"signature_encoding"`
	RequestTimeout        types.String  `tfsdk:"request_timeout"`
	MaxRetries            types.Int64   `tfsdk:"max_retries"`
	SettleTime            types.String  `tfsdk:"settle_time"`
	MaxConcurrentRequests types.Int64   `tfsdk:"max_concurrent_requests"`
	RequestsPerSecond     types.Float64 `tfsdk:"requests_per_second"`
	InsecureHTTP          types.Bool    `tfsdk:"insecure_http"`
}

const defaultSettleTime = 30 * time.Second

func (p *dingshangProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &providerdata.Data{Clock: clock.System{}, SettleTime: defaultSettleTime}
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = data, data, data
	if config.unknown() {
		tflog.Info(ctx, "provider settings are not known yet; the API is not asked")
		return
	}

	settings := config.settings(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	settings.UserAgent = fmt.Sprintf("terraform-provider-dingshang/%s (terraform/%s)", p.version, req.TerraformVersion)
	settings.Log = logExchange
	settings.Clock = data.Clock
	client, err := dingshang.New(settings)
	if err != nil {
		resp.Diagnostics.AddError("Invalid provider configuration", fmt.Sprintf("The provider cannot be configured: %s.", err))
		return
	}
	data.Client = client
	if d := customtypes.DurationFrom(config.SettleTime); d > 0 {
		data.SettleTime = d
	}
	tflog.Info(ctx, "configured", map[string]any{"version": p.version, "signature_encoding": string(settings.SignatureEncoding)})
}

// unknown tells whether a setting depends on what an apply makes.
func (m model) unknown() bool {
	for _, value := range []attr.Value{
		m.URL, m.AppID, m.AppSecret, m.AppKey, m.SignatureEncoding, m.RequestTimeout, m.MaxRetries,
		m.SettleTime, m.MaxConcurrentRequests, m.RequestsPerSecond, m.InsecureHTTP,
	} {
		if value.IsUnknown() {
			return true
		}
	}
	return false
}

// settings merges the configuration with the environment.
func (m model) settings(diags *diag.Diagnostics) dingshang.Config {
	settings := dingshang.Config{
		URL:                   m.URL.ValueString(),
		AppID:                 required("app_id", "DINGSHANG_APP_ID", m.AppID, diags),
		AppSecret:             required("app_secret", "DINGSHANG_APP_SECRET", m.AppSecret, diags),
		AppKey:                required("app_key", "DINGSHANG_APP_KEY", m.AppKey, diags),
		SignatureEncoding:     dingshang.SignatureEncoding(m.SignatureEncoding.ValueString()),
		RequestTimeout:        customtypes.DurationFrom(m.RequestTimeout),
		MaxConcurrentRequests: int(m.MaxConcurrentRequests.ValueInt64()),
		RequestsPerSecond:     m.RequestsPerSecond.ValueFloat64(),
	}
	if !m.MaxRetries.IsNull() {
		retries := int(m.MaxRetries.ValueInt64())
		settings.MaxRetries = &retries
	}
	if settings.URL == "" {
		settings.URL = os.Getenv("DINGSHANG_URL")
	}
	if settings.URL == "" {
		settings.URL = dingshang.DefaultURL
	}
	checkURL(settings.URL, m.InsecureHTTP.ValueBool(), diags)
	return settings
}

func required(name, variable string, configured types.String, diags *diag.Diagnostics) string {
	if value := configured.ValueString(); value != "" {
		return value
	}
	if value := os.Getenv(variable); value != "" {
		return value
	}
	diags.AddAttributeError(path.Root(name), "Missing "+name, fmt.Sprintf(
		"The provider needs %s. Set it in the provider block, or in the environment variable %s. "+
			"The values are in the vendor's console, under the developer settings.", name, variable))
	return ""
}

// checkURL refuses what the client cannot use and what would show the secrets.
func checkURL(address string, insecure bool, diags *diag.Diagnostics) {
	at := path.Root("url")
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		diags.AddAttributeError(at, "Not an address",
			"url must be the scheme and host of the DingShang cloud, such as \"https://www.awish.vip\". It may come from DINGSHANG_URL.")
	case u.User != nil || strings.ContainsAny(address, "?#"):
		diags.AddAttributeError(at, "Not a plain address",
			"url must not hold a user, a password, a query or a fragment. The credentials go into app_id, app_secret and app_key.")
	case u.Scheme == "http" && !loopback(u.Hostname()) && !insecure:
		diags.AddAttributeError(at, "Unencrypted address", fmt.Sprintf(
			"url begins with http:// and %q is not a loopback address: AppId and AppSecret would travel where anyone on the way can read them. "+
				"Use https://, or set insecure_http = true if that is meant.", u.Hostname()))
	}
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// logExchange writes what may be known of an exchange: never a header or a body.
func logExchange(ctx context.Context, e dingshang.Exchange) {
	fields := map[string]any{
		"call": e.Call, "http_method": e.HTTPMethod, "path": e.Path,
		"status": e.HTTPStatus, "code": e.Code, "duration_ms": e.Duration.Milliseconds(),
	}
	if e.Operation != "" {
		fields["operation"] = e.Operation
	}
	if e.Failure != "" {
		fields["failure"] = e.Failure
		tflog.Warn(ctx, "API call failed", fields)
		return
	}
	tflog.Debug(ctx, "API call", fields)
}
