"""The doors of the house: settings, addresses, layout, sign-in, commands, delivery."""
