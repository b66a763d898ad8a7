package product_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"terraform-provider-dingshang/internal/acctest"
	"terraform-provider-dingshang/internal/emulator"
)

const address = "data.dingshang_products.test"

var (
	products = tfjsonpath.New("products")
	null     = knownvalue.Null()
)

func text(s string) knownvalue.Check { return knownvalue.StringExact(s) }

func number(n int64) knownvalue.Check { return knownvalue.Int64Exact(n) }

func TestAccProductsDataSource_allCabinets(t *testing.T) {
	for name, option := range map[string]acctest.Option{
		"older generation": func(*emulator.Config) {},
		"newer generation": func(c *emulator.Config) { c.NewGeneration = true },
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t, option)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config: fixture.Config(`
						data "dingshang_products" "test" { machine_no = "16327138" }
						output "prices" { value = { for p in data.dingshang_products.test.products : p.id => p.price if p.channel.cabinet_name == "B" } }
						resource "terraform_data" "each" {
						  for_each = { for p in data.dingshang_products.test.products : p.id => p if p.inventory > 20 }
						  input    = each.value.name
						}
						output "plenty" { value = [for r in terraform_data.each : r.output] }
					`),
					ConfigStateChecks: []statecheck.StateCheck{
						// Both cabinets: 14 products in A, 3 in B.
						statecheck.ExpectKnownValue(address, products, knownvalue.ListSizeExact(17)),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("category_id"), null),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("cabinet_name"), null),
						statecheck.ExpectKnownValue(address, tfjsonpath.New("addr"), null),
						statecheck.ExpectKnownValue(address, products.AtSliceIndex(0), knownvalue.ObjectExact(map[string]knownvalue.Check{
							"id": text("1323442"), "name": text("可乐"), "description": text("冰镇可乐 330ml"), "price": text("3.50"), "original_price": text("4.00"),
							"good_no": text("G23442"), "slug": text("cola"), "thumb": text("https://img.example.com/1323442.png"),
							"media":    knownvalue.ListExact([]knownvalue.Check{text("https://img.example.com/1323442-1.png"), text("https://img.example.com/1323442-2.png")}),
							"content":  text("<p>冰镇 <b>可乐</b> &amp; 好心情</p>"),
							"category": knownvalue.ObjectExact(map[string]knownvalue.Check{"id": text("1"), "title": text("饮料")}),
							"channel": knownvalue.ObjectExact(map[string]knownvalue.Check{
								"name": text("A30"), "cabinet_name": text("A"), "code": text("020"), "row": number(3), "column": number(0), "addr": number(1),
							}),
							"inventory": number(30), "capacity": number(50),
						})),
						// Sold out, and without what may be left out.
						statecheck.ExpectKnownValue(address, products.AtSliceIndex(3), knownvalue.ObjectPartial(map[string]knownvalue.Check{
							"id": text(acctest.GreenTea), "inventory": number(0), "capacity": number(20), "slug": null, "content": null, "media": knownvalue.ListSizeExact(0),
						})),
						statecheck.ExpectKnownValue(address, products.AtSliceIndex(14).AtMapKey("id"), text("1323461")),
						statecheck.ExpectKnownOutputValue("prices", knownvalue.ObjectExact(map[string]knownvalue.Check{
							"1323461": text("18.00"), "1323462": text("7.00"), "1323463": text("10.00"),
						})),
						statecheck.ExpectKnownOutputValue("plenty", knownvalue.TupleExact([]knownvalue.Check{text("可乐"), text("矿泉水")})),
					},
				}, {
					// When the test ends, the test framework cannot read a state with for_each.
					Config: fixture.Config(""),
				}},
			})
		})
	}
}

func TestAccProductsDataSource_emptyFields(t *testing.T) {
	fixture := acctest.Start(t)
	fixture.Emulator.AddProduct(acctest.MachineSparse, emulator.Product{ID: "1", Channel: emulator.Channel{CabinetName: "B"}})
	resource.ParallelTest(t, resource.TestCase{
		ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
		Steps: []resource.TestStep{{
			Config: fixture.Config(fmt.Sprintf(`
				data "dingshang_products" "test" {
				  machine_no   = %q
				  cabinet_name = "B"
				}
			`, acctest.MachineSparse)),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownValue(address, products, knownvalue.ListExact([]knownvalue.Check{knownvalue.ObjectExact(map[string]knownvalue.Check{
					"id": text("1"), "name": null, "description": null, "price": null, "original_price": null, "good_no": null, "slug": null, "thumb": null,
					"media": knownvalue.ListSizeExact(0), "content": null, "category": null,
					"channel": knownvalue.ObjectExact(map[string]knownvalue.Check{
						"name": null, "cabinet_name": text("B"), "code": null, "row": number(0), "column": number(0), "addr": null,
					}),
					"inventory": number(0), "capacity": number(0),
				})})),
			},
		}},
	})
}

func TestAccProductsDataSource_filters(t *testing.T) {
	for name, tc := range map[string]struct {
		filter string
		want   []string
	}{
		"category in all cabinets": {`category_id = "3"`, []string{"1323453", "1323454", "1323455"}},
		"cabinet":                  {`cabinet_name = "B"`, []string{"1323461", "1323462", "1323463"}},
		"board":                    {`addr = 2`, []string{"1323461", "1323462", "1323463"}},
		"cabinet and category":     {"cabinet_name = \"B\"\ncategory_id = \"1\"", []string{"1323462"}},
		"board and category":       {"addr = 2\ncategory_id = \"1\"", []string{"1323462"}},
		"nothing on the board":     {`addr = 8`, nil},
		"nothing in the category":  {"cabinet_name = \"B\"\ncategory_id = \"3\"", nil},
		"unknown category":         {`category_id = "77"`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			want := make([]knownvalue.Check, len(tc.want))
			for i, id := range tc.want {
				want[i] = knownvalue.ObjectPartial(map[string]knownvalue.Check{"id": text(id)})
			}
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:            fixture.Config("data \"dingshang_products\" \"test\" {\nmachine_no = \"16327138\"\n" + tc.filter + "\n}"),
					ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownValue(address, products, knownvalue.ListExact(want))},
				}},
			})
		})
	}
}

func TestAccProductsDataSource_invalid(t *testing.T) {
	for name, tc := range map[string]struct{ arguments, wantError string }{
		"two cabinets": {
			"machine_no = \"16327138\"\ncabinet_name = \"A\"\naddr = 1",
			`Invalid Attribute Combination.*cannot be configured together: \[cabinet_name,addr\]`,
		},
		"machine number":   {`machine_no = "12ab"`, `Invalid machine_no.*machine_no is "12ab"\. It must be a machine number`},
		"category":         {"machine_no = \"16327138\"\ncategory_id = \"drinks\"", `Invalid category_id.*category_id is "drinks"\. It must be a numeric id`},
		"small letter":     {"machine_no = \"16327138\"\ncabinet_name = \"b\"", `cabinet_name must be a cabinet letter, A to Z, got: b`},
		"two letters":      {"machine_no = \"16327138\"\ncabinet_name = \"AB\"", `cabinet_name must be a cabinet letter, A to Z, got: AB`},
		"address too low":  {"machine_no = \"16327138\"\naddr = 0", `addr value must be between 1 and 8, got: 0`},
		"address too high": {"machine_no = \"16327138\"\naddr = 9", `addr value must be between 1 and 8, got: 9`},
		"unknown machine": {
			`machine_no = "99999999"`,
			`Cannot list the products of machine 99999999.*machine_no = "99999999".*code 30003.*Check machine_no`,
		},
		"another merchant's": {`machine_no = "16327163"`, `Cannot list the products of machine 16327163.*code 30001.*not linked`},
		"unknown cabinet": {
			"machine_no = \"16327138\"\ncabinet_name = \"Z\"",
			`Cannot list the products of machine 16327138.*code 6038.*Check cabinet_name: the data source dingshang_machine lists`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			fixture := acctest.Start(t)
			resource.ParallelTest(t, resource.TestCase{
				ProtoV6ProviderFactories: acctest.ProtoV6ProviderFactories(),
				Steps: []resource.TestStep{{
					Config:      fixture.Config("data \"dingshang_products\" \"test\" {\n" + tc.arguments + "\n}"),
					ExpectError: acctest.Wrapped(tc.wantError),
				}},
			})
		})
	}
}
