# By the machine's number
terraform import dingshang_machine_config.lobby 16327138
