# What the configuration itself promises. The provider is mocked: this asks no server, needs no credentials and
# makes no code, and so may run anywhere, before every merge.

# The products that a mock lists are none, so there is never any stock.
mock_provider "dingshang" {
  override_data {
    target = data.dingshang_machine.each
    values = { name = "Lobby", is_online = true }
  }

  override_resource {
    target = dingshang_pickup_codes.service
    values = { machine_name = "Lobby", product_name = "Cola", unused_count = 0 }
  }
}

run "two_codes_unless_said_otherwise" {
  variables {
    machines = { "11111111" = { product_id = "1" } }
  }

  assert {
    condition     = dingshang_pickup_codes.service["11111111"].code_count == 2
    error_message = "A machine gets two codes where nothing else is said."
  }
}

run "offline_machine_is_named_and_keeps_its_codes" {
  variables {
    machines = { "11111111" = { product_id = "1" } }
  }

  override_data {
    target = data.dingshang_machine.each
    values = { name = "Lobby", is_online = false }
  }

  expect_failures = [check.online]

  assert {
    condition     = local.offline == ["Lobby (11111111)"] && length(dingshang_pickup_codes.service) == 1
    error_message = "A machine that is offline must be named, and must not lose its codes."
  }
}

run "more_codes_than_stock" {
  variables {
    machines = { "22222222" = { product_id = "1" } }
  }

  override_resource {
    target = dingshang_pickup_codes.service
    values = { machine_name = "Canteen", product_name = "Cola", unused_count = 2 }
  }

  expect_failures = [check.stock]

  assert {
    condition     = local.short == ["Cola on Canteen (2 codes, 0 in stock)"]
    error_message = "The check says where more codes are unused than products are there."
  }
}

run "machine_number_with_a_digit_missing" {
  command = plan

  variables {
    machines = { "1632713" = { product_id = "1" } }
  }

  expect_failures = [var.machines]
}

run "a_hundred_codes_by_mistake" {
  command = plan

  variables {
    machines = { "11111111" = { product_id = "1", codes = 100 } }
  }

  expect_failures = [var.machines]
}
