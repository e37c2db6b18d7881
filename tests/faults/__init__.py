"""Faults for real: nodes as processes, real PostgreSQL and Valkey, phones that write it all down.

scenario ── breaks ──▶ town: servers, nodes, wires         python -m tests.faults
    │                    ▲                                 prints what was injected, what held
    ╰── plays ──▶ people ▶ phones ──▶ history ─╮
                            PostgreSQL ──▶ record ──▶ checker ──▶ what was broken, in sentences
"""
