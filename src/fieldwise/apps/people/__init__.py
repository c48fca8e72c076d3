"""Who works here: agencies, units, people, service, standing, capabilities, the HR roster."""
