events = {
  launch-party = {
    title      = "新品发布会"
    machine_no = "16327138" # 鼎商测试1号
    product_id = "1323442"  # 可乐
    codes      = 20
  }
  opening-week = {
    title      = "开业周"
    machine_no = "16327012" # 鼎商旧版6号
    product_id = "1323541"  # 矿泉水
    codes      = 6
    valid_for  = "168h"
  }
}
