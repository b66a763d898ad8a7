machines = {
  "16327138" = { product_id = "1323442", codes = 3 } # 可乐
  "16327012" = { product_id = "1323541" }            # 矿泉水
  "16327175" = { product_id = "1323531", codes = 1 } # 雨伞
}
