# By the machine's number
terraform import dingshang_machine.lobby 16327138
