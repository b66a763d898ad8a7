// Package provider configures the provider and registers its objects.
package provider

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-validators/float64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/int64validator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"terraform-provider-dingshang/internal/clock"
	"terraform-provider-dingshang/internal/customtypes"
	"terraform-provider-dingshang/internal/machine"
	"terraform-provider-dingshang/internal/machineconfig"
	"terraform-provider-dingshang/internal/machinepower"
	"terraform-provider-dingshang/internal/pickupcode"
	"terraform-provider-dingshang/internal/product"
)

// Address is where Terraform finds the provider.
const Address = "registry.terraform.io/dingshang/dingshang"

type dingshangProvider struct {
	version   string
	transport http.RoundTripper // nil: the network
	clock     clock.Clock
	schedules *machinepower.Schedules // that this process sent
}

var (
	_ provider.ProviderWithActions            = &dingshangProvider{}
	_ provider.ProviderWithListResources      = &dingshangProvider{}
	_ provider.ProviderWithEphemeralResources = &dingshangProvider{}
)

// Option changes how a provider works, for tests.
type Option func(*dingshangProvider)

// WithTransport sends all requests through transport instead of the network.
func WithTransport(transport http.RoundTripper) Option {
	return func(p *dingshangProvider) { p.transport = transport }
}

// WithClock gives the provider another clock than the computer's.
func WithClock(now clock.Clock) Option { return func(p *dingshangProvider) { p.clock = now } }

// New returns providers of the given version.
func New(version string, options ...Option) func() provider.Provider {
	return func() provider.Provider {
		p := &dingshangProvider{version: version, clock: clock.System{}, schedules: machinepower.NewSchedules()}
		for _, option := range options {
			option(p)
		}
		return p
	}
}

func (p *dingshangProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "dingshang"
	resp.Version = p.version
}

func (p *dingshangProvider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Creates and cancels pickup codes for DingShang (鼎商) vending machines, one-time numbers that a customer types to get a product for free; manages machines, their settings and their hours; and reads products and stock.",
		Attributes: map[string]schema.Attribute{
			"url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Address of the DingShang cloud, scheme and host, such as `https://www.awish.vip`, which is the default. " +
					"May be set with the environment variable `DINGSHANG_URL`.",
			},
			"app_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Developer id (AppId), `ds` and 16 hexadecimal digits. Required, here or in the environment variable `DINGSHANG_APP_ID`.",
			},
			"app_secret": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "Developer secret (AppSecret). Required, here or in the environment variable `DINGSHANG_APP_SECRET`.",
			},
			"app_key": schema.StringAttribute{
				Optional:  true,
				Sensitive: true,
				MarkdownDescription: "Key that signs requests (AppKey; the vendor's older pages call it the merchant id). It is never sent. " +
					"Required, here or in the environment variable `DINGSHANG_APP_KEY`.",
			},
			"signature_encoding": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "How values are encoded for the signature: `raw` (the default), as observed with the vendor's servers, or `url` (form-encoded). " +
					"Try `url` if the server reports an invalid signature although `app_key` is correct.",
				Validators: []validator.String{stringvalidator.OneOf("raw", "url")},
			},
			"request_timeout": schema.StringAttribute{
				Optional:            true,
				Validators:          []validator.String{customtypes.Duration(time.Millisecond)},
				MarkdownDescription: "Maximum time for one HTTP request, as a duration; default `\"30s\"`.",
			},
			"max_retries": schema.Int64Attribute{
				Optional:   true,
				CustomType: customtypes.WholeNumberType{},
				MarkdownDescription: "Maximum number of retries of a read or a cancellation after a lost connection, HTTP 429, a 5xx or an unreadable response; default `4`. " +
					"The call that generates codes is never retried when its outcome is unknown.",
				Validators: []validator.Int64{int64validator.Between(0, 20)},
			},
			"settle_time": schema.StringAttribute{
				Optional:   true,
				Validators: []validator.String{customtypes.Duration(time.Millisecond)},
				MarkdownDescription: "How long to look for codes after a generating call whose outcome is unknown, or whose codes are not listed yet; " +
					"a duration, default `\"30s\"`.",
			},
			"max_concurrent_requests": schema.Int64Attribute{
				Optional:            true,
				CustomType:          customtypes.WholeNumberType{},
				MarkdownDescription: "Maximum number of requests in flight at once, over all resources of this provider configuration; default `10`.",
				Validators:          []validator.Int64{int64validator.Between(1, 1000)},
			},
			"requests_per_second": schema.Float64Attribute{
				Optional:            true,
				MarkdownDescription: "Maximum number of requests per second, such as `20` or `0.5`. No limit by default.",
				Validators:          []validator.Float64{float64validator.AtLeast(0.01)},
			},
			"insecure_http": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "`true` allows a `url` or `console_url` with `http://` that is not a loopback address. Default `false`, because secrets are sent in headers " +
					"that anyone on the network path could read.",
			},
			"console_url": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Address of the merchant console's GraphQL API, needed only by resources, data sources and actions that use the console. The vendor does not publish it: " +
					"sign in to the console with a browser, open the developer tools, and copy the address of the `POST` requests under *Network*. " +
					"May be set with the environment variable `DINGSHANG_CONSOLE_URL`.",
			},
			"console_email": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "E-mail address of a merchant console user, needed only by resources, data sources and actions that use the console. " +
					"Create a dedicated user for automation and give it the permissions for machines. " +
					"May be set with the environment variable `DINGSHANG_CONSOLE_EMAIL`.",
			},
			"console_password": schema.StringAttribute{
				Optional:            true,
				Sensitive:           true,
				MarkdownDescription: "Password of that user. May be set with the environment variable `DINGSHANG_CONSOLE_PASSWORD`.",
			},
		},
	}
}

func (p *dingshangProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		pickupcode.NewResource,
		machine.NewResource,
		machineconfig.NewResource,
		func() resource.Resource { return machinepower.NewResource(p.schedules) },
	}
}

func (p *dingshangProvider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		machine.NewDataSource,
		machine.NewListDataSource,
		machineconfig.NewDataSource,
		product.NewDataSource,
		pickupcode.NewDataSource,
	}
}

func (p *dingshangProvider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{pickupcode.NewEphemeralResource}
}

// Actions implements [provider.ProviderWithActions].
func (p *dingshangProvider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		pickupcode.NewCancelAction,
		machinepower.NewRebootAction,
		machinepower.NewShutdownAction,
		machinepower.NewClearMalfunctionAction,
		func() action.Action { return machinepower.NewScheduleOnceAction(p.schedules) },
	}
}

// ListResources implements [provider.ProviderWithListResources].
func (p *dingshangProvider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{machine.NewListResource, machineconfig.NewListResource}
}
