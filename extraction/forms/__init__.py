"""Official templates as data: one YAML file each."""
