machines = {
  "16327138" = {
    name       = "鼎商测试1号"
    address    = "北京市朝阳区酒仙桥路10号，一层大堂"
    brightness = 80
    volume     = 30
    hours      = { days = ["monday", "tuesday", "wednesday", "thursday", "friday"], on = "07:30", off = "22:00" }
    service    = { product_id = "1323442", codes = 3 } # 可乐
  }

  # Pickup codes were switched off at this machine. The service codes need them.
  "16327151" = {
    name    = "鼎商停码3号"
    service = { product_id = "1323511" } # 可乐
  }

  "16327175" = {
    name    = "鼎商简装5号"
    service = { product_id = "1323531", codes = 1 } # 雨伞
  }
}
