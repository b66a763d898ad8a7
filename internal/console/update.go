package console

import (
	"context"
	"errors"
	"net/http"
)

// MachineUpdate is what to change of a machine. Nil is left as it is.
type MachineUpdate struct {
	Name       *string   `json:"name,omitempty"`
	Address    *string   `json:"address,omitempty"`
	Contact    *string   `json:"contact,omitempty"`
	Tel        *string   `json:"tel,omitempty"`
	Position   *Position `json:"lng_lat,omitempty"`
	Timezone   *string   `json:"timezone,omitempty"`
	CoverImage *string   `json:"cover_image,omitempty"`
	GroupID    *int64    `json:"group_id,omitempty"`
}

// ConfigUpdate is what to change of a machine's configuration. Nil is left as it is.
type ConfigUpdate struct {
	Brightness             *int64    `json:"brightness,omitempty"`
	Volume                 *int64    `json:"volume,omitempty"`
	Language               *string   `json:"language,omitempty"`
	Languages              *[]string `json:"languages,omitempty"`
	PriceDigits            *int64    `json:"price_digits,omitempty"`
	PriceThousands         *bool     `json:"price_thousands,omitempty"`
	PriceLine              *bool     `json:"price_line,omitempty"`
	PurchaseLimit          *int64    `json:"purchase_limit,omitempty"`
	IdleTimeout            *int64    `json:"idle_timeout,omitempty"`
	PaymentWaitTimeout     *int64    `json:"payment_wait_timeout,omitempty"`
	CarouselAdsEnabled     *bool     `json:"carousel_ads_enabled,omitempty"`
	CarouselAdsCount       *int64    `json:"carousel_ads_count,omitempty"`
	StandbyAdsEnabled      *bool     `json:"standby_ads_enabled,omitempty"`
	StandbyAdsCount        *int64    `json:"standby_ads_count,omitempty"`
	StandbyAdsAutoplay     *bool     `json:"standby_ads_autoplay,omitempty"`
	PickupCodeEnabled      *bool     `json:"pickup_code_enabled,omitempty"`
	FreePurchaseEnabled    *bool     `json:"free_purchase_enabled,omitempty"`
	AppCartEnabled         *bool     `json:"app_cart_enabled,omitempty"`
	AppCouponCodeEnabled   *bool     `json:"app_coupon_code_enabled,omitempty"`
	AppUpgradeEnabled      *bool     `json:"app_upgrade_enabled,omitempty"`
	AuthCredentialsEnabled *bool     `json:"auth_credentials_enabled,omitempty"`
	DebuggingEnabled       *bool     `json:"debugging_enabled,omitempty"`
	AppNavbarLogo          *string   `json:"app_navbar_logo,omitempty"`
}

// UpdateMachine changes a machine. The call is idempotent.
func (c *Client) UpdateMachine(ctx context.Context, m Machine, update MachineUpdate) error {
	return c.mutate(ctx, opUpdateMachine, m, map[string]any{"id": m.ID, "input": update})
}

// UpdateConfig changes the configuration of a machine's app. The call is idempotent.
func (c *Client) UpdateConfig(ctx context.Context, m Machine, update ConfigUpdate) error {
	return c.mutate(ctx, opUpdateMachineConfig, m, map[string]any{"machine_id": m.ID, "input": update})
}

// mutate changes a machine. What was read of it before, or meanwhile, is forgotten.
func (c *Client) mutate(ctx context.Context, op operation, m Machine, values map[string]any) error {
	c.forget(m)
	defer c.forget(m)
	done, err := call[string](ctx, c, op, values)
	if err == nil && done != "ok" {
		return &Error{Operation: op.name, Kind: KindUnreadable, HTTPStatus: http.StatusOK, Cause: errors.New("the answer is not ok")}
	}
	return err
}
