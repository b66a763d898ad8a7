# Only what is written here is managed: the machine keeps its contact, picture and group.
resource "dingshang_machine" "lobby" {
  machine_no = "16327138"
  name       = "Lobby, building 1"
  address    = "10 Jiuxianqiao Road, Chaoyang District, Beijing"
  longitude  = 116.549815
  latitude   = 39.922273
  timezone   = "Asia/Shanghai"
}
