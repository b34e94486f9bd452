# All made up.
departments         = ["radiology", "surgery"]
exchange_region     = "nl-ams"
exchange_days       = 30
exchange_secret_key = "11111111-1111-1111-1111-111111111111"
debug_days          = 7
database_password   = "Made-Up-Passw0rd!"
first_password      = "Another-Passw0rd!"
monitoring_key      = "made-up-key"
