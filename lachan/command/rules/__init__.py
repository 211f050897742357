"""Judgement of the daily report: hours, figures, sums, balance, how a body signs."""
