package main_test

import rego.v1

import data.main

update(before, after) := {"actions": ["update"], "before": before, "after": object.union({"all_products": false}, after)}

create(after) := {"actions": ["create"], "before": null, "after": object.union({"all_products": false}, after)}

refused(change) := messages if {
	messages := main.deny with input as {"resource_changes": [{"address": "party", "type": "dingshang_pickup_codes", "change": change}]}
}

test_creation if {
	refused(create({"code_count": 28, "product_price": "3.50"})) == set()
	refused(create({"code_count": 30, "product_price": "3.50"})) == {"This plan gives away goods worth 105 more; the limit is 100."}
}

test_replacement_counts_all_codes if {
	count(refused({
		"actions": ["create", "delete"],
		"before": {"code_count": 30},
		"after": {"code_count": 30, "product_price": "3.50", "all_products": false},
	})) == 1
}

# Existing codes are not given away again, whatever became of the price.
test_added_codes_at_their_price if {
	refused(update({"code_count": 100}, {"code_count": 110, "product_price": "9.00"})) == set()
	refused(update({"code_count": 100}, {"code_count": 110, "product_price": "10.01"})) == {"This plan gives away goods worth 100.1 more; the limit is 100."}
}

test_nothing_added if {
	every count in [1, 100] {
		refused(update({"code_count": 100}, {"code_count": count, "product_price": null})) == set()
	}
	refused({
		"actions": ["no-op"],
		"before": {"code_count": 100},
		"after": {"code_count": 100, "product_price": "3.50", "all_products": false},
	}) == set()
}

test_unknown_value if {
	every change in [
		create({"code_count": 1, "product_price": null}),
		create({"code_count": 1, "product_price": "3,50"}),
		create({"code_count": 1}),
		create({"product_price": "3.50"}),
		update({"code_count": 1}, {"product_price": "3.50"}),
	] {
		refused(change) == {"The value of party is not known."}
	}
}

test_all_products if {
	refused(create({"all_products": true})) == {"party creates codes for all products of a machine."}
}

test_destruction if {
	refused({"actions": ["delete"], "before": {"code_count": 100}, "after": null}) == set()
}
