event      = "新品发布会"
machine_no = "16327138" # 鼎商测试1号
product_id = "1323442"  # 可乐
codes      = 20
