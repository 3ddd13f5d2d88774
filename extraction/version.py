"""Which gouji this is; records carry it, and are made again by another one."""

VERSION = "0.1.0"
