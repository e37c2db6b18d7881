"""The bus between nodes: Valkey for several nodes, in-process for one."""
