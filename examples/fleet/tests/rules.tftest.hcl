# What the configuration itself promises. The provider is mocked: this asks no server, needs no credentials and creates
# no codes, and so may run anywhere, before every merge.

# Mocks return empty lists for lists of objects: there are no products, so there is never any stock, and no machine is
# listed as online.
mock_provider "dingshang" {
  override_resource {
    target = dingshang_pickup_codes.service
    values = { machine_name = "Lobby", product_name = "Cola", unused_count = 0 }
  }
}

variables {
  machines = { "11111111" = { name = "Lobby", service = { product_id = "1" } } }
}

run "two_codes_by_default" {
  expect_failures = [check.online]

  assert {
    condition     = dingshang_pickup_codes.service["11111111"].code_count == 2
    error_message = "A machine gets two codes unless terraform.tfvars says otherwise."
  }

  assert {
    condition     = dingshang_machine_config.each["11111111"].pickup_code_enabled
    error_message = "Service codes need pickup codes to be switched on."
  }
}

run "offline_machine_is_named_and_keeps_its_codes" {
  expect_failures = [check.online]

  assert {
    condition     = local.offline == ["Lobby (11111111)"] && length(dingshang_pickup_codes.service) == 1
    error_message = "A machine that is offline must be named, and must not lose its codes."
  }
}

run "more_codes_than_stock" {
  variables {
    machines = { "22222222" = { name = "Canteen", service = { product_id = "1" } } }
  }

  override_resource {
    target = dingshang_pickup_codes.service
    values = { machine_name = "Canteen", product_name = "Cola", unused_count = 2 }
  }

  expect_failures = [check.online, check.stock]

  assert {
    condition     = local.short == ["Cola on Canteen (2 codes, 0 in stock)"]
    error_message = "The check says where there are more unused codes than products."
  }
}

run "machine_number_with_a_digit_missing" {
  command = plan

  variables {
    machines = { "1632713" = { name = "Lobby" } }
  }

  expect_failures = [var.machines]
}

run "a_hundred_codes_by_mistake" {
  command = plan

  variables {
    machines = { "11111111" = { name = "Lobby", service = { product_id = "1", codes = 100 } } }
  }

  expect_failures = [var.machines]
}
