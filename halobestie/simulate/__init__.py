"""Drives a running server as phones would, and says whether it kept its promises.

    plans ─▶ customer, mitra ─▶ phone ─▶ connection ─▶ the server
                                  ╰─▶ history ─╮
    hire, watch, evidence ─▶ staff ─▶ record ──┴─▶ invariants, figures ─▶ report

Development servers with local identity on this machine only.
"""

from halobestie.simulate.drive import SimulationFailed, simulate
from halobestie.simulate.options import Credentials, Options, OptionsRefused
from halobestie.simulate.report import Report

__all__ = ["Credentials", "Options", "OptionsRefused", "Report", "SimulationFailed", "simulate"]
