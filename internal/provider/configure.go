package provider

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/console"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/dingshang"
	"terraform-provider-dingshang/internal/issuance"
	"terraform-provider-dingshang/internal/providerdata"
	"terraform-provider-dingshang/internal/signature"
	"terraform-provider-dingshang/internal/transport"
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
	ConsoleURL            types.String  `tfsdk:"console_url"`
	ConsoleEmail          types.String  `tfsdk:"console_email"`
	ConsolePassword       types.String  `tfsdk:"console_password"`
}

const defaultSettleTime = 30 * time.Second

func (p *dingshangProvider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var config model
	resp.Diagnostics.Append(req.Config.Get(ctx, &config)...)
	if resp.Diagnostics.HasError() {
		return
	}
	data := &providerdata.Data{Clock: p.clock, SettleTime: defaultSettleTime}
	resp.ResourceData, resp.DataSourceData, resp.EphemeralResourceData = data, data, data
	resp.ActionData, resp.ListResourceData = data, data
	if config.unknown() {
		tflog.Info(ctx, "provider settings are not known yet; the API is not called")
		return
	}

	limits := config.limits(data.Clock, fmt.Sprintf("terraform-provider-dingshang/%s (terraform/%s)", p.version, req.TerraformVersion))
	limits.RoundTripper = p.transport
	client := transport.New(limits)
	settings := config.settings(&resp.Diagnostics)
	consoleSettings := config.consoleSettings(settings.AppID, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	var err error
	settings.Transport, settings.Log = client, logExchange
	if data.Client, err = dingshang.New(settings); err != nil {
		resp.Diagnostics.AddError("Invalid provider configuration", fmt.Sprintf("The provider cannot be configured: %s.", err))
		return
	}
	if consoleSettings != nil {
		consoleSettings.Transport, consoleSettings.Log = client, logExchange
		if data.Console, err = console.New(*consoleSettings); err != nil {
			resp.Diagnostics.AddAttributeError(path.Root("console_url"), "Invalid provider configuration", fmt.Sprintf("The provider cannot be configured: %s.", err))
			return
		}
	}
	if d := customtypes.DurationFrom(config.SettleTime); d > 0 {
		data.SettleTime = d
	}
	data.Account = accountOf(settings.AppID, settings.URL)
	data.Engine = issuance.New(data.Client, data.Clock, data.SettleTime)
	tflog.Info(ctx, "configured", map[string]any{"version": p.version, "signature_encoding": string(settings.SignatureEncoding)})
}

// unknown reports whether a setting depends on what an apply creates.
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

// limits are what both APIs are called within.
func (m model) limits(now clock.Clock, userAgent string) transport.Config {
	limits := transport.Config{
		RequestTimeout:        customtypes.DurationFrom(m.RequestTimeout),
		MaxConcurrentRequests: int(m.MaxConcurrentRequests.ValueInt64()),
		RequestsPerSecond:     m.RequestsPerSecond.ValueFloat64(),
		UserAgent:             userAgent,
		Clock:                 now,
	}
	if !m.MaxRetries.IsNull() {
		retries := int(m.MaxRetries.ValueInt64())
		limits.MaxRetries = &retries
	}
	return limits
}

// settings merges the configuration with the environment.
func (m model) settings(diags *diag.Diagnostics) dingshang.Config {
	settings := dingshang.Config{
		URL:               m.URL.ValueString(),
		AppID:             required("app_id", "DINGSHANG_APP_ID", m.AppID, diags),
		AppSecret:         required("app_secret", "DINGSHANG_APP_SECRET", m.AppSecret, diags),
		AppKey:            required("app_key", "DINGSHANG_APP_KEY", m.AppKey, diags),
		SignatureEncoding: signature.Encoding(m.SignatureEncoding.ValueString()),
	}
	if settings.URL == "" {
		settings.URL = os.Getenv("DINGSHANG_URL")
	}
	if settings.URL == "" {
		settings.URL = dingshang.DefaultURL
	}
	checkURL("url", settings.URL, m.InsecureHTTP.ValueBool(), diags)
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
			"The value is in the merchant console, under the developer settings.", name, variable))
	return ""
}

// logExchange logs what may be known of a call: never a header or a body.
func logExchange(ctx context.Context, e transport.Exchange) {
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
