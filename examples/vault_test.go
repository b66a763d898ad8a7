package examples

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// vaultProvider stands in for the provider hashicorp/vault, of which it has the one
// resource that the examples use: with the same attributes, and the same call to Vault.
type vaultProvider struct{ provider.Provider }

func newVaultProvider() provider.Provider { return vaultProvider{} }

func (vaultProvider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "vault"
}

func (vaultProvider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (vaultProvider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {
}

func (vaultProvider) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (vaultProvider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return vaultSecret{} }}
}

// vaultSecret is vault_kv_secret_v2. It writes when data_json_wo_version changes.
type vaultSecret struct{}

type vaultSecretModel struct {
	Mount   types.String `tfsdk:"mount"`
	Name    types.String `tfsdk:"name"`
	Data    types.String `tfsdk:"data_json_wo"`
	Version types.Int64  `tfsdk:"data_json_wo_version"`
}

func (vaultSecret) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_kv_secret_v2"
}

func (vaultSecret) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"mount":                schema.StringAttribute{Required: true},
		"name":                 schema.StringAttribute{Required: true},
		"data_json_wo":         schema.StringAttribute{Optional: true, WriteOnly: true},
		"data_json_wo_version": schema.Int64Attribute{Optional: true},
	}}
}

func (s vaultSecret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var m vaultSecretModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if err := s.write(ctx, m); err != nil {
		resp.Diagnostics.AddError("Vault", err.Error())
	}
	resp.State.Raw = req.Plan.Raw
}

func (s vaultSecret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var m vaultSecretModel
	var before types.Int64
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("data_json_wo_version"), &before)...)
	if !m.Version.Equal(before) {
		if err := s.write(ctx, m); err != nil {
			resp.Diagnostics.AddError("Vault", err.Error())
		}
	}
	resp.State.Raw = req.Plan.Raw
}

func (vaultSecret) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (vaultSecret) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

func (vaultSecret) write(ctx context.Context, m vaultSecretModel) error {
	body, err := json.Marshal(map[string]any{"data": json.RawMessage(m.Data.ValueString())})
	if err != nil {
		return err
	}
	url := fmt.Sprintf("%s/v1/%s/data/%s", os.Getenv("VAULT_ADDR"), m.Mount.ValueString(), m.Name.ValueString())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body)) //nolint:gosec // the test set the address
	if err != nil {
		return err
	}
	resp, err := new(http.Client).Do(req) //nolint:gosec // likewise
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("POST %s: %s", url, resp.Status)
	}
	return nil
}

// vault keeps what was written to it.
type vault struct {
	mu      sync.Mutex
	secrets map[string]map[string]string // by path
	writes  int
}

func startVault(t *testing.T) (v *vault, url string) {
	t.Helper()
	v = &vault{secrets: map[string]map[string]string{}}
	server := httptest.NewServer(v)
	t.Cleanup(server.Close)
	return v, server.URL
}

func (v *vault) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var secret struct {
		Data map[string]string `json:"data"`
	}
	body, err := io.ReadAll(r.Body)
	if err == nil {
		err = json.Unmarshal(body, &secret)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.secrets[r.URL.Path] = secret.Data
	v.writes++
}

func (v *vault) secret(path string) (data map[string]string, writes int) {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.secrets[path], v.writes
}
